"""The gated convolutions (WaveNet, "WN") that the posterior encoder and the flow share."""

from __future__ import annotations

import torch
from torch import nn

from training.rvc.networks.normed import NormedConv, Tensor


class WaveNet(nn.Module):
    """`n_layers` gated convolutions of `kernel`, told the speaker by `cond_layer`; residual and skip paths."""

    def __init__(self, hidden: int, kernel: int, n_layers: int, gin: int) -> None:
        super().__init__()
        self._hidden, self._n_layers = hidden, n_layers
        self.cond_layer = NormedConv(gin, 2 * hidden * n_layers, 1)
        self.in_layers = nn.ModuleList(NormedConv(hidden, 2 * hidden, kernel, padding=kernel // 2) for _ in range(n_layers))
        widths = [2 * hidden] * (n_layers - 1) + [hidden]
        self.res_skip_layers = nn.ModuleList(NormedConv(hidden, width, 1) for width in widths)

    def forward(self, x: Tensor, mask: Tensor, speaker: Tensor) -> Tensor:
        """x [batch, hidden, T], mask [batch, 1, T], speaker [batch, gin, 1] -> [batch, hidden, T]."""
        hidden = self._hidden
        skipped = torch.zeros_like(x)
        conditions = self.cond_layer(speaker).chunk(self._n_layers, dim=1)
        for i, (layer, out_layer, condition) in enumerate(zip(self.in_layers, self.res_skip_layers, conditions, strict=True)):
            gates = layer(x) + condition
            y = out_layer(torch.tanh(gates[:, :hidden]) * torch.sigmoid(gates[:, hidden:]))
            if i < self._n_layers - 1:
                x = (x + y[:, :hidden]) * mask
                skipped = skipped + y[:, hidden:]
            else:
                skipped = skipped + y
        return skipped * mask
