"""Spleeter's network in PyTorch, written from the paper and from the names in its checkpoints: what our graph is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

BATCH_NORM = {"eps": 1e-3, "momentum": 0.01}


class TorchSpleeter(nn.Module):  # type: ignore[misc]
    """[1, 2, frames, bins] -> likewise; `widths`: channels after each halving."""

    def __init__(self, widths: Sequence[int]) -> None:
        super().__init__()
        for level, (n_in, n_out) in enumerate(pairwise([2, *widths]), 1):
            setattr(self, f"down{level}_conv", nn.Sequential(nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(n_in, n_out, 5, 2)))
            setattr(self, f"down{level}_act", nn.Sequential(nn.BatchNorm2d(n_out, **BATCH_NORM), nn.LeakyReLU(0.2)))
        back = [*reversed(widths[:-1]), 1]
        for level, n_out in enumerate(back, 1):
            n_in = widths[-1] if level == 1 else 2 * back[level - 2]
            layers = [nn.ConvTranspose2d(n_in, n_out, 5, 2), nn.ZeroPad2d((-1, -2, -1, -2)), nn.ReLU(), nn.BatchNorm2d(n_out, **BATCH_NORM)]
            setattr(self, f"up{level}", nn.Sequential(*layers))
        self.up7 = nn.Sequential(nn.Conv2d(1, 2, 4, dilation=2, padding=3), nn.Sigmoid())

    def forward(self, mix: torch.Tensor) -> torch.Tensor:
        x, skips = mix, []
        for level in range(1, 7):
            x = getattr(self, f"down{level}_conv")(x)
            skips.append(x)
            x = getattr(self, f"down{level}_act")(x)
        x = skips.pop()
        for level in range(1, 7):
            x = getattr(self, f"up{level}")(x)
            x = torch.cat([skips.pop(), x], dim=1) if skips else x
        return self.up7(x) * mix
