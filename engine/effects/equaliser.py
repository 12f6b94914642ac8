"""Three bands: a shelf below, a bell between, a shelf above. Two of them in a row make six.

Second-order state-variable filters (Simper's trapezoidal form), the only kind whose corners may move at every sample without a click; where
nothing moves they answer as the bilinear shelves and bells of Bristow-Johnson do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

_SHELF_Q = math.sqrt(0.5)
_LOW_SHELF, _BELL, _HIGH_SHELF = 0, 1, 2
_BANDS = ("low", "mid", "high")


@dataclass(slots=True)
class BandState:
    """One band of one stream. `memory` [2] float64."""

    hz: Ramp = field(default_factory=Ramp)
    db: Ramp = field(default_factory=Ramp)
    q: Ramp = field(default_factory=Ramp)
    memory: Signal = field(default_factory=lambda: np.zeros(2))


class Equaliser(Declared):
    """Three bands, one after the other."""

    def prepare(self, first_sample: int) -> tuple[BandState, ...]:
        return tuple(BandState() for _ in _BANDS)

    def process(self, x: Signal, values: Values, state: tuple[BandState, ...]) -> Signal:
        for shape, (name, band) in enumerate(zip(_BANDS, state, strict=True)):
            hz, db = (values[f"{name}_{unit}"] for unit in ("hz", "db"))
            q = values["mid_q"] if shape == _BELL else _SHELF_Q
            out = np.empty(len(x))
            _band(x, shape, band.hz.curve(len(x), hz), band.db.curve(len(x), db), band.q.curve(len(x), q), band.memory, out)
            x = out
        return x


@compiled
def _band(x: Signal, shape: int, hz: Signal, db: Signal, q: Signal, memory: Signal, out: Signal) -> None:
    for i in range(x.shape[0]):
        if i == 0 or hz[i] != hz[i - 1] or db[i] != db[i - 1] or q[i] != q[i - 1]:
            turn = math.tan(math.pi * hz[i] / SAMPLE_RATE_HZ)
            root = 10.0 ** (db[i] / 40.0)
            loss = 1.0 / q[i]
            direct, band, low = 1.0, loss * (root - 1.0), root * root - 1.0
            if shape == _LOW_SHELF:
                turn /= math.sqrt(root)
            elif shape == _BELL:
                loss /= root
                band, low = loss * (root * root - 1.0), 0.0
            else:
                turn *= math.sqrt(root)
                direct, band, low = root * root, loss * (1.0 - root) * root, 1.0 - root * root
            a1 = 1.0 / (1.0 + turn * (turn + loss))
        rest = x[i] - memory[1]
        v1 = a1 * (memory[0] + turn * rest)
        v2 = memory[1] + turn * v1
        memory[0] = 2.0 * v1 - memory[0]
        memory[1] = 2.0 * v2 - memory[1]
        for k in range(2):
            if abs(memory[k]) < 1e-30:
                memory[k] = 0.0
        out[i] = direct * x[i] + band * v1 + low * v2


EFFECT = Equaliser(
    "equaliser",
    "Equaliser",
    (
        Parameter("mid_db", "Mids", "dB", -18.0, 18.0, 0.0),
        Parameter("mid_hz", "Mids at", "Hz", 200.0, 8_000.0, 1_500.0),
        Parameter("mid_q", "Mids: narrowness", "", 0.3, 8.0, 1.0),
        Parameter("low_db", "Lows", "dB", -18.0, 18.0, 0.0),
        Parameter("low_hz", "Lows below", "Hz", 40.0, 800.0, 200.0),
        Parameter("high_db", "Highs", "dB", -18.0, 18.0, 0.0),
        Parameter("high_hz", "Highs above", "Hz", 1_500.0, 16_000.0, 5_000.0),
    ),
)
