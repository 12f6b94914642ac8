"""What is asked for while another voice is being loaded, and voices that are kept ready, in a real session that plays nowhere."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.assemble import assemble
from engine.config import EngineConfig
from engine.errors import InferenceError
from engine.link.messages import (
    Event,
    Failed,
    KeepReady,
    Params,
    SetConfig,
    SetMonitor,
    SetParams,
    SetVoice,
    Stopped,
    Telemetry,
    VoiceChanged,
)
from engine.pipeline import Pipeline
from engine.runtime.session import Session
from models.builtin import find_voice
from models.voice import Voice
from tests.engine.runtime.sessions import pass_awhile, started, wait_for


class Loading:
    """Real loading that waits until it is `let_go`, and what has been loaded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Event()
        self.loaded: list[str] = []
        self.broken: set[str] = set()
        self.fault: Exception = InferenceError("inference.graph", "open a model", "any", reason="test")
        self._assemble = assemble
        monkeypatch.setattr("engine.runtime.changes.assemble", self)

    def __call__(self, config: EngineConfig, voice: Voice, **beside: Any) -> Pipeline:
        self.loaded.append(voice.id)
        if voice.id in self.broken:
            raise self.fault
        pipeline = self._assemble(config, voice, **beside)
        if len(self.loaded) > 1:  # not what is heard first
            self.begun.set()
            assert self.let_go.wait(60)
        return pipeline


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loading]:
    held = Loading(monkeypatch)
    yield held
    held.let_go.set()


@contextmanager
def live(voice: str, folder: Path, ready: tuple[str, ...] = ()) -> Iterator[tuple[Session, queue.SimpleQueue[Event]]]:
    session, events = started(voice, folder, ready)
    try:
        yield session, events
    finally:
        session.close("asked")


def until_loaded(events: queue.SimpleQueue[Event], loading: Loading, n: int) -> None:
    while len(loading.loaded) < n:
        wait_for(events, Telemetry)
    pass_awhile(events)


def test_who_mutes_himself_does_not_wait_until_a_voice_has_been_loaded(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    with live(voices[0], tmp_path) as (session, events):
        pitch_st = session.changes.crossfader.current.params.pitch_st
        session.changes.set_voice(SetVoice(id=1, voice=voices[1]))
        assert loading.begun.wait(60)
        session.changes.set_params(SetParams(id=2, params={"muted": True, "pitch_st": 7.0, "output_gain_db": -3.0}))
        answer = wait_for(events, Params)
        assert (answer.params["muted"], answer.params["pitch_st"]) == (True, pitch_st)
        heard = session.changes.crossfader.current
        assert (heard.params.muted, heard.params.output_gain_db, heard.params.pitch_st) == (True, -3.0, pitch_st)
        loading.let_go.set()
        news = wait_for(events, VoiceChanged)
        assert (news.reply_to, news.voice) == (1, voices[1])
        assert (news.params["muted"], news.params["output_gain_db"], news.params["pitch_st"]) == (True, -3.0, 7.0)


def test_what_is_asked_for_meanwhile_comes_in_its_order(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    with live(voices[0], tmp_path) as (session, events):
        session.changes.set_voice(SetVoice(id=1, voice=voices[1]))
        assert loading.begun.wait(60)
        session.changes.set_config(SetConfig(id=2, config={"context_s": 0.5}))
        session.set_monitor(SetMonitor(id=3, monitor="none", gain_db=-6.0))
        loading.let_go.set()
        first, second = wait_for(events, VoiceChanged), wait_for(events, VoiceChanged)
        assert (first.reply_to, first.voice, first.config["context_s"], first.config["monitor_gain_db"]) == (1, voices[1], 1.0, -6.0)
        assert (second.reply_to, second.voice, second.config["context_s"], second.config["monitor_gain_db"]) == (2, voices[1], 0.5, -6.0)


def test_a_voice_that_cannot_be_opened_is_said_and_the_next_one_comes(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    loading.let_go.set()
    loading.broken.add(voices[1])
    with live(voices[0], tmp_path) as (session, events):
        session.changes.set_voice(SetVoice(id=1, voice=voices[1]))
        session.changes.set_voice(SetVoice(id=2, voice=voices[2]))
        failed = wait_for(events, Failed)
        assert (failed.reply_to, failed.code) == (1, "inference.graph")
        assert wait_for(events, VoiceChanged).voice == voices[2]


def test_silence_does_not_wait_for_what_is_being_loaded(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    with live(voices[0], tmp_path) as (session, events):
        session.changes.set_voice(SetVoice(id=1, voice=voices[1]))
        assert loading.begun.wait(60)
        ending = threading.Thread(target=session.close, args=("asked",))
        ending.start()
        wait_for(events, Stopped)
        assert ending.is_alive()
        loading.let_go.set()
        ending.join()


def test_a_voice_kept_ready_is_loaded_before_it_is_asked_for(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    loading.let_go.set()
    builtin = find_voice("natural").id
    with live(voices[0], tmp_path, ready=(builtin, voices[0], voices[1])) as (session, events):
        until_loaded(events, loading, 2)
        assert loading.loaded == list(voices[:2]), "a built-in voice hears otherwise, the first one is heard"
        session.changes.set_voice(SetVoice(id=1, voice=voices[1]))
        wait_for(events, VoiceChanged)
        assert len(loading.loaded) == 2
        session.changes.keep_ready(KeepReady(voices=[voices[2]]).voices)
        until_loaded(events, loading, 3)
        for voice in (voices[2], voices[0], voices[1], voices[2]):
            session.changes.set_voice(SetVoice(id=2, voice=voice))
            wait_for(events, VoiceChanged)
            pass_awhile(events)
        assert loading.loaded == list(voices)


def test_a_voice_that_cannot_be_made_ready_is_tried_once(voices: tuple[str, ...], tmp_path: Path, loading: Loading) -> None:
    loading.let_go.set()
    loading.broken.add(voices[1])
    with live(voices[0], tmp_path, ready=("not-there", voices[1], voices[2])) as (_, events):
        until_loaded(events, loading, 3)
        pass_awhile(events)
        assert loading.loaded == list(voices)


def test_a_fault_of_ours_while_a_voice_is_made_ready_does_not_stop_those_who_ask(
    voices: tuple[str, ...], tmp_path: Path, loading: Loading
) -> None:
    loading.let_go.set()
    loading.broken.add(voices[1])
    loading.fault = ZeroDivisionError("ours")
    with live(voices[0], tmp_path, ready=(voices[1],)) as (session, events):
        until_loaded(events, loading, 2)
        session.changes.set_voice(SetVoice(id=1, voice=voices[2]))
        assert wait_for(events, VoiceChanged).voice == voices[2]


def test_a_voice_that_must_be_prepared_first_is_left_until_it_is_asked_for(
    voices: tuple[str, ...], tmp_path: Path, loading: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runtime.changes.opens_at_once", lambda config, voice: voice.id == voices[2])
    loading.let_go.set()
    with live(voices[0], tmp_path, ready=voices) as (_, events):
        until_loaded(events, loading, 2)
        assert loading.loaded == [voices[0], voices[2]]


def test_no_more_than_a_few_are_kept_ready(
    voices: tuple[str, ...], tmp_path: Path, loading: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runtime.changes.MOST_READY", 1)
    loading.let_go.set()
    with live(voices[0], tmp_path, ready=(voices[2], voices[1])) as (_, events):
        until_loaded(events, loading, 2)
        assert loading.loaded == [voices[0], voices[2]]
