"""Recordings: the disk is full, the folder goes, the program or its terminal dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio.unfinished import recover
from engine.contracts import SAMPLE_RATE_HZ
from tests.e2e.faults.live_program import LiveProgram, live_program
from tests.e2e.pulse import PulseServer

pytestmark = pytest.mark.programs

FULL_BYTES = 400_000
"""Four seconds of a WAV file: where a file may be no longer, the system answers as on a full disk, by not writing all."""


def set_disk(program: LiveProgram, n_bytes: int | str) -> None:
    """How long a file of the engine may become."""
    subprocess.run(["prlimit", "--pid", str(program.engine.pid), f"--fsize={n_bytes}:"], check=True)


def seconds_of(path: str | Path) -> float:
    """The length that can really be read."""
    return len(soundfile.read(path)[0]) / SAMPLE_RATE_HZ


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_full_disk_is_said_at_once_and_the_recording_goes_on_in_a_new_file(pulse: PulseServer, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"voice.{ending}"
    with live_program("-o", "out", "--record", str(path)) as program, pulse.playing("mic", noise()):
        program.until_type("started")
        set_disk(program, FULL_BYTES)
        said = program.until_notice("recording.interrupted")
        assert said["subject"] == str(path)
        assert seconds_of(path) == pytest.approx(said["facts"]["saved_s"], abs=0.1)
        program.play_on(1.0)
        set_disk(program, "unlimited")
        next_part = program.until_notice("recording.goes_on")["subject"]
        program.play_on(1.0)
        program.send()
        status = program.wait()
    stopped = next(line for line in program.lines if line["type"] == "stopped")
    assert stopped["recorded"] == [str(path), next_part]
    lost_s = stopped["recording_lost_samples"] / SAMPLE_RATE_HZ
    assert lost_s < 0.3
    assert sum(map(seconds_of, stopped["recorded"])) == pytest.approx(stopped["seconds"] - lost_s, abs=0.05)
    assert (status, "recording.incomplete" in str(program.lines[-1])) == ((1, True) if lost_s else (0, False))


def test_a_folder_that_goes_ends_neither_the_voice_nor_the_other_recording(pulse: PulseServer, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with live_program("-o", "out", "--record", str(tmp_path / "out.wav"), "--record-input", str(stick / "in.wav")) as program:
        program.until_type("started")
        program.play_on(0.5)
        shutil.rmtree(stick)
        program.play_on(1.0)
        program.send()
        assert program.wait() == 1
    said = next(line for line in program.lines if line["type"] == "notice")
    assert (said["code"], said["subject"]) == ("recording.interrupted", str(stick / "in.wav"))
    stopped = next(line for line in program.lines if line["type"] == "stopped")
    assert stopped["recorded"] == [str(tmp_path / "out.wav")]
    assert seconds_of(tmp_path / "out.wav") == pytest.approx(stopped["seconds"], abs=0.05)


def test_a_terminal_that_is_closed_ends_it_in_order(pulse: PulseServer, tmp_path: Path) -> None:
    before = pulse.pactl("list", "short", "modules")
    path = tmp_path / "voice.flac"
    with live_program("--record", str(path)) as program:
        program.until_type("started")
        assert pulse.pactl("list", "short", "modules") != before  # its microphone
        program.play_on(1.0)
        engine = program.engine.pid
        program.send(signal.SIGHUP)
        assert program.wait() == 0
    assert seconds_of(path) > 1.0
    assert pulse.pactl("list", "short", "modules") == before
    assert not Path(f"/proc/{engine}").exists()
    assert [file.name for file in tmp_path.iterdir()] == ["voice.flac"]


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_what_a_killed_program_was_recording_is_saved_at_the_next_start(pulse: PulseServer, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"voice.{ending}"
    with live_program("-o", "out", "--record", str(path)) as program, pulse.playing("mic", noise()):
        program.until_type("started")
        program.play_on(2.0)
        os.kill(program.engine.pid, signal.SIGKILL)
        assert program.wait() == 1
    assert not path.exists()
    with live_program("-o", "out", "--record", str(tmp_path / f"next.{ending}")) as program:
        assert program.until_notice("recording.recovered")["subject"] == str(path)
        program.send()
        assert program.wait() == 0
    assert seconds_of(path) > 1.5
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"next.{ending}", f"voice.{ending}"]
    assert recover(tmp_path) == []


def noise() -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """What does not compress."""
    return np.random.default_rng(1).uniform(-0.5, 0.5, 60 * SAMPLE_RATE_HZ).astype(np.float32)
