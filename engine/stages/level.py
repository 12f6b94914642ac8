"""Level: output gain and mute, both smoothed."""

from __future__ import annotations

from engine.config import LiveParams
from engine.contracts import Audio, StreamSpec
from engine.dsp.gain import GainState, apply_gain, db_to_factor


class Level:
    """Stage: multiplies by `output_gain_db`, or by 0 while muted. No latency."""

    latency_samples = 0

    def prepare(self, spec: StreamSpec) -> GainState:
        return GainState()

    def process(self, block: Audio, state: GainState, params: LiveParams) -> Audio:
        return apply_gain(block, state, 0.0 if params.muted else db_to_factor(params.output_gain_db))
