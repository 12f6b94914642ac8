"""A moving average of the weights, which speaks more evenly than the newest ones."""

from __future__ import annotations

import torch

from training.rvc.networks.normed import Tensor


class Average:
    """average <- decay * average + (1 - decay) * weights, after every step."""

    def __init__(self, network: Tensor, decay: float) -> None:
        self._decay = decay
        self._weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def follow(self, network: Tensor) -> None:
        """Takes the weights of one more step in."""
        with torch.no_grad():
            for name, value in network.state_dict().items():
                self._weights[name].lerp_(value, 1.0 - self._decay)

    def state_dict(self) -> dict[str, Tensor]:
        return self._weights

    def load_state_dict(self, weights: dict[str, Tensor]) -> None:
        for name, value in weights.items():
            self._weights[name].copy_(value)
