"""Finds the silence that a sound server puts in by itself, because a block came too late for it.

Nothing tells the writer. But from then on everything it has written is that much older than the clock says, for good; a block that was only
late is made up for by the next ones.

Thread: the device's. Forbidden here: new arrays, locks, logging, exceptions.
"""

from __future__ import annotations

from math import inf

WINDOW_S = 1.0
SMALLEST_GAP_BLOCKS = 1.5
"""A server that asks for blocks may begin to ask a block later, with no gap; crystals come apart by 0.2 ms in a window."""
SETTLING_WINDOWS = 2
"""A sink that has just been woken drinks unevenly."""


class ServerGaps:
    """Watches one stream of writes at `rate_hz`, to a server that was asked to take `block_samples` at a time."""

    def __init__(self, rate_hz: int, block_samples: int) -> None:
        self._rate_hz = rate_hz
        self._smallest_gap_s = SMALLEST_GAP_BLOCKS * block_samples / rate_hz
        self._written_s = 0.0
        self._window_ends_s = -inf
        self._furthest_s = self._furthest_before_s = -inf
        self._windows = 0

    def note(self, n_samples: int, now_s: float) -> int:
        """After each write: how many samples of silence the server has put in during the window that has just ended, mostly 0.

        `now_s` on any steady clock.
        """
        self._written_s += n_samples / self._rate_hz
        self._furthest_s = max(self._furthest_s, self._written_s - now_s)
        if now_s < self._window_ends_s:
            return 0
        gap_s = self._furthest_before_s - self._furthest_s
        self._furthest_before_s, self._furthest_s = self._furthest_s, -inf
        self._window_ends_s = now_s + WINDOW_S
        self._windows += 1
        return round(gap_s * self._rate_hz) if gap_s > self._smallest_gap_s and self._windows > SETTLING_WINDOWS + 1 else 0
