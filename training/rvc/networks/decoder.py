"""`dec`: latent and pitch -> audio (NSF-HiFiGAN; plain HiFiGAN for voices without f0)."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from models.graphs.spec import RvcSpec
from training.rvc.networks.normed import NormedConv, NormedUpsampling, Tensor

SLOPE, LAST_SLOPE = 0.1, 0.01
START_STD = 0.01
SINE_GAIN, VOICED_NOISE, UNVOICED_NOISE = 0.1, 0.003, 0.1 / 3


def excitation(f0_hz: Tensor, noise: Tensor, samples_per_frame: int, rate_hz: int) -> Tensor:
    """The source signal, [batch, T * samples_per_frame, 1]: a sine that begins at phase 0 where voiced, noise where not.

    f0_hz  [batch, T], 0 where unvoiced
    noise  [batch, T * samples_per_frame, 1], standard normal
    """
    n_batch = f0_hz.shape[0]
    steps = torch.arange(1, samples_per_frame + 1, dtype=f0_hz.dtype, device=f0_hz.device)
    turns = f0_hz[..., None] / rate_hz * steps
    # Whole turns are dropped before they are summed, so that a long segment loses no precision.
    ends = torch.fmod(turns[:, :-1, -1:] + 0.5, 1.0) - 0.5
    turns = turns + F.pad(ends.cumsum(dim=1).fmod(1.0), (0, 0, 1, 0))
    sine = SINE_GAIN * torch.sin(2 * math.pi * turns.reshape(n_batch, -1, 1))
    voiced = (f0_hz > 0).to(f0_hz.dtype).repeat_interleave(samples_per_frame, dim=1)[..., None]
    return sine * voiced + (voiced * VOICED_NOISE + (1 - voiced) * UNVOICED_NOISE) * noise


class Source(nn.Module):
    """`dec.m_source`: the excitation through one weight, one bias and tanh."""

    def __init__(self) -> None:
        super().__init__()
        self.l_linear = nn.Linear(1, 1)

    def forward(self, signal: Tensor) -> Tensor:
        return torch.tanh(self.l_linear(signal)).transpose(1, 2)


class ResidualBlock(nn.Module):
    """Pairs of convolutions, the first of each pair dilated."""

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        reach = (kernel - 1) // 2
        self.convs1 = nn.ModuleList(
            NormedConv(channels, channels, kernel, padding=reach * dilation, dilation=dilation, std=START_STD) for dilation in dilations
        )
        self.convs2 = nn.ModuleList(NormedConv(channels, channels, kernel, padding=reach, std=START_STD) for _ in dilations)

    def forward(self, x: Tensor) -> Tensor:
        for first, second in zip(self.convs1, self.convs2, strict=True):
            x = second(F.leaky_relu(first(F.leaky_relu(x, SLOPE)), SLOPE)) + x
        return x


class Decoder(nn.Module):
    """Latent frames -> audio at the voice's rate."""

    def __init__(self, spec: RvcSpec) -> None:
        super().__init__()
        self._spec = spec
        first = spec.upsample_initial_channels
        self.conv_pre = nn.Conv1d(spec.inter_channels, first, 7, padding=3)
        self.cond = nn.Conv1d(spec.gin_channels, first, 1)
        if spec.has_f0:
            self.m_source = Source()
            self.noise_convs = nn.ModuleList(_noise_conv(spec, i) for i in range(spec.n_stages))
        stages = list(zip(spec.upsample_rates, spec.upsample_kernel_sizes, strict=True))
        self.ups = nn.ModuleList(
            NormedUpsampling(first >> i, first >> (i + 1), kernel, rate, START_STD) for i, (rate, kernel) in enumerate(stages)
        )
        blocks = list(zip(spec.resblock_kernel_sizes, spec.resblock_dilations, strict=True))
        self.resblocks = nn.ModuleList(
            ResidualBlock(spec.stage_channels(i), kernel, dilations) for i in range(spec.n_stages) for kernel, dilations in blocks
        )
        self.conv_post = nn.Conv1d(first >> spec.n_stages, 1, 7, padding=3, bias=False)

    def forward(self, z: Tensor, signal: Tensor | None, speaker: Tensor) -> Tensor:
        """z [batch, inter, T], signal [batch, samples, 1] (`excitation`; None without f0) -> audio [batch, 1, samples]."""
        x = self.conv_pre(z) + self.cond(speaker)
        source = self.m_source(signal) if self._spec.has_f0 else None
        n_blocks = len(self._spec.resblock_kernel_sizes)
        for i, up in enumerate(self.ups):
            x = up(F.leaky_relu(x, SLOPE))
            if source is not None:
                x = x + self.noise_convs[i](source)
            x = sum(block(x) for block in self.resblocks[i * n_blocks : (i + 1) * n_blocks]) / n_blocks
        return torch.tanh(self.conv_post(F.leaky_relu(x, LAST_SLOPE)))


def _noise_conv(spec: RvcSpec, stage: int) -> nn.Module:
    """Brings the excitation to the rate of `stage`; the last stage has it already."""
    stride, width = spec.excitation_stride(stage), spec.stage_channels(stage)
    if stage == spec.n_stages - 1:
        return nn.Conv1d(1, width, 1)
    return nn.Conv1d(1, width, 2 * stride, stride=stride, padding=stride // 2)
