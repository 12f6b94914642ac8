"""The whole way: speech into one device of a real PulseAudio, the program in between, the voice out of another device."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyworld
import soundfile
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, Audio
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.realtime
START_S = 60.0
BUSY_SECONDS = float(os.environ.get("URVC_BUSY_SECONDS", "30"))


class Live:
    """`urvc live --json` with its events, until the test has seen enough."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        command = [sys.executable, "-m", "app", "live", "--json", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=cwd)
        self.events: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, fits: Callable[[dict[str, Any]], bool], timeout_s: float = START_S) -> dict[str, Any]:
        """The first event, past or to come, that fits."""
        with self._news:
            assert self._news.wait_for(lambda: any(map(fits, self.events)) or not self._reader.is_alive(), timeout_s), self.events[-3:]
            found = [event for event in self.events if fits(event)]
        assert found, (self.events[-3:], self.process.stderr.read() if self.process.stderr else "")
        return found[0]

    def running(self) -> None:
        """Returns once sound has been passing for a second: streams have settled."""
        self.wait_for(lambda event: event["type"] == "telemetry" and event["seconds"] > 1.0)

    def end(self) -> dict[str, Any]:
        """Ctrl+C, and the closing event."""
        self.process.send_signal(2)
        stopped = self.wait_for(lambda event: event["type"] == "stopped")
        assert self.process.wait(20) == 0
        return stopped

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.events.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


@contextmanager
def live(*arguments: str, cwd: Path) -> Iterator[Live]:
    program = Live("--input", "mic.monitor", "--output", "out", *arguments, cwd=cwd)
    try:
        program.running()
        yield program
    finally:
        program.close()


