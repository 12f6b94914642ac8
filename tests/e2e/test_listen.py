"""One device by itself through the real engine: a microphone listened to, a sound played."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from app.engine_client import EngineClient
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import (
    Cancel,
    Cancelled,
    Failed,
    InputLevel,
    Listen,
    Listened,
    PlaySound,
    SoundPlayed,
    Start,
    Started,
    Stop,
    Stopped,
)
from engine.link.messages.base import Values
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech

pytestmark = pytest.mark.programs
LONG_S = 30.0


def test_speech_is_heard_measured_and_recorded(pulse: PulseServer, tmp_path: Path) -> None:
    said = speech(6.0)
    target = tmp_path / "own.wav"
    with EngineClient() as engine, pulse.playing("mic", said):
        sent = engine.send(Listen(device="mic.monitor", seconds=3.0, record=str(target)))
        events = []
        for event in engine.events(LONG_S):
            events.append(event)
            if isinstance(event, (Listened, Failed)):
                break
    last = events[-1]
    assert isinstance(last, Listened), last
    assert all(event.reply_to == sent for event in events)
    levels = [event for event in events if isinstance(event, InputLevel)]
    assert len(levels) >= 20
    assert max(level.peak_db for level in levels) == pytest.approx(last.peak_db, abs=0.01)
    assert last.seconds == pytest.approx(3.0)
    assert 80.0 < last.f0_hz < 300.0
    recorded, rate_hz = soundfile.read(target)
    assert (rate_hz, len(recorded)) == (SAMPLE_RATE_HZ, 3 * SAMPLE_RATE_HZ)
    assert 20 * np.log10(np.abs(recorded).max()) == pytest.approx(last.peak_db, abs=0.01)


@pytest.mark.parametrize(("n_channels", "gains"), [(8, (0, 0, 0, 0, 0, 1, 0, 0)), (2, (1, -1))], ids=["one of eight", "antiphase"])
def test_a_microphone_keeps_its_level_whatever_channels_it_has(
    pulse: PulseServer, tmp_path: Path, n_channels: int, gains: tuple[int, ...]
) -> None:
    """The mean of the eight would be 18 dB too quiet, and that of the two silent."""
    pulse.load_null_sink("interface", channels=n_channels)
    pulse.keep_awake("interface")
    said = speech(6.0)
    target = tmp_path / "heard.wav"
    config: Values = {"input": "interface.monitor", "output": "out"}
    with EngineClient() as engine:
        started = engine.answer(Start(voice="natural", config=config, record_input=str(target)), Started, timeout_s=LONG_S)
        assert isinstance(started, Started), started
        pulse.play("interface", np.outer(said, np.array(gains, np.float32)))
        assert isinstance(engine.answer(Stop(), Stopped, timeout_s=LONG_S), Stopped)
    heard = soundfile.read(target)[0]
    assert _level_db(heard) == pytest.approx(_level_db(said), abs=1.0)


def _level_db(samples: NDArray[Any]) -> float:
    """Of the loudest tenth of a second after the first two seconds of sound, in which the channels are chosen."""
    begins = int(np.flatnonzero(np.abs(samples) > 0.01)[0]) + 2 * SAMPLE_RATE_HZ
    n = SAMPLE_RATE_HZ // 10
    energy = np.convolve(samples[begins:] ** 2, np.ones(n) / n, "valid")
    return float(10 * np.log10(energy.max()))


def test_listening_ends_when_asked_and_leaves_nothing(pulse: PulseServer, tmp_path: Path) -> None:
    target = tmp_path / "own.wav"
    with EngineClient() as engine:
        sent = engine.send(Listen(device="mic.monitor", record=str(target)))
        for event in engine.events(LONG_S):
            if isinstance(event, InputLevel):
                engine.send(Cancel(job=sent))
            if isinstance(event, (Cancelled, Listened, Failed)):
                break
    assert isinstance(event, Cancelled)
    assert list(tmp_path.iterdir()) == []


def test_a_microphone_that_goes_is_said(pulse: PulseServer) -> None:
    module = pulse.load_null_sink("usb")
    pulse.keep_awake("usb")
    with EngineClient() as engine:
        engine.send(Listen(device="usb.monitor"))
        gone = False
        for event in engine.events(LONG_S):
            if isinstance(event, InputLevel) and not gone:
                pulse.unload(module)
                gone = True
            if isinstance(event, Failed):
                break
    assert isinstance(event, Failed)
    assert event.code == "device.lost"


def test_a_test_tone_is_heard_at_the_output(pulse: PulseServer) -> None:
    with EngineClient() as engine, pulse.recording("out.monitor") as recorder:
        answer = engine.answer(PlaySound(device="out"), SoundPlayed, timeout_s=LONG_S)
        assert isinstance(answer, SoundPlayed), answer
        recorder.wait_for(0.1)
    loud = recorder.heard().samples
    assert np.abs(loud).max() == pytest.approx(0.1, rel=0.05)
    spectrum = np.abs(np.fft.rfft(loud))
    strongest_hz = float(np.fft.rfftfreq(len(loud), 1 / SAMPLE_RATE_HZ)[spectrum.argmax()])
    assert min(abs(strongest_hz - 440.0), abs(strongest_hz - 660.0)) < 5.0


def test_a_file_is_played_whole(pulse: PulseServer, tmp_path: Path) -> None:
    said = speech(1.5)
    soundfile.write(tmp_path / "own.wav", said, SAMPLE_RATE_HZ, "FLOAT")
    with EngineClient() as engine, pulse.recording("out.monitor") as recorder:
        answer = engine.answer(PlaySound(device="out", file=str(tmp_path / "own.wav")), SoundPlayed, timeout_s=LONG_S)
        assert isinstance(answer, SoundPlayed), answer
        assert answer.seconds == pytest.approx(1.5)
        recorder.wait_for(0.3)
    energy = float(np.square(recorder.heard().samples, dtype=np.float64).sum())
    assert energy == pytest.approx(float(np.square(said, dtype=np.float64).sum()), rel=0.02)


def test_an_unknown_output_is_refused(pulse: PulseServer) -> None:
    with EngineClient() as engine:
        answer = engine.answer(PlaySound(device="nowhere"), SoundPlayed, timeout_s=LONG_S)
    assert isinstance(answer, Failed)
    assert answer.code == "device.not_found"
