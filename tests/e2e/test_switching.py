"""Changing voice, detector, hop and bypass while live, over the link, on a real PulseAudio: each change is told once it is heard, and
nothing drops out."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from app.engine_client import EngineClient
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.link.messages import (
    AnyCommand,
    AnyEvent,
    Failed,
    Params,
    SetConfig,
    SetParams,
    SetVoice,
    Start,
    Started,
    Stop,
    Stopped,
    VoiceChanged,
)
from tests.e2e.pulse import PulseServer

pytestmark = pytest.mark.realtime
WAIT_S = 30.0
SECONDS = 30.0
SETTLED_S = 2.5
DROPOUTS = ("underruns", "overruns", "late_blocks")
WINDOW = SAMPLE_RATE_HZ // 50


class Events:
    """Reads the engine in a thread, so that telemetry never piles up; answers are picked by number."""

    def __init__(self, engine: EngineClient) -> None:
        self._engine, self._seen, self._news = engine, dict[int, AnyEvent](), threading.Condition()
        self.spoken_s = 0.0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def answer(self, command: AnyCommand) -> AnyEvent:
        sent = self._engine.send(command)
        with self._news:
            assert self._news.wait_for(lambda: sent in self._seen, WAIT_S), command
            return self._seen[sent]

    def until_spoken(self, seconds: float) -> None:
        """Returns when the engine has let that much sound through since the start."""
        with self._news:
            assert self._news.wait_for(lambda: self.spoken_s >= seconds, WAIT_S)

    def _read(self) -> None:
        for event in self._engine.events(WAIT_S):
            with self._news:
                if event.type == "telemetry":
                    self.spoken_s = event.seconds
                if event.reply_to:
                    self._seen[event.reply_to] = event
                self._news.notify_all()
            if isinstance(event, Stopped):
                return


@contextmanager
def live(pulse: PulseServer, **start: object) -> Iterator[Events]:
    """A stream that has settled, with a steady vowel going in."""
    for name, value in pulse.environment.items():
        assert os.environ[name] == value
    config = {"input": "mic.monitor", "output": "out"}
    with EngineClient() as engine, pulse.playing("mic", vowel(SECONDS)):
        events = Events(engine)
        started = events.answer(Start.model_validate({"voice": "natural", "config": config, **start}))
        assert isinstance(started, Started), started
        events.until_spoken(SETTLED_S)
        yield events


def vowel(seconds: float) -> Audio:
    """[n] a steady voiced sound at 140 Hz with a dozen harmonics."""
    t = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    harmonics = [np.sin(2 * np.pi * 140.0 * k * t + k * k) / k for k in range(1, 13)]
    sound: Audio = (0.15 * np.sum(harmonics, axis=0)).astype(np.float32)
    return sound


CHANGES: list[AnyCommand] = [
    SetVoice(voice="giant"),
    SetVoice(voice="chipmunk", params={"pitch_st": 5}),
    SetConfig(config={"detector": "crepe-tiny"}),
    SetConfig(config={"detector": "swiftf0"}),
    SetConfig(config={"hop_ms": 40}),
    SetVoice(voice="deeper"),
    SetConfig(config={"hop_ms": 10}),
]


def test_every_change_is_heard_and_nothing_drops_out(pulse: PulseServer) -> None:
    with pulse.recording("out.monitor") as recorder, live(pulse) as events:
        begun_s = len(recorder.heard().samples) / SAMPLE_RATE_HZ
        for command in CHANGES:
            event = events.answer(command)
            assert isinstance(event, VoiceChanged), event
            assert event.switch_ms > 0
            if isinstance(command, SetVoice):
                assert event.voice == command.voice
                assert event.params.items() >= command.params.items()
            elif isinstance(command, SetConfig):
                assert event.config.items() >= command.config.items()
        for bypass in (True, False):
            params = events.answer(SetParams(params={"bypass": bypass}))
            assert isinstance(params, Params)
            assert params.params["bypass"] is bypass
            events.until_spoken(events.spoken_s + 0.3)
        heard = recorder.heard().samples[round(begun_s * SAMPLE_RATE_HZ) :]
        stopped = events.answer(Stop())
    assert isinstance(stopped, Stopped)
    assert {name: stopped.counters[name] for name in DROPOUTS} == dict.fromkeys(DROPOUTS, 0)
    # A steady sound goes in: wherever 20 ms were missing, the level would fall to nothing.
    windows = heard[: len(heard) // WINDOW * WINDOW].reshape(-1, WINDOW)
    assert np.sqrt((windows**2).mean(axis=1)).min() > 0.01
    assert np.abs(heard).max() < 1.0


def test_noise_suppression_comes_and_goes_without_a_dropout(pulse: PulseServer) -> None:
    """Apart from the others, because it takes a steady vowel for noise: the level says nothing here."""
    with live(pulse) as events:
        for denoise in (True, False):
            event = events.answer(SetConfig(config={"denoise": denoise}))
            assert isinstance(event, VoiceChanged), event
            assert event.config["denoise"] is denoise
            events.until_spoken(events.spoken_s + 0.3)
        stopped = events.answer(Stop())
    assert isinstance(stopped, Stopped)
    assert {name: stopped.counters[name] for name in DROPOUTS} == dict.fromkeys(DROPOUTS, 0)


def test_the_heavy_detectors_can_be_switched_to_and_from(pulse: PulseServer) -> None:
    """Harvest computes for tens of milliseconds every 200 ms, which the small margin of a block of 10 ms cannot cover: something may drop
    out, and nothing else may happen."""
    with live(pulse) as events:
        for detector in ("harvest", "swiftf0"):
            event = events.answer(SetConfig(config={"detector": detector}))
            assert isinstance(event, VoiceChanged), event
            assert event.config["detector"] == detector
        heard_s = events.spoken_s
        events.until_spoken(heard_s + 1.0)
        stopped = events.answer(Stop())
        assert isinstance(stopped, Stopped)
        assert stopped.reason == "asked"


def test_a_change_that_is_refused_changes_nothing(pulse: PulseServer) -> None:
    with live(pulse) as events:
        for command, code in (
            (SetVoice(voice="gigant"), "voice.not_found"),
            (SetVoice(voice="giant", params={"pitch_st": 99}), "config.range"),
            (SetConfig(config={"detector": "swift"}), "config.choice"),
            (SetConfig(config={"input": "other"}), "config.restart"),
            (SetConfig(config={"hop_ms": 15}), "config.step"),
            (SetParams(params={"pich": 1}), "config.unknown"),
            (Start(voice="robot"), "live.running"),
        ):
            event = events.answer(command)
            assert isinstance(event, Failed)
            assert event.code == code
        params = events.answer(SetParams(params={}))
        assert isinstance(params, Params)
        assert params.params["pitch_st"] == 0.0
        stopped = events.answer(Stop())
        assert isinstance(stopped, Stopped)
        assert stopped.reason == "asked"
