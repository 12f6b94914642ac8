"""The high-pass that every recording goes through: Butterworth of order 5 at 48 Hz, causal (a zero-phase one rings before the sound)."""

from __future__ import annotations

from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

ORDER = 5
CUTOFF_HZ = 48.0

Doubles = NDArray[np.float64]


def highpass(audio: NDArray[np.float32], rate_hz: int) -> Doubles:
    """audio [n] at `rate_hz` -> [n] float64 without what lies below 48 Hz."""
    numerator, denominator = butterworth(rate_hz)
    filtered: Doubles = _filter(audio.astype(np.float64), numerator, denominator)
    return filtered


@cache
def butterworth(rate_hz: int) -> tuple[Doubles, Doubles]:
    """Numerator and denominator of the digital filter, each [6] float64: the analogue prototype through the bilinear transform."""
    half_turns = np.arange(-ORDER + 1, ORDER, 2)
    prototype = -np.exp(1j * np.pi * half_turns / (2 * ORDER))
    double_rate = 4.0  # the transform's usual scale: a rate of 2, twice
    corner = double_rate * np.tan(np.pi * (2 * CUTOFF_HZ / rate_hz) / 2.0)
    poles = corner / prototype
    gain = np.real(1.0 / np.prod(-prototype))
    gain *= np.real(np.prod(np.full(ORDER, double_rate)) / np.prod(double_rate - poles))
    numerator = gain * np.poly(np.ones(ORDER))
    denominator = np.real(np.poly((double_rate + poles) / (double_rate - poles)))
    return numerator.astype(np.float64), denominator.astype(np.float64)


@njit(cache=True, nogil=True)
def _filter(audio: Doubles, numerator: Doubles, denominator: Doubles) -> Doubles:
    """Direct form II, transposed."""
    order = len(numerator) - 1
    kept = np.zeros(order + 1)
    out = np.empty_like(audio)
    for i in range(len(audio)):
        x = audio[i]
        y = kept[0] + numerator[0] * x
        for k in range(order):
            kept[k] = kept[k + 1] + numerator[k + 1] * x - denominator[k + 1] * y
        out[i] = y
    return out
