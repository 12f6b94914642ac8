"""Louder or softer: makes up for what the effects before it took."""

from __future__ import annotations

from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp


class Gain(Declared):
    """A factor."""

    def prepare(self, first_sample: int) -> Ramp:
        return Ramp()

    def process(self, x: Signal, values: Values, state: Ramp) -> Signal:
        louder: Signal = x * state.curve(len(x), 10.0 ** (values["gain_db"] / 20.0))
        return louder


EFFECT = Gain("gain", "Gain", (Parameter("gain_db", "Gain", "dB", -24.0, 24.0, 0.0),))
