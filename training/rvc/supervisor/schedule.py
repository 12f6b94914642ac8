"""How fast is learnt when."""

from __future__ import annotations

import math

from training.rvc.hyperparameters import HyperParameters

COSINE_END = 0.01
"""Of the rate, in the last epoch of a cosine."""


def learning_rate(parameters: HyperParameters, epoch: int) -> float:
    """The rate of `epoch` (from 0)."""
    rate = parameters.learning_rate
    if epoch < parameters.warmup_epochs:
        return rate * (epoch + 1) / (parameters.warmup_epochs + 1)
    if parameters.schedule == "exponential":
        return rate * parameters.decay**epoch
    span = max(1, parameters.epochs - parameters.warmup_epochs)
    share = min(1.0, (epoch - parameters.warmup_epochs) / span)
    return rate * (COSINE_END + (1 - COSINE_END) * 0.5 * (1 + math.cos(math.pi * share)))
