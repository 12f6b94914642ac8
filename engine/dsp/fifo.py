"""A queue of samples between things that give and take different amounts.

Thread: one thread only (rings between threads live in engine/audio/ring.py).
"""

from __future__ import annotations

import numpy as np

from engine.contracts import Audio


class Fifo:
    """First in, first out, float32 [n]. Grows when it must, which in a warm stream is never."""

    def __init__(self, capacity: int = 4096, primed_zeros: int = 0) -> None:
        self._buffer = np.zeros(max(capacity, 2 * primed_zeros), np.float32)
        self._start = 0
        self._end = primed_zeros

    def __len__(self) -> int:
        return self._end - self._start

    def push(self, block: Audio) -> None:
        """Appends `block` [n]; it is copied."""
        if self._end + len(block) > len(self._buffer):
            self._make_room(len(block))
        self._buffer[self._end : self._end + len(block)] = block
        self._end += len(block)

    def pop(self, n: int) -> Audio:
        """The oldest n samples, as a copy. Asking for more than `len(self)` is an error of the caller (ValueError)."""
        if n > len(self):
            raise ValueError(f"{n} samples asked of {len(self)}")
        out = self._buffer[self._start : self._start + n].copy()
        self._start += n
        return out

    def _make_room(self, n: int) -> None:
        held = len(self)
        target = self._buffer if held + n <= len(self._buffer) else np.zeros(2 * (held + n), np.float32)
        target[:held] = self._buffer[self._start : self._end].copy()
        self._buffer, self._start, self._end = target, 0, held
