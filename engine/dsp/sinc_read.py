"""Reads a signal between its samples, at positions that are given: a windowed sinc, its phases interpolated from a table.

For signals whose clock is computed (a voice's own rate, a formant shift, 16 kHz for a network): every output depends on its position and on
the samples around it, never on a running phase, so nothing can drift and no count of samples can be off by one.

Thread: the worker's. No state.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.dsp.kernel import kernel, quick_sum_kernel

Samples = NDArray[np.float32]

PHASES = 512
"""Steps between two samples; linear interpolation between them errs by (pi/PHASES)^2/8 = -107 dB at most."""
STOPBAND_DB = 85.0
_GRID = 2.0**24  # positions are rounded to this fraction of a sample, so that whole ones are whole


def read_at(signal: Samples, positions: NDArray[np.float64], cutoff: float, half: int) -> Samples:
    """[n] float32: `signal` [m] low-passed at `cutoff` (of its Nyquist frequency, -6 dB) and read at `positions` (samples, from its start).

    `half` samples on either side of a position are looked at; beyond its ends the signal is zero. A cutoff of 1 at whole positions hands
    samples through untouched.
    """
    exact = np.round(positions * _GRID) / _GRID
    if cutoff >= 1.0 and np.array_equal(exact, np.floor(exact)):
        return _picked(signal, exact.astype(np.int64))
    out = np.empty(len(exact), np.float32)
    _read(signal, exact, _phase_table(half, cutoff), out)
    return out


def transition(half: int) -> float:
    """Width between passband and stopband of a filter of `half` samples a side, relative to the Nyquist frequency (Kaiser's formula)."""
    return (STOPBAND_DB - 7.95) / (14.36 * half)


def _picked(signal: Samples, indices: NDArray[np.int64]) -> Samples:
    inside = (indices >= 0) & (indices < len(signal))
    return np.where(inside, signal[np.clip(indices, 0, len(signal) - 1)], np.float32(0))


@lru_cache(maxsize=32)
def _phase_table(half: int, cutoff: float) -> NDArray[np.float32]:
    """[PHASES + 1, 2 * half] float32: row p holds the taps for a position p/PHASES of a sample after tap half - 1."""
    beta = 0.1102 * (STOPBAND_DB - 8.7)
    taps = np.arange(2 * half) - (half - 1)
    at = taps[np.newaxis, :] - np.arange(PHASES + 1)[:, np.newaxis] / PHASES
    inside = np.maximum(0.0, 1.0 - (at / half) ** 2)
    table = cutoff * np.sinc(cutoff * at) * np.i0(beta * np.sqrt(inside)) / np.i0(beta)
    # Every phase passes a constant exactly, or a constant would come out with a tone.
    return np.ascontiguousarray(table / table.sum(axis=1, keepdims=True), dtype=np.float32)


@kernel
def _read(signal: Samples, positions: NDArray[np.float64], table: NDArray[np.float32], out: Samples) -> None:
    half = table.shape[1] // 2
    phases = table.shape[0] - 1
    for i in range(len(positions)):
        whole = int(np.floor(positions[i]))
        phase = (positions[i] - whole) * phases
        row = int(phase)
        weight = np.float32(phase - row)
        first = whole - half + 1
        start = max(0, -first)
        end = max(start, min(2 * half, len(signal) - first))
        window = signal[first + start : first + end]
        total = _dot(window, table[row, start:end])
        if weight > 0:
            total += weight * (_dot(window, table[row + 1, start:end]) - total)
        out[i] = total


@quick_sum_kernel
def _dot(window: Samples, taps: NDArray[np.float32]) -> np.float32:
    """In whatever order the processor does several at once, but always the same one."""
    total = np.float32(0)
    for i in range(len(taps)):
        total += window[i] * taps[i]
    return total
