"""Input gain: the microphone's level, before everything else."""

from __future__ import annotations

from engine.config import LiveParams
from engine.contracts import Audio, StreamSpec
from engine.dsp.gain import GainState, apply_gain, db_to_factor


class InputGain:
    """Stage: multiplies by `input_gain_db`. No latency."""

    latency_samples = 0

    def prepare(self, spec: StreamSpec) -> GainState:
        return GainState()

    def process(self, block: Audio, state: GainState, params: LiveParams) -> Audio:
        return apply_gain(block, state, db_to_factor(params.input_gain_db))
