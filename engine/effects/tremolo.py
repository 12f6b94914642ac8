"""Loudness swinging between full and nothing."""

from __future__ import annotations

import math

import numpy as np

from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.swing import Swing


class Tremolo(Declared):
    """A cosine over the level."""

    def prepare(self, first_sample: int) -> Swing:
        return Swing(first_sample)

    def process(self, x: Signal, values: Values, state: Swing) -> Signal:
        wet = np.empty(len(x))
        turns = state.turn(values["rate_hz"])
        _tremolo(x, turns, state.phase, state.sample - state.origin, wet)
        state.sample += len(x)
        return wet


@compiled
def _tremolo(x: Signal, turns: float, phase: float, first: int, out: Signal) -> None:
    for i in range(x.shape[0]):
        out[i] = x[i] * (0.5 + 0.5 * math.cos(2.0 * math.pi * ((phase + (first + i) * turns) % 1.0)))


EFFECT = Tremolo("tremolo", "Tremolo", (Parameter("rate_hz", "Rate", "Hz", 0.1, 30.0, 5.0),))
