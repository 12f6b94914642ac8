"""First-order smoothing at the sample rate, told by its time constant."""

from __future__ import annotations

import math

from engine.contracts import SAMPLE_RATE_HZ


def share_kept(time_ms: float) -> float:
    """The share of a difference that is left after one sample, where 1/e of it is left after `time_ms`."""
    return math.exp(-1000.0 / (time_ms * SAMPLE_RATE_HZ))
