"""The laws of a live stream, as functions that raise AssertionError: files go through them (test_streams.py), real sound systems too
(tests/e2e/test_stream_laws.py), and so do streams built to break one.

- What is heard comes whole and in its order, however big the device's blocks are and in whatever pieces it is taken.
- What is put in is played whole and in its order, in whatever pieces it is put in.
- Silence stays silence.
- Every sample is accounted for: in the ring, or counted as missed.
- A stream that nobody reads keeps what its ring holds, and its memory does not grow.
- It can be closed twice, closed unstarted, and opened again and again; its threads end with it.
"""

from __future__ import annotations

import gc
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.audio.streams import CaptureStream, LiveStream, PlaybackStream, StreamOptions

Samples = NDArray[np.float32]
RATE_HZ = 48_000
WAIT_S = 20.0
BLOCKS_MS = (5.0, 10.0)
PIECES = (64, 997, 4096)
AGAIN = 5
MOST_GROWTH_BYTES = 60_000


class SoundSystem(Protocol):
    """One way to hear and to play. `heard_error_db`, `played_error_db`: how far what arrives may be from what was sent; -inf where it is
    the same to the bit."""

    heard_error_db: float
    played_error_db: float

    def hearing(self, sound: Samples, options: StreamOptions) -> AbstractContextManager[CaptureStream]:
        """A started stream that is about to hear `sound`, closed at the end."""
        ...

    def has_come(self, stream: CaptureStream) -> bool:
        """Whether all of the sound has reached the stream."""
        ...

    def capture(self, options: StreamOptions) -> CaptureStream:
        """A stream, not started, that hears something."""
        ...

    def playback(self, options: StreamOptions) -> PlaybackStream:
        """A stream, not started."""
        ...

    def played(self, sound: Samples, piece: int) -> Samples:
        """What the device was given where `sound` was put into a stream in pieces: at least that, with silence around it."""
        ...


def noise(n: int) -> Samples:
    """[n], silent for the first and last twentieth: a device may fade in."""
    sound = (0.2 * np.random.default_rng(4).uniform(-1, 1, n)).astype(np.float32)
    sound[: n // 20] = sound[-n // 20 :] = 0.0
    return sound


def taken(system: SoundSystem, sound: Samples, options: StreamOptions, piece: int) -> Samples:
    """All that a stream hears while `sound` comes, taken in pieces; every sample of it is accounted for."""
    out: list[Samples] = []
    buffer = np.zeros(piece, np.float32)
    with system.hearing(sound, options) as stream:
        deadline_s = time.monotonic() + WAIT_S
        while not (system.has_come(stream) and not stream.ring.available) and time.monotonic() < deadline_s:
            n = stream.ring.read_into(buffer)
            out.append(buffer[:n].copy())
            if not n:
                time.sleep(0.001)
        assert system.has_come(stream), "the sound did not come"
        assert stream.counters.snapshot().missed_samples == 0, "samples were missed"
    return np.concatenate(out)


def assert_is_in(heard: Samples, sound: Samples, error_db: float) -> None:
    """`sound` is in `heard` as one piece."""
    n = 1 << (len(heard) + len(sound)).bit_length()
    matches = np.fft.irfft(np.fft.rfft(heard, n) * np.conj(np.fft.rfft(sound, n)), n)[: max(1, len(heard) - len(sound) + 1)]
    start = int(np.argmax(matches))
    found = heard[start : start + len(sound)]
    assert len(found) == len(sound), f"{len(heard)} samples of {len(sound)}"
    error = float(np.square(found - sound, dtype=np.float64).sum())
    signal = float(np.square(sound, dtype=np.float64).sum())
    assert error == 0.0 or 10 * np.log10(error / signal) <= error_db, f"{10 * np.log10(error / signal):.0f} dB from what was sent"


def what_is_heard_comes_whole(system: SoundSystem) -> None:
    sound = noise(24_000)
    for block_ms in BLOCKS_MS:
        for piece in PIECES:
            assert_is_in(taken(system, sound, StreamOptions(block_ms=block_ms), piece), sound, system.heard_error_db)


def what_is_put_in_is_played_whole(system: SoundSystem) -> None:
    sound = noise(24_000)
    for piece in PIECES:
        assert_is_in(system.played(sound, piece), sound, system.played_error_db)


def silence_stays_silence(system: SoundSystem) -> None:
    silence = np.zeros(12_000, np.float32)
    assert not taken(system, silence, StreamOptions(), 480).any(), "sound out of silence"
    assert not system.played(silence, 480).any(), "sound out of silence"


def nobody_reads_and_nothing_grows(system: SoundSystem) -> None:
    stream = system.capture(StreamOptions(ring_ms=20.0))
    try:
        stream.start()
        _until(lambda: stream.ring.available == stream.ring.capacity or stream.lost, "the ring did not fill")
        _until(lambda: stream.counters.snapshot().calls > 50, "the stream does not move")
        gc.collect()
        tracemalloc.start()
        calls, before = stream.counters.snapshot().calls, tracemalloc.get_traced_memory()[0]
        _until(lambda: stream.counters.snapshot().calls > calls + 100, "the stream does not move")
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        assert grown < MOST_GROWTH_BYTES, f"{grown} bytes more after 100 blocks"
        assert stream.ring.available == stream.ring.capacity
    finally:
        stream.close()


def it_can_be_opened_again_and_again(system: SoundSystem) -> None:
    before = set(threading.enumerate())
    makers: tuple[Callable[[StreamOptions], LiveStream], ...] = (system.capture, system.playback)
    for make in makers:
        for _ in range(AGAIN):
            stream = make(StreamOptions())
            stream.start()
            assert not stream.lost
            stream.close()
            stream.close()
        make(StreamOptions()).close()
    _until(lambda: set(threading.enumerate()) <= before, "a thread is left")


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline_s, what
        time.sleep(0.005)


LAWS = (
    what_is_heard_comes_whole,
    what_is_put_in_is_played_whole,
    silence_stays_silence,
    nobody_reads_and_nothing_grows,
    it_can_be_opened_again_and_again,
)
