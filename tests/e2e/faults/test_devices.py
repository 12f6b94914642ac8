"""Devices that are taken away behind the program's back, and what must not end the thread that looks after them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.engine_client import EngineClient
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import Failed, Notice, Start, Started, Stopped
from tests.e2e.faults.live_program import LIMIT_S, live_program
from tests.e2e.pulse import PulseServer, steady_level

pytestmark = pytest.mark.programs
TONE = (0.3 * np.sin(2 * np.pi * 220 / SAMPLE_RATE_HZ * np.arange(60 * SAMPLE_RATE_HZ))).astype(np.float32)


def moves(pulse: PulseServer, kind: str, to: str, process: int) -> None:
    """The system carries the streams of `process` to another device, as it does when its default changes."""
    for block in pulse.pactl("list", f"{kind}s").split("\n\n"):
        if f'application.process.id = "{process}"' in block:
            number = block.split("#")[1].split()[0]
            pulse.pactl(f"move-{kind}", number, to)


@pytest.mark.parametrize(("kind", "to"), [("source-output", "other.monitor"), ("sink-input", "other")])
def test_a_stream_that_the_system_moves_is_put_back_and_that_is_said(pulse: PulseServer, kind: str, to: str) -> None:
    pulse.load_null_sink("other")
    pulse.keep_awake("other")
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        program.play_on(0.5)
        moves(pulse, kind, to, program.engine.pid)
        said = program.until_notice("device.kept")
        program.play_on(0.5)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        elsewhere = steady_level(pulse.record("other.monitor", 0.5).samples)
        program.send()
        assert program.wait() == 0
    assert "Null Output" in said["subject"]
    assert level == pytest.approx(0.3 / np.sqrt(2), rel=0.2)
    assert elsewhere < 1e-3


def test_another_default_changes_nothing_for_a_voice_that_runs(pulse: PulseServer) -> None:
    pulse.load_null_sink("other")
    pulse.keep_awake("other")
    pulse.pactl("set-default-source", "mic.monitor")
    pulse.pactl("set-default-sink", "out")  # what plays on the default goes with it, and the one who speaks here should stay
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        pulse.pactl("set-default-source", "other.monitor")
        pulse.pactl("set-default-sink", "other")
        program.play_on(1.0)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == pytest.approx(0.3 / np.sqrt(2), rel=0.2)


def test_a_file_in_the_microphones_place_that_has_gone_when_the_output_comes_back_is_said(pulse: PulseServer, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    soundfile.write(path, TONE, SAMPLE_RATE_HZ)
    module = pulse.load_null_sink("stick")
    with EngineClient() as engine:
        started = engine.answer(Start(voice="robot", input_file=str(path), config={"output": "stick"}), Started)
        assert isinstance(started, Started)
        pulse.unload(module)
        lost = next(event for event in engine.events(LIMIT_S) if isinstance(event, Notice))
        assert lost.code == "device.lost"
        path.unlink()
        pulse.load_null_sink("stick")
        ends = [event for event in take(engine, Failed) if isinstance(event, (Stopped, Failed))]
    assert isinstance(ends[0], Stopped)
    assert isinstance(ends[1], Failed)
    assert ends[1].code == "file.not_found"


def test_a_recording_folder_that_has_gone_at_the_end_of_the_file_does_not_keep_the_end_from_being_said(
    pulse: PulseServer, tmp_path: Path
) -> None:
    path, folder = tmp_path / "speech.wav", tmp_path / "recordings"
    soundfile.write(path, TONE[: 2 * SAMPLE_RATE_HZ], SAMPLE_RATE_HZ)
    folder.mkdir()
    with EngineClient() as engine:
        start = Start(voice="robot", input_file=str(path), config={"output": "out"}, record_output=str(folder / "voice.wav"))
        assert isinstance(engine.answer(start, Started), Started)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        events = take(engine, Stopped)
    stopped = events[-1]
    assert isinstance(stopped, Stopped)
    assert (stopped.reason, stopped.recorded) == ("end of file", [])
    assert stopped.recording_lost_samples == round(stopped.seconds * SAMPLE_RATE_HZ) > 0
    assert "recording.interrupted" in [event.code for event in events if isinstance(event, Notice)]


def take(engine: EngineClient, last: type) -> list[object]:
    """All events up to the first of that kind."""
    events: list[object] = []
    for event in engine.events(LIMIT_S):
        events.append(event)
        if isinstance(event, last):
            return events
    raise AssertionError(f"no {last.__name__} came")


@pytest.mark.parametrize("module", ["module-remap-source", "module-null-sink"])
def test_a_virtual_microphone_that_somebody_unloads_is_made_again(pulse: PulseServer, module: str) -> None:
    with live_program("--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        program.play_on(0.5)
        ours = [line.split()[0] for line in pulse.pactl("list", "short", "modules").splitlines() if module in line and "urvc" in line]
        pulse.unload(int(ours[0]))
        program.until_notice("device.back")
        program.play_on(0.5)
        level = steady_level(pulse.record("urvc_microphone", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == pytest.approx(0.3 / np.sqrt(2), rel=0.2)
    assert "urvc_" not in pulse.pactl("list", "short", "modules")


@pytest.mark.parametrize(
    ("weights", "options", "said"),
    [
        ((0, 0, 0, 1, 0, 0, 0, 0), (), ""),
        ((1, -1), (), "device.channels_cancel"),
        ((0.1, 1), ("--channel", "1"), ""),
    ],
    ids=["one of eight", "antiphase", "chosen"],
)
def test_a_microphone_on_some_channels_is_heard(
    pulse: PulseServer, weights: tuple[float, ...], options: tuple[str, ...], said: str
) -> None:
    pulse.load_null_sink("several", channels=len(weights))
    pulse.keep_awake("several")
    sound = np.outer(TONE[: 20 * SAMPLE_RATE_HZ], np.array(weights)).astype(np.float32)
    with live_program("-i", "several.monitor", "-o", "out", "--bypass", *options) as program, pulse.playing("several", sound):
        program.until_type("started")
        if said:
            program.until_notice(said)
        program.play_on(1.0)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == pytest.approx(0.3 / np.sqrt(2) * abs(weights[0] if options else 1.0), rel=0.2)
