"""`flow`: four mean-only couplings with channel flips between, forward (training's direction)."""

from __future__ import annotations

import torch
from torch import nn

from models.graphs.spec import RvcSpec
from training.rvc.networks.normed import Tensor
from training.rvc.networks.wavenet import WaveNet

N_COUPLINGS, KERNEL, N_LAYERS = 4, 5, 3


class Coupling(nn.Module):
    """Moves one half of the channels by what the other half says."""

    def __init__(self, spec: RvcSpec) -> None:
        super().__init__()
        half = spec.inter_channels // 2
        self.pre = nn.Conv1d(half, spec.hidden_channels, 1)
        self.enc = WaveNet(spec.hidden_channels, KERNEL, N_LAYERS, spec.gin_channels)
        self.post = nn.Conv1d(spec.hidden_channels, half, 1)
        nn.init.zeros_(self.post.weight)
        nn.init.zeros_(self.post.bias)

    def forward(self, x: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        still, moved = x.chunk(2, dim=1)
        mean = self.post(self.enc(self.pre(still) * mask, mask, speaker)) * mask
        return torch.cat([still, mean + moved * mask], dim=1)

    def back(self, x: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        """The inverse of `forward`."""
        still, moved = x.chunk(2, dim=1)
        mean = self.post(self.enc(self.pre(still) * mask, mask, speaker)) * mask
        return torch.cat([still, (moved - mean) * mask], dim=1)


class Flip(nn.Module):
    """Reverses the order of the channels."""

    def forward(self, x: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        return torch.flip(x, [1])

    def back(self, x: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        """Its own inverse."""
        return torch.flip(x, [1])


class Flow(nn.Module):
    """The latent of the recording -> where the prior expects it."""

    def __init__(self, spec: RvcSpec) -> None:
        super().__init__()
        self.flows = nn.ModuleList(part for _ in range(N_COUPLINGS) for part in (Coupling(spec), Flip()))

    def forward(self, z: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        """z [batch, inter, T] -> z_p of the same shape."""
        for part in self.flows:
            z = part(z, mask, speaker)
        return z

    def back(self, z_p: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        """The inverse of `forward`: what speaking uses."""
        for part in reversed(self.flows):
            z_p = part.back(z_p, mask, speaker)
        return z_p
