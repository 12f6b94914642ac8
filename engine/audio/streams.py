"""Live streams as the worker sees them: a ring to read from or write to, counters, and whether the device is still there.

Threads: `start` and `close` belong to the thread that owns the stream; the ring's other side and the counters to the device's own
thread (a pump or the audio system's callback). Everything else only reads.
"""

from __future__ import annotations

import _thread
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.audio.devices import Device
from engine.audio.ring import Ring

CALLS, SAMPLES, XRUNS, MISSED = range(4)


@dataclass(frozen=True, slots=True)
class StreamCounts:
    """A snapshot of `Counters`."""

    calls: int
    samples: int
    xruns: int
    missed_samples: int


class Counters:
    """What one device thread has done so far; written by that thread only, never reset.

    `values` is int64: calls of the device, samples moved, xruns (capture: the ring was full; playback: it ran dry; events, not blocks), and
    the samples lost by them (capture: dropped; playback: silence played instead).
    """

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values = np.zeros(4, dtype=np.int64)

    def snapshot(self) -> StreamCounts:
        """The totals at this moment; each is exact, though they may be one call apart from each other."""
        return StreamCounts(*(int(value) for value in self.values))


class Wakeup:
    """Tells a waiting thread that something has come. `set` neither waits nor allocates, so a device thread may call it."""

    __slots__ = ("_lock",)

    def __init__(self) -> None:
        self._lock = _thread.allocate_lock()
        self._lock.acquire()

    def set(self) -> None:
        """Any thread, any number of times: the next (or present) `wait` returns at once."""
        if self._lock.locked():
            try:  # noqa: SIM105 - contextlib.suppress would make an object at every call
                self._lock.release()
            except RuntimeError:  # another thread released it in between, which is what we wanted
                pass

    def wait(self, timeout_s: float) -> bool:
        """One thread only: sleeps until `set` or the timeout; says which."""
        return self._lock.acquire(timeout=timeout_s)


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """How a stream is opened.

    `block_ms` is the device's fragment, `ring_ms` the room between device and worker. `prefill_ms` (playback) must lie in the ring before
    sound starts, also after a gap (the gap counts as a part of it once half of `hop_ms`, what the worker puts in at a time, is there
    again), and `starting_ms` more before the first sound. `server_ms` (playback): what a sound server keeps beyond its usual buffer.
    `rate_hz` is a wish: a stream says what it got. `wakeup` is set whenever a capture stream has new samples, and when any stream is lost.
    `channel` (capture): the only one to hear, from 1 on, or 0 (engine/audio/channel_mixer.py).
    """

    rate_hz: int = 48_000
    block_ms: float = 5.0
    ring_ms: float = 1000.0
    prefill_ms: float = 10.0
    starting_ms: float = 0.0
    hop_ms: float = 0.0
    wakeup: Wakeup | None = None
    channel: int = 0
    server_ms: float = 0.0

    @property
    def block_samples(self) -> int:
        return samples_of(self.block_ms, self.rate_hz)

    @property
    def more_samples(self) -> int:
        """Of `server_ms`."""
        return round(self.server_ms * self.rate_hz / 1000)

    @property
    def ring_samples(self) -> int:
        return samples_of(self.ring_ms, self.rate_hz)


def samples_of(duration_ms: float, rate_hz: int) -> int:
    """Whole samples in a duration, at least one."""
    return max(1, round(duration_ms * rate_hz / 1000))


class LiveStream(Protocol):
    """What capture and playback have in common. The ring holds mono at `rate_hz`, whatever the device has."""

    @property
    def device(self) -> Device: ...

    @property
    def rate_hz(self) -> int: ...

    @property
    def ring(self) -> Ring: ...

    @property
    def counters(self) -> Counters: ...

    @property
    def lost(self) -> bool:
        """The device is gone or the audio system has ended the stream; it stays so. Close it and open another."""
        ...

    def latency_ms(self) -> float:
        """What the audio system reports between the device and the ring (not the ring itself); 0 until it is known."""
        ...

    def start(self) -> None:
        """Opens the device and returns when samples flow (2.5 s at most, where a sleeping device must wake); once.

        Raises DeviceError `not_found`, `busy`, `rate`, `silent` or `lost`.
        """
        ...

    def close(self) -> None:
        """Stops, lets the device go and ends the stream's threads; may be called twice, also on a stream never started or lost."""
        ...


class CaptureStream(LiveStream, Protocol):
    """From a device into the ring; the worker is the ring's consumer."""


class PlaybackStream(LiveStream, Protocol):
    """From the ring to a device; the worker is the ring's producer. Silence is played until the ring has held `prefill_ms` once."""

    def level_samples(self) -> float:
        """The ring's fill, with the device's reading thought of as steady: what drift control looks at."""
        ...
