"""A signal that is played a little later or earlier than before without a break: whole periods are said twice, or left out.

Where another delay is wanted, playing moves by a few milliseconds at a time, to where the signal is most like what would have come, and
fades over. In silence it moves as far as the silence reaches.

Thread: one only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, Audio

FADE_SAMPLES = SAMPLE_RATE_HZ * 10 // 1000
SHORTEST_MOVE_SAMPLES = SAMPLE_RATE_HZ * 5 // 2000
"""2.5 ms: a period of 400 Hz."""
LONGEST_MOVE_SAMPLES = SAMPLE_RATE_HZ * 20 // 1000
"""A period of 50 Hz."""
PAUSE_SAMPLES = SAMPLE_RATE_HZ * 20 // 1000
"""From one move to the next."""
HISTORY_SAMPLES = SAMPLE_RATE_HZ * 200 // 1000
ALIKE = 0.03
FITS = 0.8
QUIET_PEAK = 1e-3
"""-60 dBFS: in what is this quiet, nobody hears a move."""


class Timeline:
    """A stretch of a signal by absolute sample numbers, and `next`, the sample that is played next."""

    def __init__(self, first: int) -> None:
        self.next = first
        self._start = first
        self._audio = np.zeros(0, np.float32)
        self._since_move = PAUSE_SAMPLES

    @property
    def available(self) -> int:
        """Samples from `next` on."""
        return self._start + len(self._audio) - self.next

    def push(self, block: Audio) -> None:
        """Appends `block` [n] and forgets what lies far back."""
        old = max(0, self.next - HISTORY_SAMPLES - self._start)
        self._audio = np.concatenate([self._audio[old:], block])
        self._start += old

    def seek(self, number: int) -> None:
        """Plays on from sample `number`, which must be there or be the next to come."""
        self.next = number

    def take(self, n: int) -> Audio:
        """[n]: the next ones (ValueError where there are fewer)."""
        if n > self.available:
            raise ValueError(f"{n} samples asked of {self.available}")
        at = self.next - self._start
        self.next += n
        self._since_move += n
        return self._audio[at : at + n].copy()

    def take_sliding(self, n: int, wanted: int) -> Audio:
        """[n], playing `wanted` samples later in the signal by and by (a negative number: earlier, so that more lies ahead)."""
        pieces = [np.zeros(0, np.float32)]
        left = n
        while left:
            move = self._move(wanted, left) if abs(wanted) >= 1 and left >= FADE_SAMPLES and self._since_move >= PAUSE_SAMPLES else 0
            if move:
                wanted -= move
                pieces.append(self._faded(move))
                left -= FADE_SAMPLES
            piece = min(left, PAUSE_SAMPLES)
            pieces.append(self.take(piece))
            left -= piece
        return np.concatenate(pieces)

    def _faded(self, move: int) -> Audio:
        """[FADE_SAMPLES] from here to `move` samples later."""
        at = self.next - self._start
        here, there = self._audio[at : at + FADE_SAMPLES], self._audio[at + move : at + move + FADE_SAMPLES]
        share = np.arange(1, FADE_SAMPLES + 1, dtype=np.float32) / np.float32(FADE_SAMPLES)
        out: Audio = here + (there - here) * share
        self.next += move + FADE_SAMPLES
        self._since_move = 0
        return out

    def _move(self, wanted: int, n: int) -> int:
        """How far to move now, in the direction of `wanted`: forward no further than that, back a little further where it must be to fit a
        period; n samples must be left to play afterwards."""
        at = self.next - self._start
        furthest = min(wanted, self.available - n) if wanted > 0 else wanted
        if (wanted < 0 and at < 2 * LONGEST_MOVE_SAMPLES) or (wanted > 0 and furthest <= 0):
            return 0
        quiet = self._quiet(at, furthest)
        if quiet:
            return quiet
        near, far = _range(furthest)
        if far < near:
            return 0
        lags = np.arange(near, far + 1) * (1 if wanted > 0 else -1)
        low = at + int(lags.min())
        around = self._audio[low : at + int(lags.max()) + FADE_SAMPLES].astype(np.float64)
        here = self._audio[at : at + FADE_SAMPLES].astype(np.float64)
        power = np.convolve(np.square(around), np.ones(FADE_SAMPLES), "valid")
        likeness = np.correlate(around, here, "valid") / np.sqrt(power * np.square(here).sum() + 1e-12)
        if near + LONGEST_MOVE_SAMPLES > far + SHORTEST_MOVE_SAMPLES and likeness.max() < FITS:
            return 0  # fewer than all periods could be tried: one that fits may come
        fitting = _peaks(likeness) + low - at
        longest = bool(wanted > 0 or -wanted >= LONGEST_MOVE_SAMPLES)
        return int(max(fitting, key=abs) if longest else min(fitting, key=abs))

    def _quiet(self, at: int, furthest: int) -> int:
        """The longest move towards `furthest` over nothing but quiet; 0 where there is sound."""
        furthest = max(furthest, -at)
        if furthest > 0:
            loud = np.flatnonzero(np.abs(self._audio[at : at + furthest + FADE_SAMPLES]) >= QUIET_PEAK)
            return max(0, min(furthest, int(loud[0]) - FADE_SAMPLES)) if len(loud) else furthest
        if np.abs(self._audio[at : at + FADE_SAMPLES]).max(initial=0.0) >= QUIET_PEAK:
            return 0
        loud = np.flatnonzero(np.abs(self._audio[at + furthest : at]) >= QUIET_PEAK)
        return furthest + int(loud[-1]) + 1 if len(loud) else furthest


def _range(furthest: int) -> tuple[int, int]:
    """Shortest and longest move that may be made now, without their direction."""
    if furthest > 0:
        return SHORTEST_MOVE_SAMPLES, min(furthest, LONGEST_MOVE_SAMPLES)
    return (
        (SHORTEST_MOVE_SAMPLES, LONGEST_MOVE_SAMPLES)
        if -furthest >= LONGEST_MOVE_SAMPLES
        else (max(SHORTEST_MOVE_SAMPLES, -furthest), 2 * LONGEST_MOVE_SAMPLES)
    )


def _peaks(likeness: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where a signal fits about as well as it does anywhere: every period of a steady sound."""
    inner = np.flatnonzero((likeness[1:-1] >= likeness[:-2]) & (likeness[1:-1] >= likeness[2:])) + 1
    best = int(np.argmax(likeness))
    fitting: NDArray[np.int64] = inner[likeness[inner] >= likeness[best] - ALIKE * abs(likeness[best])]
    return fitting if len(fitting) else np.array([best])
