"""Softens sharp s sounds: while what lies above the corner is louder than the threshold, a shelf turns it down, and nothing else.

The detector's high-pass and the shelf are second-order state-variable filters (see equaliser.py); the shelf's depth moves at every sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.dsp.smoothing import share_kept
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

_LOSS = math.sqrt(2.0)
"""Of the second-order high-pass: Butterworth."""
_FLOOR = 1e-6
_ATTACK = share_kept(1.0)
_RELEASE = share_kept(40.0)


@dataclass(slots=True)
class DeEsserState:
    """`memory` [5] float64: the detector's two, the shelf's two, and the reduction in force, in dB."""

    threshold_db: Ramp = field(default_factory=Ramp)
    most_db: Ramp = field(default_factory=Ramp)
    corner_hz: Ramp = field(default_factory=Ramp)
    memory: Signal = field(default_factory=lambda: np.zeros(5))


class DeEsser(Declared):
    """A compressor of the highs."""

    def prepare(self, first_sample: int) -> DeEsserState:
        return DeEsserState()

    def process(self, x: Signal, values: Values, state: DeEsserState) -> Signal:
        n, wet = len(x), np.empty(len(x))
        threshold_db, most_db = state.threshold_db.curve(n, values["threshold_db"]), state.most_db.curve(n, values["most_db"])
        _soften(x, threshold_db, most_db, state.corner_hz.curve(n, values["corner_hz"]), state.memory, wet)
        return wet


@compiled
def _soften(x: Signal, threshold_db: Signal, most_db: Signal, corner_hz: Signal, memory: Signal, out: Signal) -> None:
    for i in range(x.shape[0]):
        if i == 0 or corner_hz[i] != corner_hz[i - 1]:
            turn = math.tan(math.pi * corner_hz[i] / SAMPLE_RATE_HZ)
            share = 1.0 / (1.0 + turn * (turn + _LOSS))
        v1 = share * (memory[0] + turn * (x[i] - memory[1]))
        v2 = memory[1] + turn * v1
        memory[0] = 2.0 * v1 - memory[0]
        memory[1] = 2.0 * v2 - memory[1]
        highs = x[i] - _LOSS * v1 - v2
        above = 20.0 * math.log10(max(abs(highs), _FLOOR)) - threshold_db[i]
        wanted = min(max(above, 0.0), most_db[i])
        kept = _ATTACK if wanted > memory[4] else _RELEASE
        memory[4] = wanted + kept * (memory[4] - wanted)
        root = 10.0 ** (-memory[4] / 40.0)
        bent = turn * math.sqrt(root)
        v1 = (memory[2] + bent * (x[i] - memory[3])) / (1.0 + bent * (bent + _LOSS))
        v2 = memory[3] + bent * v1
        memory[2] = 2.0 * v1 - memory[2]
        memory[3] = 2.0 * v2 - memory[3]
        for k in range(5):
            if abs(memory[k]) < 1e-30:
                memory[k] = 0.0
        out[i] = root * root * x[i] + _LOSS * (1.0 - root) * root * v1 + (1.0 - root * root) * v2


EFFECT = DeEsser(
    "de_esser",
    "De-esser",
    (
        Parameter("threshold_db", "Threshold", "dB", -60.0, 0.0, -36.0),
        Parameter("most_db", "At most", "dB", 0.0, 24.0, 12.0),
        Parameter("corner_hz", "Above", "Hz", 3_000.0, 10_000.0, 5_500.0),
    ),
)
