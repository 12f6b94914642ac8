"""Bad luck that is nobody's fault: the program is killed, the computer sleeps, a plug has a loose contact, descriptors run out."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from engine.contracts import SAMPLE_RATE_HZ
from tests.e2e.faults.live_program import LIMIT_S, LiveProgram, live_program
from tests.e2e.pulse import PulseServer, steady_level

pytestmark = pytest.mark.programs
TONE = (0.3 * np.sin(2 * np.pi * 220 / SAMPLE_RATE_HZ * np.arange(60 * SAMPLE_RATE_HZ))).astype(np.float32)
SKIPPED_MS = 200.0
"""More than what is let be (60 ms, and what a busy machine adds), and far less than how long things stood still."""
LEVEL = pytest.approx(0.3 / np.sqrt(2), rel=0.2)


def delay_ms(program: LiveProgram) -> float:
    """What it says after another second of sound."""
    return float(program.play_on(1.0)["latency_ms"])


def test_an_engine_whose_program_is_killed_ends_in_order(pulse: PulseServer, tmp_path: Path) -> None:
    before = pulse.pactl("list", "short", "modules")
    path = tmp_path / "voice.wav"
    with live_program("--record", str(path)) as program:
        program.until_type("started")
        program.play_on(1.0)
        engine = program.engine
        os.kill(program.process.pid, signal.SIGKILL)
        engine.wait(LIMIT_S)
        program.wait()
    assert len(soundfile.read(path)[0]) > SAMPLE_RATE_HZ
    assert [file.name for file in tmp_path.iterdir()] == ["voice.wav"]
    assert pulse.pactl("list", "short", "modules") == before


def test_after_sleep_it_sounds_again_with_the_delay_of_before(pulse: PulseServer) -> None:
    """Everything stands still at once, as in a computer that sleeps, and goes on."""
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE) as player:
        program.until_type("started")
        before_ms = delay_ms(program)
        program.send(signal.SIGSTOP)
        player.send_signal(signal.SIGSTOP)
        pulse.freeze()
        with pytest.raises(subprocess.TimeoutExpired):
            program.process.wait(2.0)
        pulse.go_on()
        player.send_signal(signal.SIGCONT)
        program.send(signal.SIGCONT)
        program.play_on(1.0)
        after_ms = delay_ms(program)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == LEVEL
    assert after_ms < before_ms + SKIPPED_MS
    assert not [line for line in program.lines if line["type"] == "failed"]


@pytest.mark.thorough
def test_an_engine_that_was_given_no_processor_for_a_second_is_not_late_afterwards(pulse: PulseServer) -> None:
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        before_ms = delay_ms(program)
        program.engine.suspend()
        with pytest.raises(subprocess.TimeoutExpired):
            program.process.wait(1.0)
        program.engine.resume()
        program.play_on(1.0)
        after_ms = delay_ms(program)
        program.send()
        assert program.wait() == 0
    assert after_ms < before_ms + SKIPPED_MS


def test_a_plug_with_a_loose_contact_leaves_one_voice_and_no_descriptors(pulse: PulseServer) -> None:
    module = pulse.load_null_sink("stick")
    pulse.keep_awake("stick")
    with live_program("-o", "stick", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        program.play_on(0.5)
        n_before = counts(program.engine)
        for _ in range(5):
            pulse.unload(module)
            module = pulse.load_null_sink("stick")
        pulse.keep_awake("stick")
        program.until_notice("device.back")
        program.play_on(1.0)
        level = steady_level(pulse.record("stick.monitor", 1.0).samples)
        voices = pulse.pactl("list", "sink-inputs").count(f'application.process.id = "{program.engine.pid}"')
        n_after = counts(program.engine)
        program.send()
        assert program.wait() == 0
    assert level == LEVEL
    assert voices == 1
    assert n_after[0] <= n_before[0] + 2
    assert n_after[1] <= n_before[1] + 2


def counts(process: psutil.Process) -> tuple[int, int]:
    """(descriptors, threads)."""
    return process.num_fds(), process.num_threads()


def test_without_another_descriptor_the_voice_goes_on_and_ends_in_order(pulse: PulseServer) -> None:
    """Nothing is opened any more while the voice runs, not even the program itself: what computes has been loaded before."""
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        program.play_on(0.5)
        subprocess.run(["prlimit", "--pid", str(program.engine.pid), f"--nofile={program.engine.num_fds()}:"], check=True)
        program.play_on(2.0)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == LEVEL


def test_without_a_temporary_folder_or_a_home_it_speaks(pulse: PulseServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'gone'}")
    with live_program("-o", "out", "--bypass") as program, pulse.playing("mic", TONE):
        program.until_type("started")
        program.play_on(0.5)
        level = steady_level(pulse.record("out.monitor", 1.0).samples)
        program.send()
        assert program.wait() == 0
    assert level == LEVEL
