"""A tanh curve with gain into it; a level of -20 dBFS comes out as it went in."""

from __future__ import annotations

import math

import numpy as np

from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

_PIVOT = 0.1


class Drive(Declared):
    """Soft clipping."""

    def prepare(self, first_sample: int) -> Ramp:
        return Ramp()

    def process(self, x: Signal, values: Values, state: Ramp) -> Signal:
        wet = np.empty(len(x))
        _drive(x, state.curve(len(x), 10.0 ** (values["gain_db"] / 20.0)), wet)
        return wet


@compiled
def _drive(x: Signal, gain: Signal, out: Signal) -> None:
    made_for, level = 0.0, 0.0
    for i in range(x.shape[0]):
        if gain[i] != made_for:
            made_for = gain[i]
            level = _PIVOT / math.tanh(made_for * _PIVOT)
        out[i] = level * math.tanh(made_for * x[i])


EFFECT = Drive("drive", "Drive", (Parameter("gain_db", "Drive", "dB", 0.0, 48.0, 12.0),))
