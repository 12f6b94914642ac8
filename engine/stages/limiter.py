"""Limiter: no sample above the ceiling, ever, and no distortion on the way there.

Look-ahead: the gain that a peak needs is spread over the LOOKAHEAD_SAMPLES samples before it (running minimum, then running mean of the
same length: the mean of values that are all at most the need is at most the need), and let go with RELEASE_MS.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import Audio, StreamSpec
from engine.dsp.kernel import kernel
from engine.dsp.smoothing import share_kept

CEILING = 0.966  # -0.3 dBFS: room for the rounding of 16-bit devices and lossy calls
LOOKAHEAD_SAMPLES = 72  # 1.5 ms
RELEASE_MS = 80.0

_RELEASE = 1.0 - share_kept(RELEASE_MS)


@dataclass(slots=True)
class LimiterState:
    """Rings of LOOKAHEAD_SAMPLES values: `delayed` samples, the gain each `needed`, the running `minima`; `gain` after release; `seen`
    samples."""

    delayed: NDArray[np.float32] = field(default_factory=lambda: np.zeros(LOOKAHEAD_SAMPLES, np.float32))
    needed: NDArray[np.float64] = field(default_factory=lambda: np.ones(LOOKAHEAD_SAMPLES))
    minima: NDArray[np.float64] = field(default_factory=lambda: np.ones(LOOKAHEAD_SAMPLES))
    gain: float = 1.0
    seen: int = 0


class Limiter:
    """Stage. Holds back LOOKAHEAD_SAMPLES samples."""

    latency_samples = LOOKAHEAD_SAMPLES

    def prepare(self, spec: StreamSpec) -> LimiterState:
        return LimiterState()

    def process(self, block: Audio, state: LimiterState, params: LiveParams) -> Audio:
        out = np.empty_like(block)
        withheld = min(len(block), max(0, LOOKAHEAD_SAMPLES - state.seen))
        state.gain = _limit(block, out, state.delayed, state.needed, state.minima, state.gain, state.seen)
        state.seen += len(block)
        return out[withheld:]


@kernel
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
        slot = (seen + i) % LOOKAHEAD_SAMPLES
        level = abs(block[i])
        leaving = delayed[slot]
        # A minimum over the last LOOKAHEAD_SAMPLES + 1 needs, so that the peak is still covered when it leaves the delay.
        lowest = needed[slot]
        needed[slot] = CEILING / level if level > CEILING else 1.0
        for j in range(LOOKAHEAD_SAMPLES):
            lowest = min(lowest, needed[j])
        if lowest < gain:
            gain = lowest
        else:
            gain += (lowest - gain) * _RELEASE
        minima[slot] = gain
        delayed[slot] = block[i]
        smooth = 0.0
        for j in range(LOOKAHEAD_SAMPLES):
            smooth += minima[j]
        out[i] = leaving * (smooth / LOOKAHEAD_SAMPLES)
    return gain
