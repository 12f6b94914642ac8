"""Loudness as ITU-R BS.1770-4 and EBU R 128 measure it, at 48 kHz, in the memory of one number for each 100 ms.

The libraries that measure it want a whole file at once (an hour: several gigabytes) or bring SciPy with them; tests hold this one to the
EBU's own test signals (Tech 3341, Tech 3342).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import soxr
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.biquad import filter_sections
from studio.audio import Frames

K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)
"""BS.1770's two filters at 48 kHz: b0 b1 b2 a1 a2."""
OFFSET_LUFS = -0.691
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU, RANGE_GATE_LU = -10.0, -20.0
STEP_SAMPLES = SAMPLE_RATE_HZ // 10
BLOCK_STEPS, SHORT_STEPS = 4, 30
SILENCE_LUFS = -120.0
OVERSAMPLING = 4
_EDGE = 1024
"""Samples around a block within which the oversampling filter rings."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """lufs: integrated, gated (SILENCE_LUFS where nothing passes the gate); range_lu: loudness range; true_peak_db: dBTP."""

    lufs: float
    range_lu: float
    true_peak_db: float


def measure(blocks: Iterable[Frames]) -> Loudness:
    """Of [n, channels] float32 at 48 kHz, block after block."""
    meter, peak = Meter(), TruePeak()
    for block in blocks:
        meter.add(block)
        peak.add(block)
    return Loudness(meter.integrated_lufs(), meter.range_lu(), peak.db())


@dataclass(slots=True)
class Meter:
    """Collects the power of every 100 ms, K-weighted, summed over channels."""

    _memory: list[NDArray[np.float64]] = field(default_factory=list)
    _rest: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    _powers: list[float] = field(default_factory=list)

    def add(self, block: Frames) -> None:
        """[n, channels] float32 at 48 kHz, any n."""
        self._memory = self._memory or [np.zeros((2, 2)) for _ in range(block.shape[1])]
        total = np.zeros(len(block))
        for channel, memory in zip(block.T, self._memory, strict=True):
            out = np.empty(len(block))
            filter_sections(np.ascontiguousarray(channel, np.float64), K_WEIGHTING, memory, out)
            total += out * out
        held = np.concatenate([self._rest, total])
        n = len(held) // STEP_SAMPLES
        self._powers.extend(held[: n * STEP_SAMPLES].reshape(n, STEP_SAMPLES).mean(axis=1))
        self._rest = held[n * STEP_SAMPLES :]

    def integrated_lufs(self) -> float:
        """Of everything so far; of less than 400 ms, what there is."""
        powers = self._windows(BLOCK_STEPS)
        powers = powers[_lufs(powers) > ABSOLUTE_GATE_LUFS]
        if not len(powers):
            return SILENCE_LUFS
        gate = _lufs(powers.mean(keepdims=True))[0] + RELATIVE_GATE_LU
        return float(_lufs(powers[_lufs(powers) > gate].mean(keepdims=True))[0])

    def range_lu(self) -> float:
        """EBU Tech 3342; 0 for less than 3 s."""
        if len(self._powers) < SHORT_STEPS:
            return 0.0
        powers = self._windows(SHORT_STEPS)
        powers = powers[_lufs(powers) > ABSOLUTE_GATE_LUFS]
        if not len(powers):
            return 0.0
        loud = _lufs(powers)
        loud = loud[loud > _lufs(powers.mean(keepdims=True))[0] + RANGE_GATE_LU]
        low, high = np.percentile(loud, [10, 95])
        return float(high - low)

    def _windows(self, n_steps: int) -> NDArray[np.float64]:
        powers = np.array(self._powers)
        if len(powers) < n_steps:
            whole = np.concatenate([powers, [self._rest.mean()]]) if len(self._rest) else powers
            return whole.mean(keepdims=True) if len(whole) else whole
        sums = np.concatenate([[0.0], np.cumsum(powers)])
        means: NDArray[np.float64] = (sums[n_steps:] - sums[:-n_steps]) / n_steps
        return means


def _lufs(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    loud: NDArray[np.float64] = OFFSET_LUFS + 10.0 * np.log10(np.maximum(powers, 1e-13))
    return loud


class TruePeak:
    """The highest value that a converter would make of the samples: found at four times the rate."""

    def __init__(self) -> None:
        self._highest = 0.0
        self._held: Frames | None = None
        self._behind = 0

    def add(self, block: Frames) -> None:
        """[n, channels] float32 at any rate, any n."""
        held = block if self._held is None else np.concatenate([self._held, block])
        end = len(held) - _EDGE
        if end > self._behind:
            self._take(held, end)
            keep = max(0, end - _EDGE)
            held, self._behind = held[keep:], end - keep
        self._held = held.copy()

    def db(self) -> float:
        """In dBTP, SILENCE_LUFS at least; of everything, as if silence followed."""
        if self._held is not None:
            self._take(self._held, len(self._held))
        return float(20.0 * np.log10(max(self._highest, 10 ** (SILENCE_LUFS / 20))))

    def _take(self, held: Frames, end: int) -> None:
        self._highest = max(self._highest, float(oversampled_peaks(held)[self._behind : end].max(initial=0.0)))


def oversampled_peaks(frames: Frames) -> NDArray[np.float32]:
    """[n, channels] -> [n]: the highest magnitude in any channel around each sample, between samples too."""
    if not len(frames):
        return np.zeros(0, np.float32)
    padded = np.pad(frames, ((_EDGE, _EDGE), (0, 0)))
    dense = np.abs(soxr.resample(padded, 1, OVERSAMPLING, quality="HQ")).max(axis=1)
    dense = dense[: len(padded) * OVERSAMPLING]
    dense = np.pad(dense, (0, len(padded) * OVERSAMPLING - len(dense)))
    # Each sample answers for the points from the one before it to the one after it.
    cells = dense.reshape(-1, OVERSAMPLING).max(axis=1)
    around = np.maximum(cells, np.concatenate([[np.float32(0.0)], cells[:-1]]))
    peaks: NDArray[np.float32] = np.maximum(around[_EDGE : _EDGE + len(frames)], np.abs(frames).max(axis=1))
    return peaks
