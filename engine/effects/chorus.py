"""Two copies, 15 ms late and wobbling at 0.7 Hz, in opposite directions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

_DELAY_SAMPLES = 15.0 * SAMPLE_RATE_HZ / 1000
_RATE_HZ = 0.7
_WOBBLE = Parameter("wobble_ms", "Wobble", "ms", 0.1, 8.0, 3.0)


@dataclass(slots=True)
class ChorusState:
    """`line` [n] float64: a ring, written at sample number modulo n. `sample`: absolute number of the next one."""

    line: Signal
    sample: int
    depth: Ramp = field(default_factory=Ramp)


class Chorus(Declared):
    """Several voices out of one."""

    def prepare(self, first_sample: int) -> ChorusState:
        return ChorusState(np.zeros(math.ceil(_DELAY_SAMPLES + _WOBBLE.high * SAMPLE_RATE_HZ / 1000) + 2), first_sample)

    def process(self, x: Signal, values: Values, state: ChorusState) -> Signal:
        wet = np.empty(len(x))
        depth = state.depth.curve(len(x), values["wobble_ms"] * SAMPLE_RATE_HZ / 1000)
        _chorus(x, depth, state.sample, state.line, wet)
        state.sample += len(x)
        return wet


@compiled
def _chorus(x: Signal, depth: Signal, first: int, line: Signal, out: Signal) -> None:
    n = line.shape[0]
    for i in range(x.shape[0]):
        line[(first + i) % n] = x[i]
        swing = depth[i] * math.sin(2.0 * math.pi * ((first + i) * _RATE_HZ / SAMPLE_RATE_HZ % 1.0))
        out[i] = 0.0
        for side in (-1.0, 1.0):
            delay = _DELAY_SAMPLES + side * swing
            whole = int(delay)
            part = delay - whole
            newer = line[(first + i - whole) % n]
            older = line[(first + i - whole - 1) % n]
            out[i] += 0.7 * (newer + part * (older - newer))


EFFECT = Chorus("chorus", "Chorus", (_WOBBLE,))
