"""What changes while the voice is live, through the real engine on a real sound server: monitor, recording, pictures, a file's position."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.engine_client import EngineClient
from engine.link.messages import (
    AnyEvent,
    Failed,
    FileState,
    MonitorSet,
    PlayFile,
    Record,
    Recorded,
    RecordingStarted,
    SetMonitor,
    Spectrum,
    Start,
    Started,
    Stop,
    Stopped,
    StopRecording,
    Telemetry,
    Watch,
)
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import DEMO

pytestmark = pytest.mark.programs
LONG_S = 30.0


def start(engine: EngineClient, **config: object) -> Started:
    command = Start(voice="brighter", input_file=str(DEMO), input_loop=True, config={"output": "out", **config})  # type: ignore[dict-item]
    started = engine.answer(command, Started)
    assert isinstance(started, Started), started
    return started


def until(engine: EngineClient, fits: Callable[[AnyEvent], bool]) -> AnyEvent:
    event = next((event for event in engine.events(LONG_S) if fits(event)), None)
    assert event is not None
    return event


def play_on(engine: EngineClient, seconds: float) -> Telemetry:
    """Lets that much sound pass from now on."""
    now = until(engine, lambda event: isinstance(event, Telemetry))
    assert isinstance(now, Telemetry)
    then = until(engine, lambda event: isinstance(event, Telemetry) and event.seconds >= now.seconds + seconds)
    assert isinstance(then, Telemetry)
    return then


def test_the_monitor_comes_and_goes_while_the_voice_goes_on(pulse: PulseServer) -> None:
    pulse.load_null_sink("ears", "Headphones")
    pulse.keep_awake("ears")
    with EngineClient() as engine:
        assert start(engine).monitor == ""
        play_on(engine, 1.0)
        with pulse.recording("ears.monitor") as ears:
            on = engine.answer(SetMonitor(monitor="Headphones", gain_db=-6.0), MonitorSet, timeout_s=LONG_S)
            assert isinstance(on, MonitorSet), on
            assert "Headphones" in on.monitor
            play_on(engine, 3.0)
            loud = np.abs(ears.heard().samples).max()
            quiet = engine.answer(SetMonitor(monitor="Headphones", gain_db=-40.0), MonitorSet, timeout_s=LONG_S)
            assert isinstance(quiet, MonitorSet), quiet
            play_on(engine, 0.5)
            n_before = len(ears.heard().samples)
            play_on(engine, 2.0)
            still = np.abs(ears.heard().samples[n_before:]).max()
            off = engine.answer(SetMonitor(monitor="none"), MonitorSet, timeout_s=LONG_S)
            assert isinstance(off, MonitorSet), off
            assert off.monitor == ""
        assert loud > 0.05
        assert 0.0 < still < 0.1 * loud
        refused = engine.answer(SetMonitor(monitor="No such thing"), MonitorSet, timeout_s=LONG_S)
        assert isinstance(refused, Failed)
        assert refused.code == "device.not_found"
        play_on(engine, 0.3)  # the voice goes on
        assert isinstance(engine.answer(Stop(), Stopped, timeout_s=LONG_S), Stopped)


def test_recordings_begin_and_end_while_live(pulse: PulseServer, tmp_path: Path) -> None:
    first, second = tmp_path / "first.flac", tmp_path / "second.wav"
    with EngineClient() as engine:
        start(engine)
        begun = engine.answer(Record(output=str(first)), RecordingStarted, timeout_s=LONG_S)
        assert isinstance(begun, RecordingStarted)
        again = engine.answer(Record(output=str(second)), RecordingStarted, timeout_s=LONG_S)
        assert isinstance(again, Failed)
        assert again.code == "live.recording"
        play_on(engine, 1.0)
        done = engine.answer(StopRecording(), Recorded, timeout_s=LONG_S)
        assert isinstance(done, Recorded)
        assert done.paths == [str(first)]
        assert done.lost_samples == 0
        assert 0.8 < soundfile.info(first).duration < 20.0
        refused = engine.answer(Record(output="/nowhere/x.wav"), RecordingStarted, timeout_s=LONG_S)
        assert isinstance(refused, Failed)
        assert refused.code == "file.unwritable"
        engine.answer(Record(input=str(second)), RecordingStarted, timeout_s=LONG_S)
        play_on(engine, 0.3)
        stopped = engine.answer(Stop(), Stopped, timeout_s=LONG_S)
    assert isinstance(stopped, Stopped)
    assert stopped.recorded == [str(first), str(second)]
    assert soundfile.info(second).frames > 0


def test_the_file_is_paused_moved_in_and_repeated(pulse: PulseServer) -> None:
    with EngineClient() as engine:
        started = start(engine)
        assert started.file_s == pytest.approx(7.32, abs=0.01)
        assert started.provider
        state = engine.answer(PlayFile(position_s=7.0), FileState, timeout_s=LONG_S)
        assert isinstance(state, FileState)
        assert (state.paused, state.loop, state.position_s) == (False, True, 7.0)
        until(engine, lambda event: isinstance(event, Telemetry) and 7.0 < event.file_s < 7.33)
        until(engine, lambda event: isinstance(event, Telemetry) and 0.0 < event.file_s < 1.0)  # round again
        engine.answer(PlayFile(paused=True), FileState, timeout_s=LONG_S)
        held = play_on(engine, 0.2).file_s
        now = play_on(engine, 0.4)
        assert now.file_s == held
        assert now.input_db == -120.0
        engine.answer(PlayFile(paused=False, loop=False, position_s=7.2), FileState, timeout_s=LONG_S)
        ended = until(engine, lambda event: isinstance(event, Stopped))
        assert isinstance(ended, Stopped)
        assert ended.reason == "end of file"


def test_pictures_come_while_watched_in_this_stream_and_the_next(pulse: PulseServer) -> None:
    with EngineClient() as engine:
        engine.send(Watch(per_s=30))
        for _ in range(2):
            start(engine)
            picture = until(engine, lambda event: isinstance(event, Spectrum) and event.output_hz > 0.0 and max(event.output_db) > -40)
            assert isinstance(picture, Spectrum)
            assert len(picture.input_db) == len(picture.output_db)
            engine.answer(Stop(), Stopped, timeout_s=LONG_S)


def test_a_file_can_be_moved_in_only_where_there_is_one(pulse: PulseServer) -> None:
    with EngineClient() as engine:
        command = Start(voice="natural", config={"input": "mic.monitor", "output": "out"})
        assert isinstance(engine.answer(command, Started, timeout_s=LONG_S), Started)
        refused = engine.answer(PlayFile(paused=True), FileState, timeout_s=LONG_S)
        assert isinstance(refused, Failed)
        assert refused.code == "live.no_file"
