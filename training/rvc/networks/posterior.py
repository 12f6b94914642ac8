"""`enc_q`: the linear spectrogram -> the latent that the recording really has. Needed in training only; voices are saved without it."""

from __future__ import annotations

import torch
from torch import nn

from models.graphs.spec import RvcSpec
from training.rvc.networks.normed import Tensor
from training.rvc.networks.wavenet import WaveNet

KERNEL, N_LAYERS = 5, 16


class PosteriorEncoder(nn.Module):
    """Spectrogram -> mean, log deviation and a draw of the latent."""

    def __init__(self, spec: RvcSpec, n_layers: int = N_LAYERS) -> None:
        super().__init__()
        self.pre = nn.Conv1d(spec.spec_channels, spec.hidden_channels, 1)
        self.enc = WaveNet(spec.hidden_channels, KERNEL, n_layers, spec.gin_channels)
        self.proj = nn.Conv1d(spec.hidden_channels, 2 * spec.inter_channels, 1)

    def forward(self, spectrogram: Tensor, mask: Tensor, speaker: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """spectrogram [batch, bins, T], noise [batch, inter, T] standard normal -> z, mean, log deviation, [batch, inter, T] each."""
        stats = self.proj(self.enc(self.pre(spectrogram) * mask, mask, speaker)) * mask
        mean, log_deviation = stats.chunk(2, dim=1)
        return (mean + noise * torch.exp(log_deviation)) * mask, mean, log_deviation