@contextmanager
def one_busy_core() -> Iterator[None]:
    """Another program that computes without pause."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def f0_hz(audio: Audio) -> NDArray[np.float64]:
    """Every 10 ms, 0 where unvoiced; by a detector that is not ours."""
    f0, _ = pyworld.harvest(audio.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=60.0, f0_ceil=800.0, frame_period=10.0)
    return np.asarray(f0, np.float64)


def delay_frames(said: Audio, heard: Audio) -> int:
    """How many frames of 10 ms later `said` is found in `heard`, by loudness."""
    return int(np.argmax(np.correlate(envelope(heard) - envelope(heard).mean(), envelope(said) - envelope(said).mean(), "valid")))


def median_shift_st(said: Audio, heard: Audio) -> float:
    """Over the moments where both are voiced."""
    delay = delay_frames(said, heard)
    before, after = f0_hz(said), f0_hz(heard[delay * 480 :])
    n = min(len(before), len(after))
    both = (before[:n] > 0) & (after[:n] > 0)
    return float(np.median(12 * np.log2(after[:n][both] / before[:n][both])))


def envelope(audio: Audio) -> Audio:
    """Loudness every 10 ms."""
    rms: Audio = np.sqrt((audio[: len(audio) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    return rms


def dropouts(counters: dict[str, int]) -> int:
    return counters["underruns"] + counters["overruns"] + counters["late_blocks"]


@pytest.mark.timeout(180)
def test_speech_with_one_core_busy(pulse: PulseServer, tmp_path: Path) -> None:
    said = speech(BUSY_SECONDS)
    with one_busy_core(), pulse.recording("out.monitor") as recorder, live("--voice", "natural", "--pitch", "5", cwd=tmp_path) as program:
        pulse.play("mic", said)
        stopped = program.end()
        heard = recorder.heard().samples
    assert stopped["seconds"] > BUSY_SECONDS
    assert dropouts(stopped["counters"]) == 0, stopped["counters"]
    assert abs(median_shift_st(said[: 12 * SAMPLE_RATE_HZ], heard[: 30 * SAMPLE_RATE_HZ]) - 5) < 0.3
    # The words are there: loudness rises and falls with what was said, delayed by a constant.
    loud_said, loud_heard = envelope(said), envelope(heard)
    likeness = np.correlate(loud_heard - loud_heard.mean(), loud_said - loud_said.mean(), "valid").max()
    assert likeness / (np.std(loud_said) * np.std(loud_heard[: len(loud_said)]) * len(loud_said)) > 0.8


@pytest.mark.slow
@pytest.mark.timeout(150 + BUSY_SECONDS)
def test_a_neural_voice_with_one_core_busy(pulse: PulseServer, tmp_path: Path) -> None:
    """At default settings. URVC_BUSY_SECONDS=600 for ten minutes, on a machine that does nothing else."""
    with one_busy_core(), pulse.recording("out.monitor") as recorder, live("--voice", "clara", cwd=tmp_path) as program:
        pulse.play("mic", speech(BUSY_SECONDS))
        stopped = program.end()
        heard = recorder.heard().samples
    assert stopped["seconds"] > BUSY_SECONDS
    assert np.abs(heard).max() > 0.05
    assert dropouts(stopped["counters"]) == 0, stopped["counters"]


def test_a_file_converted_is_what_live_sent_out_sample_for_sample(pulse: PulseServer, tmp_path: Path) -> None:
    options = ("--voice", "elder", "--pitch", "-3", "--formant", "1")
    with live(*options, "--record", "sent.wav", "--record-input", "went-in.wav", cwd=tmp_path) as program:
        pulse.play("mic", speech(4.0))
        stopped = program.end()
    assert [Path(path).name for path in stopped["recorded"]] == ["went-in.wav", "sent.wav"]
    convert = [sys.executable, "-m", "app", "convert", "went-in.wav", "converted.wav", *options]
    subprocess.run(convert, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    sent, _ = soundfile.read(tmp_path / "sent.wav", dtype="int16")
    converted, _ = soundfile.read(tmp_path / "converted.wav", dtype="int16")
    n_latency = round(sum(part["ms"] for part in program.events[0]["latency"] if part["name"] not in DEVICE_PARTS) * 48)
    assert len(sent) == len(converted)
    assert np.abs(sent).max() > 1000
    assert np.array_equal(sent[n_latency:], converted[: len(converted) - n_latency])


DEVICE_PARTS = {"capture", "block", "computing", "output ring", "playback"}


@pytest.mark.timeout(120)
def test_the_delay_is_what_the_engine_says_and_below_60_ms(pulse: PulseServer, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "latency", "--input", "mic.monitor", "--output", "out", "--repeats", "15", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["heard"] >= 12
    assert measured["median_ms"] <= 60
    assert abs(measured["median_ms"] - measured["engine_ms"]) <= 5


def test_a_device_that_vanishes_is_said_and_awaited(pulse: PulseServer, tmp_path: Path) -> None:
    headset = pulse.load_null_sink("headset", "Headset")
    pulse.keep_awake("headset")
    program = Live("--input", "mic.monitor", "--output", "Headset", "--voice", "robot", cwd=tmp_path)
    try:
        program.running()
        pulse.unload(headset)
        program.wait_for(lambda event: event.get("code") == "device.lost")
        pulse.load_null_sink("headset", "Headset")
        pulse.keep_awake("headset")
        program.wait_for(lambda event: event.get("code") == "device.back")
        assert program.end()["reason"] == "asked"
    finally:
        program.close()


def test_a_sound_server_that_dies_is_a_lost_device_and_ctrl_c_still_ends(pulse: PulseServer, tmp_path: Path) -> None:
    with live("--voice", "deeper", "--record", "kept.wav", cwd=tmp_path) as program:
        pulse.die()
        program.wait_for(lambda event: event.get("code") == "device.lost")
        program.end()
    assert soundfile.info(tmp_path / "kept.wav").duration > 0.5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--input", "Nope"), "device.not_found"),
        (("--output", "Nope"), "device.not_found"),
        (("--output", "i"), "device.ambiguous"),
        (("--input", "out.monitor", "--output", "out"), "device.loop"),
        (("--monitor", "Nope"), "device.not_found"),
        (("--record", "/nowhere/x.wav"), "file.unwritable"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(pulse: PulseServer, tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    pulse.load_null_sink("second-mic", "Second")
    base = {"--input": "mic.monitor", "--output": "out"} | dict(zip(arguments[::2], arguments[1::2], strict=True))
    command = [sys.executable, "-m", "app", "live", "--json", "--seconds", "2", *(word for pair in base.items() for word in pair)]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["error"]["code"] == code
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
