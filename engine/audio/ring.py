"""A ring of float32 mono samples between one writing thread and one reading thread.

Threads: `write` and `free` belong to the producer, `read_into` and `drop_oldest` to the consumer; the totals and `available` may be
read by anyone.
No lock is needed because each side changes only its own running total, and changes it after the samples have been copied.
Forbidden here: locks, logging, waiting, new arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""[n] float32 mono, full scale +-1, at the rate of whoever owns the ring."""


class Ring:
    """Holds up to `capacity` samples. What does not fit is refused, never overwritten: the producer counts it."""

    __slots__ = ("_buffer", "_read", "_written", "capacity")

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError(f"a ring needs room for at least one sample, got {capacity}")
        self.capacity = capacity
        self._buffer: Samples = np.zeros(capacity, dtype=np.float32)
        self._written = 0
        self._read = 0

    @property
    def total_written(self) -> int:
        """Samples accepted since the ring was made; only grows."""
        return self._written

    @property
    def total_read(self) -> int:
        """Samples taken out (read or dropped) since the ring was made; only grows."""
        return self._read

    @property
    def available(self) -> int:
        """Samples that can be read now. The other thread may change it at any time: for the consumer it only grows."""
        return self._written - self._read

    @property
    def free(self) -> int:
        """Samples that can be written now; for the producer it only grows."""
        return self.capacity - (self._written - self._read)

    def write(self, block: Samples) -> int:
        """Puts in as much of `block` ([n] float32) as fits, oldest first, and returns how many samples that was."""
        n = min(len(block), self.free)
        start = self._written % self.capacity
        first = min(n, self.capacity - start)
        self._buffer[start : start + first] = block[:first]
        if first < n:
            self._buffer[: n - first] = block[first:n]
        self._written += n
        return n

    def read_into(self, out: Samples) -> int:
        """Fills the head of `out` ([n] float32) with the oldest samples and returns how many there were; the rest is left as it is."""
        n = min(len(out), self.available)
        start = self._read % self.capacity
        first = min(n, self.capacity - start)
        out[:first] = self._buffer[start : start + first]
        if first < n:
            out[first:n] = self._buffer[: n - first]
        self._read += n
        return n

    def drop_oldest(self, n: int) -> int:
        """Throws away up to `n` of the oldest samples and returns how many; consumer's side."""
        dropped = max(0, min(n, self.available))
        self._read += dropped
        return dropped
