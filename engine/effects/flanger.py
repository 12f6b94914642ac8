"""The sound and a copy of it, 1 ms late and later, swinging: a comb that sweeps. What comes out of the copy goes in again."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp
from engine.effects.swing import Swing

_NEAREST_SAMPLES = 1.0 * SAMPLE_RATE_HZ / 1000
_DEPTH = Parameter("depth_ms", "Depth", "ms", 0.0, 6.0, 2.5)


@dataclass(slots=True)
class FlangerState:
    """`line` [n] float64: a ring, written at sample number modulo n."""

    line: Signal
    swing: Swing
    depth: Ramp = field(default_factory=Ramp)
    feedback: Ramp = field(default_factory=Ramp)


class Flanger(Declared):
    """A swept comb filter."""

    def prepare(self, first_sample: int) -> FlangerState:
        longest = math.ceil(_NEAREST_SAMPLES + _DEPTH.high * SAMPLE_RATE_HZ / 1000) + 2
        return FlangerState(np.zeros(longest), Swing(first_sample))

    def process(self, x: Signal, values: Values, state: FlangerState) -> Signal:
        wet, swing = np.empty(len(x)), state.swing
        turns = swing.turn(values["rate_hz"])
        depth = state.depth.curve(len(x), values["depth_ms"] * SAMPLE_RATE_HZ / 1000)
        feedback = state.feedback.curve(len(x), values["feedback"])
        _flange(x, depth, feedback, turns, swing.phase, swing.sample, swing.origin, state.line, wet)
        swing.sample += len(x)
        return wet


@compiled
def _flange(
    x: Signal, depth: Signal, feedback: Signal, turns: float, phase: float, first: int, origin: int, line: Signal, out: Signal
) -> None:
    n = line.shape[0]
    for i in range(x.shape[0]):
        swung = 0.5 - 0.5 * math.cos(2.0 * math.pi * ((phase + (first + i - origin) * turns) % 1.0))
        delay = _NEAREST_SAMPLES + depth[i] * swung
        whole = int(delay)
        newer = line[(first + i - whole) % n]
        copy = newer + (delay - whole) * (line[(first + i - whole - 1) % n] - newer)
        place = (first + i) % n
        line[place] = x[i] + feedback[i] * copy
        if abs(line[place]) < 1e-30:
            line[place] = 0.0
        out[i] = 0.5 * (x[i] + copy)


EFFECT = Flanger(
    "flanger",
    "Flanger",
    (_DEPTH, Parameter("rate_hz", "Rate", "Hz", 0.05, 5.0, 0.3), Parameter("feedback", "Feedback", "", -0.9, 0.9, 0.4)),
)
