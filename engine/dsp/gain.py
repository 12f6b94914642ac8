"""A gain that moves smoothly: shared by the stages that have one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.contracts import Audio
from engine.dsp.kernel import kernel
from engine.dsp.smoothing import share_kept

SMOOTHING_MS = 10.0


@dataclass(slots=True)
class GainState:
    """`factor` is the gain in force (linear); None before the first block, which takes its target at once."""

    factor: float | None = None


def apply_gain(block: Audio, state: GainState, target: float) -> Audio:
    """`block` times a factor that moves to `target` with a time constant of SMOOTHING_MS."""
    out = np.empty_like(block)
    start = target if state.factor is None else state.factor
    state.factor = _ramp(block, out, start, target, 1.0 - share_kept(SMOOTHING_MS))
    return out


def db_to_factor(gain_db: float) -> float:
    return float(10.0 ** (gain_db / 20.0))


@kernel
def _ramp(block: Audio, out: Audio, factor: float, target: float, step: float) -> float:
    for i in range(len(block)):
        factor += (target - factor) * step
        out[i] = block[i] * factor
    return factor
