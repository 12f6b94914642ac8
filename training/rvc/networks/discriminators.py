"""What tells recordings from generated audio: one discriminator that hears the waveform, several that hear it folded by a period."""

from __future__ import annotations

from typing import Literal

import torch
import torch.nn.functional as F
from torch import nn

from training.rvc.networks.normed import NormedConv, Tensor

SLOPE = 0.1
PERIODS = {"v1": (2, 3, 5, 7, 11, 17), "v2": (2, 3, 5, 7, 11, 17, 23, 37)}
_SCALE_LAYERS = ((16, 15, 1, 1), (64, 41, 4, 4), (256, 41, 4, 16), (1024, 41, 4, 64), (1024, 41, 4, 256), (1024, 5, 1, 1))
"""Channels, kernel, stride, groups."""
_PERIOD_CHANNELS = (32, 128, 512, 1024, 1024)
_PERIOD_KERNEL, _PERIOD_STRIDE = 5, 3

Judgement = tuple[Tensor, list[Tensor]]
"""Scores [batch, n] and the outputs of all layers."""


class ScaleDiscriminator(nn.Module):
    """Grouped convolutions over the waveform. `width` scales the channels (1 is RVC's size)."""

    def __init__(self, width: float = 1.0) -> None:
        super().__init__()
        self.convs = nn.ModuleList()
        before = 1
        for channels, kernel, stride, groups in _SCALE_LAYERS:
            after = _scaled(channels, width)
            n_groups = _scaled(groups, width) if groups > 1 else 1
            self.convs.append(NormedConv(before, after, kernel, stride=stride, padding=kernel // 2, groups=n_groups))
            before = after
        self.conv_post = NormedConv(before, 1, 3, padding=1)

    def forward(self, audio: Tensor) -> Judgement:
        """audio [batch, 1, samples]."""
        return _through(self.convs, self.conv_post, audio)


class PeriodDiscriminator(nn.Module):
    """The waveform folded into rows of `period` samples, then convolutions down the columns."""

    def __init__(self, period: int, width: float = 1.0) -> None:
        super().__init__()
        self._period = period
        self.convs = nn.ModuleList()
        before = 1
        for i, channels in enumerate(_PERIOD_CHANNELS):
            after = _scaled(channels, width)
            stride = _PERIOD_STRIDE if i < len(_PERIOD_CHANNELS) - 1 else 1
            self.convs.append(NormedConv(before, after, (_PERIOD_KERNEL, 1), stride=(stride, 1), padding=(_PERIOD_KERNEL // 2, 0)))
            before = after
        self.conv_post = NormedConv(before, 1, (3, 1), padding=(1, 0))

    def forward(self, audio: Tensor) -> Judgement:
        """audio [batch, 1, samples]."""
        padded = F.pad(audio, (0, -audio.shape[2] % self._period), "reflect")
        return _through(self.convs, self.conv_post, padded.view(audio.shape[0], 1, -1, self._period))


class Discriminators(nn.Module):
    """All of a version: index 0 hears the waveform, the others hear periods."""

    def __init__(self, version: Literal["v1", "v2"], width: float = 1.0) -> None:
        super().__init__()
        periods = [PeriodDiscriminator(period, width) for period in PERIODS[version]]
        self.discriminators = nn.ModuleList([ScaleDiscriminator(width), *periods])

    def forward(self, recorded: Tensor, generated: Tensor) -> tuple[list[Judgement], list[Judgement]]:
        """Both [batch, 1, samples] -> one judgement each of every discriminator."""
        return [d(recorded) for d in self.discriminators], [d(generated) for d in self.discriminators]


def _through(layers: nn.ModuleList, last: nn.Module, x: Tensor) -> Judgement:
    outputs = []
    for layer in layers:
        x = F.leaky_relu(layer(x), SLOPE)
        outputs.append(x)
    x = last(x)
    outputs.append(x)
    return torch.flatten(x, 1, -1), outputs


def _scaled(channels: int, width: float) -> int:
    """`channels` of a narrower network: at least one, and still a power of two, so that groups divide them."""
    return max(1, round(channels * width))
