"""Moving a value that has been turned without a click, whatever the lengths of the blocks.

A stream begins with the first value that it is given.

`Ramp` moves the value itself, sample by sample; `Fade` goes from the sound of one value to that of another, where what lies between would
be heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RAMP_SAMPLES = 960
"""20 ms from the old value to the new one."""


@dataclass(slots=True)
class Ramp:
    """A straight line to each new value. `value` is in force, `start` and `target` are the line's ends, `done` samples of it are behind."""

    value: float | None = None
    start: float = 0.0
    target: float = 0.0
    done: int = RAMP_SAMPLES

    def curve(self, n: int, wanted: float) -> NDArray[np.float64]:
        """[n] float64: the value at each of the next `n` samples."""
        if self.value is None:
            self.value = self.start = self.target = wanted
        if wanted != self.target:
            self.start, self.target, self.done = self.value, wanted, 0
        curve = np.full(n, self.target)
        moving = min(n, RAMP_SAMPLES - self.done)
        if moving:
            share = np.arange(self.done + 1, self.done + 1 + moving) / RAMP_SAMPLES
            curve[:moving] = self.start + (self.target - self.start) * share
            self.done += moving
        if n:
            self.value = float(curve[-1])
        return curve


@dataclass(slots=True)
class Fade:
    """A crossfade from what the value `before` makes of the sound to what `after` does; a newer value waits until it is over.

    `done`: how many of its RAMP_SAMPLES are behind.
    """

    after: float | None = None
    before: float = 0.0
    done: int = RAMP_SAMPLES

    def pieces(self, n: int, wanted: float) -> Iterator[tuple[int, int, int]]:
        """(start, end, done) over the next `n` samples, one after the other; where `done` is RAMP_SAMPLES, `after` alone is heard."""
        self.after = wanted if self.after is None else self.after
        start = 0
        while start < n:
            if self.done == RAMP_SAMPLES and self.after != wanted:
                self.before, self.after, self.done = self.after, wanted, 0
            end = min(n, start + RAMP_SAMPLES - self.done) if self.done < RAMP_SAMPLES else n
            yield start, end, self.done
            self.done = min(RAMP_SAMPLES, self.done + end - start)
            start = end
