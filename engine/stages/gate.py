"""Noise gate: silence between words, without chattering at the threshold or cutting word ends.

It opens when the peak envelope passes `gate_db`, stays open while the envelope is above gate_db - HYSTERESIS_DB, then HOLD_MS longer.
At the bottom of its range (-90 dBFS) it is always open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio, StreamSpec
from engine.dsp.kernel import kernel
from engine.dsp.smoothing import share_kept

HYSTERESIS_DB = 6.0
HOLD_MS = 150.0
ATTACK_MS = 1.0
RELEASE_MS = 40.0
ENVELOPE_FALL_MS = 20.0
ALWAYS_OPEN_DB = -90.0

ENVELOPE, GAIN, HOLD_LEFT, OPEN = range(4)


def _coefficient(time_ms: float) -> float:
    return 1.0 - share_kept(time_ms)


@dataclass(slots=True)
class GateState:
    """`values`: [4] float64: peak envelope, gain in force, samples of hold left, open (1) or shut (0)."""

    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros(4))


class Gate:
    """Stage. No latency: the attack is short enough for consonants, and a look-ahead would cost delay."""

    latency_samples = 0

    def prepare(self, spec: StreamSpec) -> GateState:
        return GateState()

    def process(self, block: Audio, state: GateState, params: LiveParams) -> Audio:
        out = np.empty_like(block)
        threshold = 0.0 if params.gate_db <= ALWAYS_OPEN_DB else 10.0 ** (params.gate_db / 20.0)
        _gate(block, out, state.values, threshold, threshold * 10.0 ** (-HYSTERESIS_DB / 20.0))
        return out


_ATTACK = _coefficient(ATTACK_MS)
_RELEASE = _coefficient(RELEASE_MS)
_FALL = 1.0 - _coefficient(ENVELOPE_FALL_MS)
_HOLD_SAMPLES = HOLD_MS * SAMPLE_RATE_HZ / 1000.0


@kernel
def _gate(block: Audio, out: Audio, values: NDArray[np.float64], open_at: float, close_at: float) -> None:
    envelope, gain, hold, is_open = values[ENVELOPE], values[GAIN], values[HOLD_LEFT], values[OPEN]
    for i in range(len(block)):
        envelope = max(abs(block[i]), envelope * _FALL)
        if envelope >= open_at:
            is_open = 1.0
        if envelope >= close_at:
            hold = _HOLD_SAMPLES
        elif hold > 0.0:
            hold -= 1.0
        else:
            is_open = 0.0
        if is_open > 0.0:
            gain += (1.0 - gain) * _ATTACK
        else:
            gain += (0.0 - gain) * _RELEASE
        out[i] = block[i] * gain
    values[ENVELOPE], values[GAIN], values[HOLD_LEFT], values[OPEN] = envelope, gain, hold, is_open
