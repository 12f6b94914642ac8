"""The sound and itself through six all-pass filters whose corner swings: notches that sweep."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp
from engine.effects.swing import Swing

N_STAGES = 6
LOWEST_HZ = 200.0
MOST_OCTAVES = 4.0


@dataclass(slots=True)
class PhaserState:
    """`memory` [N_STAGES + 1] float64: one a filter, and what came out last."""

    swing: Swing
    octaves: Ramp = field(default_factory=Ramp)
    feedback: Ramp = field(default_factory=Ramp)
    memory: Signal = field(default_factory=lambda: np.zeros(N_STAGES + 1))


class Phaser(Declared):
    """Swept notches. The corner is LOWEST_HZ and `depth` * MOST_OCTAVES above it in turn."""

    def prepare(self, first_sample: int) -> PhaserState:
        return PhaserState(Swing(first_sample))

    def process(self, x: Signal, values: Values, state: PhaserState) -> Signal:
        wet, swing = np.empty(len(x)), state.swing
        turns = swing.turn(values["rate_hz"])
        octaves = state.octaves.curve(len(x), MOST_OCTAVES * values["depth"])
        feedback = state.feedback.curve(len(x), values["feedback"])
        _phase(x, octaves, feedback, turns, swing.phase, swing.sample - swing.origin, state.memory, wet)
        swing.sample += len(x)
        return wet


@compiled
def _phase(x: Signal, octaves: Signal, feedback: Signal, turns: float, phase: float, first: int, memory: Signal, out: Signal) -> None:
    for i in range(x.shape[0]):
        swung = 0.5 - 0.5 * math.cos(2.0 * math.pi * ((phase + (first + i) * turns) % 1.0))
        turn = math.tan(math.pi * LOWEST_HZ * 2.0 ** (octaves[i] * swung) / SAMPLE_RATE_HZ)
        share = turn / (1.0 + turn)
        value = x[i] + feedback[i] * memory[N_STAGES]
        for k in range(N_STAGES):
            step = (value - memory[k]) * share
            low = step + memory[k]
            memory[k] = low + step
            value = 2.0 * low - value
            if abs(memory[k]) < 1e-30:
                memory[k] = 0.0
        memory[N_STAGES] = value if abs(value) > 1e-30 else 0.0
        out[i] = 0.5 * (x[i] + value)


EFFECT = Phaser(
    "phaser",
    "Phaser",
    (
        Parameter("depth", "Depth", "", 0.0, 1.0, 0.7),
        Parameter("rate_hz", "Rate", "Hz", 0.05, 5.0, 0.4),
        Parameter("feedback", "Feedback", "", 0.0, 0.9, 0.3),
    ),
)
