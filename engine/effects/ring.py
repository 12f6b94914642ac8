"""The voice times a sine."""

from __future__ import annotations

import math

import numpy as np

from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.swing import Swing


class RingModulator(Declared):
    """Ring modulation."""

    def prepare(self, first_sample: int) -> Swing:
        return Swing(first_sample)

    def process(self, x: Signal, values: Values, state: Swing) -> Signal:
        wet = np.empty(len(x))
        turns = state.turn(values["carrier_hz"])
        _ring(x, turns, state.phase, state.sample - state.origin, wet)
        state.sample += len(x)
        return wet


@compiled
def _ring(x: Signal, turns: float, phase: float, first: int, out: Signal) -> None:
    for i in range(x.shape[0]):
        out[i] = x[i] * math.sin(2.0 * math.pi * ((phase + (first + i) * turns) % 1.0))


EFFECT = RingModulator("ring", "Ring modulator", (Parameter("carrier_hz", "Carrier", "Hz", 1.0, 4_000.0, 70.0),))
