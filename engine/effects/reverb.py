"""A room: eight delay lines that feed each other through a matrix that loses nothing, so that the decay is what is asked for, and four
all-pass delays before them that make single echoes dense.

Each line loses what makes its sound 60 dB softer after `decay_s`, and more of it above the damping corner. How loud the room is does not
depend on the decay. Lines as in Jot and Chaigne, "Digital Delay Networks for Designing Artificial Reverberators" (1991).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

Lengths = NDArray[np.int64]

LINES: Lengths = np.array([1_433, 1_601, 1_867, 2_053, 2_251, 2_399, 2_617, 2_797], np.int64)
"""[8] lengths in samples at 48 kHz, 30 to 58 ms, all primes."""
DIFFUSERS: Lengths = np.array([142, 107, 379, 277], np.int64)
N_LINES, N_DIFFUSERS = len(LINES), len(DIFFUSERS)
_DIFFUSION = 0.65
_MEAN = float(LINES.mean())


@dataclass(slots=True)
class ReverbState:
    """`lines` [8, n], `diffusers` [4, m] float64: rings, each written at sample number modulo its own length; `damped` [8]: the low-pass
    of each line. `sample`: absolute number of the next one."""

    sample: int
    decay_s: Ramp = field(default_factory=Ramp)
    open: Ramp = field(default_factory=Ramp)
    lines: Signal = field(default_factory=lambda: np.zeros((N_LINES, int(LINES.max()))))
    diffusers: Signal = field(default_factory=lambda: np.zeros((N_DIFFUSERS, int(DIFFUSERS.max()))))
    damped: Signal = field(default_factory=lambda: np.zeros(N_LINES))


class Reverb(Declared):
    """An algorithmic reverb."""

    def prepare(self, first_sample: int) -> ReverbState:
        return ReverbState(first_sample)

    def process(self, x: Signal, values: Values, state: ReverbState) -> Signal:
        wet = np.empty(len(x))
        decay_s = state.decay_s.curve(len(x), values["decay_s"])
        opened = state.open.curve(len(x), 1.0 - math.exp(-2.0 * math.pi * values["damping_hz"] / SAMPLE_RATE_HZ))
        _reverberate(x, decay_s, opened, state.sample, LINES, DIFFUSERS, state.lines, state.diffusers, state.damped, wet)
        state.sample += len(x)
        return wet


@compiled
def _reverberate(
    x: Signal,
    decay_s: Signal,
    opened: Signal,
    first: int,
    lengths: Lengths,
    diffuser_lengths: Lengths,
    lines: Signal,
    diffusers: Signal,
    damped: Signal,
    out: Signal,
) -> None:
    gains = np.empty(N_LINES)
    for i in range(x.shape[0]):
        if i == 0 or decay_s[i] != decay_s[i - 1]:
            for k in range(N_LINES):
                gains[k] = 10.0 ** (-3.0 * lengths[k] / (decay_s[i] * SAMPLE_RATE_HZ))
            level = math.sqrt(1.0 - 10.0 ** (-6.0 * _MEAN / (decay_s[i] * SAMPLE_RATE_HZ)))
        value = level * x[i]
        for k in range(N_DIFFUSERS):
            place = (first + i) % diffuser_lengths[k]
            old = diffusers[k, place]
            new = value - _DIFFUSION * old
            diffusers[k, place] = new if abs(new) > 1e-30 else 0.0
            value = old + _DIFFUSION * new
        total, heard, sign = 0.0, 0.0, 1.0
        for k in range(N_LINES):
            end = lines[k, (first + i) % lengths[k]]
            damped[k] += opened[i] * (end - damped[k])
            if abs(damped[k]) < 1e-30:
                damped[k] = 0.0
            total += gains[k] * damped[k]
            heard += sign * damped[k]
            sign = -sign
        for k in range(N_LINES):
            lines[k, (first + i) % lengths[k]] = value + gains[k] * damped[k] - 2.0 / N_LINES * total
        out[i] = heard / math.sqrt(N_LINES)


EFFECT = Reverb(
    "reverb",
    "Reverb",
    (Parameter("decay_s", "Decay", "s", 0.2, 6.0, 1.5), Parameter("damping_hz", "Damping above", "Hz", 1_000.0, 16_000.0, 6_000.0)),
)
