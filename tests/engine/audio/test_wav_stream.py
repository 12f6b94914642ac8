"""Files behind the protocols of devices."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from engine.audio.files import AudioFileReader
from engine.audio.streams import StreamOptions, Wakeup
from engine.audio.wav_stream import FileCapture, FilePlayback
from engine.errors import AudioFileError


class SteppedClock:
    """Time that passes only when a test says so; `waiting` tells how far the stream has asked to sleep."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self._changed = threading.Condition()
        self._due_s = -1.0

    def now_s(self) -> float:
        return self._now_s

    def wait_until(self, due_s: float, stop: threading.Event) -> None:
        with self._changed:
            self._due_s = due_s
            self._changed.notify_all()
            while self._now_s < due_s - 1e-9 and not stop.is_set():
                self._changed.wait(0.05)

    def run_to(self, now_s: float) -> None:
        """Waits for nobody: for a stream that comes to its end by then."""
        with self._changed:
            self._now_s = now_s
            self._changed.notify_all()

    def advance_to(self, now_s: float) -> None:
        """Returns when the stream sleeps until a later moment."""
        with self._changed:
            self._now_s = now_s
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._due_s > now_s + 1e-9, timeout=10)


def noise(n: int) -> NDArray[np.float32]:
    return (0.2 * np.random.default_rng(0).standard_normal(n)).astype(np.float32)


def wav(path: Path, samples: NDArray[np.float32]) -> Path:
    soundfile.write(path, samples, 48_000, subtype="FLOAT")
    return path


def test_as_fast_as_possible_loses_nothing(tmp_path: Path) -> None:
    samples = noise(200_000)
    wakeup = Wakeup()
    options = StreamOptions(ring_ms=20, wakeup=wakeup)
    capture = FileCapture(wav(tmp_path / "in.wav", samples), options, clock=None)
    playback = FilePlayback(tmp_path / "out.flac", options, clock=None)
    capture.start()
    playback.start()
    buffer = np.zeros(960, dtype=np.float32)
    while not (capture.ended and not capture.ring.available):
        wakeup.wait(1.0)
        while n := capture.ring.read_into(buffer):
            sent = 0
            while sent < n:
                sent += playback.ring.write(buffer[sent:n])
    capture.close()
    playback.close()
    with AudioFileReader(tmp_path / "out.flac") as reader:
        np.testing.assert_allclose(np.concatenate(list(reader)), samples, atol=1e-6)
    assert capture.counters.snapshot().xruns == playback.counters.snapshot().xruns == 0
    assert not capture.lost
    assert not playback.lost


def test_capture_follows_its_clock_and_drops_when_nobody_reads(tmp_path: Path) -> None:
    clock = SteppedClock()
    capture = FileCapture(wav(tmp_path / "in.wav", noise(48_000)), StreamOptions(ring_ms=100), clock)
    capture.start()
    clock.advance_to(0.05)
    assert capture.ring.total_written == 2400
    clock.advance_to(0.2)
    counts = capture.counters.snapshot()
    capture.close()
    assert (counts.samples, counts.missed_samples) == (4800, 4800)
    assert not capture.ended


def test_playback_follows_its_clock_and_fills_gaps_with_silence(tmp_path: Path) -> None:
    clock = SteppedClock()
    playback = FilePlayback(tmp_path / "out.wav", StreamOptions(prefill_ms=10), clock)
    playback.ring.write(np.full(2400, 0.5, dtype=np.float32))
    playback.start()
    clock.advance_to(0.1)
    playback.close()
    with AudioFileReader(tmp_path / "out.wav") as reader:
        out = np.concatenate(list(reader))
    assert len(out) == 4800 + 240
    np.testing.assert_allclose(out[480:2400], 0.5, atol=1e-4)
    assert not out[2880:].any()
    assert playback.counters.snapshot().xruns == 1


def test_real_time_is_not_faster_than_time(tmp_path: Path) -> None:
    capture = FileCapture(wav(tmp_path / "in.wav", noise(9_600)), StreamOptions())
    started_s = time.monotonic()
    capture.start()
    while not capture.ended:
        time.sleep(0.002)
    assert time.monotonic() - started_s > 0.199
    capture.close()


def test_faults(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"file\.not_found"):
        FileCapture(tmp_path / "missing.wav", StreamOptions())
    with pytest.raises(AudioFileError, match=r"file\.format"):
        FilePlayback(tmp_path / "out.ogg", StreamOptions())


def test_damage_met_on_the_way_is_a_lost_stream(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    soundfile.write(path, noise(200_000), 48_000)
    path.write_bytes(path.read_bytes()[:100_000])
    wakeup = Wakeup()
    capture = FileCapture(path, StreamOptions(ring_ms=10_000, wakeup=wakeup), clock=None)
    capture.start()
    while not capture.lost:
        assert wakeup.wait(10.0)
    assert capture.fault is not None
    assert capture.fault.code == "file.unreadable"
    assert not capture.ended
    capture.close()


def test_closing_a_stream_that_never_started(tmp_path: Path) -> None:
    capture = FileCapture(wav(tmp_path / "in.wav", noise(100)), StreamOptions())
    playback = FilePlayback(tmp_path / "out.wav", StreamOptions())
    capture.close()
    playback.close()
    playback.close()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["in.wav", "out.wav"]


def read_all(capture: FileCapture) -> NDArray[np.float32]:
    out = np.zeros(capture.ring.available, np.float32)
    capture.ring.read_into(out)
    return out


def test_a_file_is_moved_in_paused_and_begun_again(tmp_path: Path) -> None:
    samples, clock = noise(48_000), SteppedClock()
    capture = FileCapture(wav(tmp_path / "in.wav", samples), StreamOptions(), clock, loop=True)
    assert capture.duration_s == 1.0
    capture.start()
    clock.advance_to(0.1)
    np.testing.assert_array_equal(read_all(capture), samples[:4800])
    capture.seek(0.9)
    clock.advance_to(0.3)
    heard = read_all(capture)
    # The block that was waiting for its time still comes; then 0.1 s from the wished place, and the file from its beginning.
    np.testing.assert_array_equal(heard[240 : 240 + 4800], samples[43_200:])
    np.testing.assert_array_equal(heard[240 + 4800 :], samples[: len(heard) - 5040])
    capture.paused = True
    clock.advance_to(0.4)
    assert not read_all(capture)[240:].any()
    held_s = capture.position_s
    clock.advance_to(0.5)
    assert capture.position_s == held_s
    capture.paused = capture.loop = False
    clock.run_to(3.0)
    while not capture.ended:
        time.sleep(0.002)
    capture.close()


def test_reading_begins_where_it_is_asked_to(tmp_path: Path) -> None:
    samples = noise(48_000)
    path = wav(tmp_path / "in.wav", samples)
    with AudioFileReader(path, start_s=0.25) as reader:
        np.testing.assert_array_equal(np.concatenate(list(reader)), samples[12_000:])
    with AudioFileReader(path, start_s=99.0) as reader:
        assert list(reader) == []
