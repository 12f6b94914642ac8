"""Filters of second-order sections, in float64."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled

Array = NDArray[np.float64]

_BUTTERWORTH_4_Q = (0.54119610, 1.30656296)


def fourth_order(corner_hz: float, highs: bool) -> Array:
    """[2, 5] float64 b0 b1 b2 a1 a2: a Butterworth filter of 24 dB per octave that keeps the highs above `corner_hz`, or the lows below
    (Bristow-Johnson's bilinear forms)."""
    turn = 2.0 * math.pi * corner_hz / SAMPLE_RATE_HZ
    rows = []
    for q in _BUTTERWORTH_4_Q:
        alpha = math.sin(turn) / (2.0 * q)
        sign = -1.0 if highs else 1.0
        edge = (1.0 - sign * math.cos(turn)) / 2.0
        row = np.array([edge, sign * 2.0 * edge, edge, -2.0 * math.cos(turn), 1.0 - alpha])
        rows.append(row / (1.0 + alpha))
    return np.array(rows)


@compiled
def filter_sections(x: Array, sections: Array, memory: Array, out: Array) -> None:
    """Runs `x` [n] through `sections` [k, 5] into `out` [n]; `memory` [k, 2] is carried on. Transposed direct form II; what has decayed
    below 1e-30 is dropped, for denormal numbers are slow."""
    for i in range(x.shape[0]):
        value = x[i]
        for s in range(sections.shape[0]):
            b0, b1, b2, a1, a2 = sections[s]
            answer = b0 * value + memory[s, 0]
            memory[s, 0] = b1 * value - a1 * answer + memory[s, 1]
            memory[s, 1] = b2 * value - a2 * answer
            value = answer
            if abs(memory[s, 1]) < 1e-30:
                memory[s, 1] = 0.0
            if abs(memory[s, 0]) < 1e-30:
                memory[s, 0] = 0.0
        out[i] = value
