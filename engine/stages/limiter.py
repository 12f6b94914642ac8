"""Limiter: no sample above the ceiling, ever, and no distortion on the way there.

Look-ahead: the gain that a peak needs is spread over the LOOKAHEAD samples before it (running minimum, then running mean of the same
length: the mean of values that are all at most the need is at most the need), and let go with RELEASE_MS.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio, StreamSpec

CEILING = 0.966  # -0.3 dBFS: room for the rounding of 16-bit devices and lossy calls
LOOKAHEAD = 72  # samples: 1.5 ms
RELEASE_MS = 80.0

_RELEASE = 1.0 - math.exp(-1000.0 / (RELEASE_MS * SAMPLE_RATE_HZ))


@dataclass(slots=True)
class LimiterState:
    """Rings of LOOKAHEAD values: `delayed` samples, the gain each `needed`, the running `minima`; `gain` after release; `seen` samples."""

    delayed: NDArray[np.float32] = field(default_factory=lambda: np.zeros(LOOKAHEAD, np.float32))
    needed: NDArray[np.float64] = field(default_factory=lambda: np.ones(LOOKAHEAD))
    minima: NDArray[np.float64] = field(default_factory=lambda: np.ones(LOOKAHEAD))
    gain: float = 1.0
    seen: int = 0


class Limiter:
    """Stage. Holds back LOOKAHEAD samples."""

    latency_samples = LOOKAHEAD

    def prepare(self, spec: StreamSpec) -> LimiterState:
        return LimiterState()

    def process(self, block: Audio, state: LimiterState, params: LiveParams) -> Audio:
        out = np.empty_like(block)
        withheld = min(len(block), max(0, LOOKAHEAD - state.seen))
        state.gain = _limit(block, out, state.delayed, state.needed, state.minima, state.gain, state.seen)
        state.seen += len(block)
        return out[withheld:]


@njit(nogil=True, cache=True)
def _limit(
    block: Audio,
    out: Audio,
    delayed: NDArray[np.float32],
    needed: NDArray[np.float64],
    minima: NDArray[np.float64],
    gain: float,
    seen: int,
) -> float:
    for i in range(len(block)):
        slot = (seen + i) % LOOKAHEAD
        level = abs(block[i])
        leaving = delayed[slot]
        # A minimum over the last LOOKAHEAD + 1 needs, so that the peak is still covered when it leaves the delay.
        lowest = needed[slot]
        needed[slot] = CEILING / level if level > CEILING else 1.0
        for j in range(LOOKAHEAD):
            lowest = min(lowest, needed[j])
        if lowest < gain:
            gain = lowest
        else:
            gain += (lowest - gain) * _RELEASE
        minima[slot] = gain
        delayed[slot] = block[i]
        smooth = 0.0
        for j in range(LOOKAHEAD):
            smooth += minima[j]
        out[i] = leaving * (smooth / LOOKAHEAD)
    return gain
