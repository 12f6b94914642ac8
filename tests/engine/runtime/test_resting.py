"""Voices that were heard a moment ago are not loaded again."""

from __future__ import annotations

import os
import queue
from dataclasses import replace
from pathlib import Path

from engine.assemble import Making
from engine.config import EngineConfig
from engine.link.messages import Event, SetVoice, VoiceHeard
from engine.pipeline import Pipeline
from engine.runtime.resting import MOST_RESTING, Resting
from engine.runtime.session import Session
from models.builtin import builtin_voices
from models.places import data_dir
from tests.engine.runtime.sessions import pass_awhile, started, wait_for

MAKING = Making(EngineConfig(), builtin_voices()[0], 0, None)


def change(session: Session, events: queue.SimpleQueue[Event], voice: str) -> Pipeline:
    """The pipeline of `voice`, which is heard, and the one before it at rest."""
    session.changes.set_voice(SetVoice(voice=voice))
    wait_for(events, VoiceHeard)
    pass_awhile(events)
    return session.changes.slot.current.pipeline


def test_who_goes_back_to_a_voice_finds_it_as_it_was(voices: tuple[str, ...], tmp_path: Path) -> None:
    ann, ben, _ = voices
    session, events = started(ann, tmp_path)
    try:
        first = session.changes.slot.current.pipeline
        other = change(session, events, ben)
        assert other is not first
        assert change(session, events, ann) is first
        # A built-in voice hears otherwise: the way back is then that of any two voices.
        change(session, events, builtin_voices()[0].id)
        assert change(session, events, ben) is other
        os.utime(data_dir() / "voices" / ann / "voice.json", (0, 0))
        assert change(session, events, ann) is not first, "its files were written anew"
    finally:
        session.close("asked")


def test_only_the_newest_are_kept() -> None:
    resting = Resting()
    pipelines = [Pipeline.__new__(Pipeline) for _ in range(MOST_RESTING + 1)]
    makings = [replace(MAKING, written_ns=n) for n in range(len(pipelines))]
    for pipeline, making in zip(pipelines, makings, strict=True):
        resting.note(pipeline, making)
        resting.rest(pipeline, lambda _: True, lambda _: False)
    assert resting.take(makings[0]) is None
    assert resting.take(makings[-1]) is pipelines[-1]
    assert resting.take(makings[-1]) is None, "it is in use"


def test_what_is_kept_ready_stays_however_old_it_is() -> None:
    resting = Resting()
    pipelines = [Pipeline.__new__(Pipeline) for _ in range(MOST_RESTING + 2)]
    makings = [replace(MAKING, written_ns=n) for n in range(len(pipelines))]
    for pipeline, making in zip(pipelines, makings, strict=True):
        resting.note(pipeline, making)
        resting.rest(pipeline, lambda _: True, lambda making: making.written_ns == 0)
    assert resting.take(makings[1]) is None
    assert resting.take(makings[0]) is pipelines[0]
    assert resting.knows(makings[0]), "it is in use"
    del pipelines[1]
    assert not resting.knows(makings[1]), "it has gone"


def test_what_will_not_be_asked_for_goes() -> None:
    resting, pipeline, another = Resting(), Pipeline.__new__(Pipeline), Pipeline.__new__(Pipeline)
    resting.note(pipeline, MAKING)
    resting.note(another, replace(MAKING, written_ns=1))
    resting.rest(pipeline, lambda _: True, lambda _: False)
    resting.rest(another, lambda making: making.written_ns == 1, lambda _: False)
    assert resting.take(MAKING) is None
    assert resting.take(replace(MAKING, written_ns=1)) is another
