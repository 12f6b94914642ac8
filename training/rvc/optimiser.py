"""The optimiser of both networks."""

from __future__ import annotations

import torch

from training.rvc.networks.normed import Tensor

BETAS = (0.8, 0.99)
EPSILON = 1e-9


def adamw(network: Tensor, learning_rate: float) -> Tensor:
    """AdamW as RVC sets it."""
    return torch.optim.AdamW(network.parameters(), learning_rate, betas=BETAS, eps=EPSILON)
