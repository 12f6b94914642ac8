"""Loud and soft nearer together: what is above the threshold comes out with a fraction of its excess.

The wanted reduction in dB, with a soft knee of 6 dB, follows the level of each sample, quickly up (attack) and slowly down (release), as in
Giannoulis, Massberg and Reiss, "Digital Dynamic Range Compressor Design" (2012), the log-domain detector with branching smoothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.dsp.compiled import compiled
from engine.dsp.smoothing import share_kept
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import Ramp

KNEE_DB = 6.0
_FLOOR = 1e-6


@dataclass(slots=True)
class CompressorState:
    """`reduction_db` [1] float64: in force. The others are the values as they glide; `attack` and `release` are coefficients."""

    threshold_db: Ramp = field(default_factory=Ramp)
    slope: Ramp = field(default_factory=Ramp)
    attack: Ramp = field(default_factory=Ramp)
    release: Ramp = field(default_factory=Ramp)
    makeup_db: Ramp = field(default_factory=Ramp)
    reduction_db: Signal = field(default_factory=lambda: np.zeros(1))


class Compressor(Declared):
    """A feed-forward compressor."""

    def prepare(self, first_sample: int) -> CompressorState:
        return CompressorState()

    def process(self, x: Signal, values: Values, state: CompressorState) -> Signal:
        n, wet = len(x), np.empty(len(x))
        threshold_db = state.threshold_db.curve(n, values["threshold_db"])
        slope = state.slope.curve(n, 1.0 - 1.0 / values["ratio"])
        attack, release = state.attack.curve(n, share_kept(values["attack_ms"])), state.release.curve(n, share_kept(values["release_ms"]))
        makeup_db = state.makeup_db.curve(n, values["makeup_db"])
        _compress(x, threshold_db, slope, attack, release, makeup_db, state.reduction_db, wet)
        return wet


@compiled
def _compress(
    x: Signal, threshold_db: Signal, slope: Signal, attack: Signal, release: Signal, makeup_db: Signal, reduction_db: Signal, out: Signal
) -> None:
    now = reduction_db[0]
    for i in range(x.shape[0]):
        above = 20.0 * math.log10(max(abs(x[i]), _FLOOR)) - threshold_db[i]
        if above <= -KNEE_DB / 2.0:
            wanted = 0.0
        elif above < KNEE_DB / 2.0:
            wanted = slope[i] * (above + KNEE_DB / 2.0) ** 2 / (2.0 * KNEE_DB)
        else:
            wanted = slope[i] * above
        kept = attack[i] if wanted > now else release[i]
        now = wanted + kept * (now - wanted)
        if now < 1e-12:
            now = 0.0
        out[i] = x[i] * 10.0 ** ((makeup_db[i] - now) / 20.0)
    reduction_db[0] = now


EFFECT = Compressor(
    "compressor",
    "Compressor",
    (
        Parameter("threshold_db", "Threshold", "dB", -60.0, 0.0, -24.0),
        Parameter("ratio", "Ratio", ":1", 1.0, 20.0, 3.0),
        Parameter("attack_ms", "Attack", "ms", 1.0, 100.0, 8.0),
        Parameter("release_ms", "Release", "ms", 20.0, 1_000.0, 150.0),
        Parameter("makeup_db", "Make-up", "dB", 0.0, 24.0, 0.0),
    ),
)
