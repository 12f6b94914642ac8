"""Convolutions whose weight is a direction times a length (`g * v / |v|`), under the checkpoint names `weight_v` and `weight_g`."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

Tensor = Any
"""torch.Tensor, which is not typed here."""


class NormedConv(nn.Module):
    """A convolution over one or two axes (`kernel` an int or a pair), weight norm over all axes but the first."""

    def __init__(
        self, n_in: int, n_out: int, kernel: int | tuple[int, int], *, groups: int = 1, std: float | None = None, **places: Any
    ) -> None:
        """std: of a fresh direction; None is the usual uniform start. places: stride, padding, dilation."""
        super().__init__()
        shape = (kernel,) if isinstance(kernel, int) else kernel
        self._convolve = F.conv1d if isinstance(kernel, int) else F.conv2d
        self._places = {"groups": groups, **places}
        self.bias = nn.Parameter(torch.empty(n_out))
        self.weight_v = nn.Parameter(torch.empty(n_out, n_in // groups, *shape))
        _start(self.weight_v, self.bias, std)
        self.weight_g = nn.Parameter(lengths(self.weight_v))

    def forward(self, x: Tensor) -> Tensor:
        """x [batch, n_in, ...] -> [batch, n_out, ...]."""
        return self._convolve(x, weight(self.weight_v, self.weight_g), self.bias, **self._places)


class NormedUpsampling(nn.Module):
    """A transposed convolution that makes `rate` samples of each; its first axis (the norm's) is the channels that come in."""

    def __init__(self, n_in: int, n_out: int, kernel: int, rate: int, std: float) -> None:
        super().__init__()
        self._places = {"stride": rate, "padding": (kernel - rate) // 2}
        self.bias = nn.Parameter(torch.empty(n_out))
        self.weight_v = nn.Parameter(torch.empty(n_in, n_out, kernel))
        _start(self.weight_v, self.bias, std)
        self.weight_g = nn.Parameter(lengths(self.weight_v))

    def forward(self, x: Tensor) -> Tensor:
        """x [batch, n_in, T] -> [batch, n_out, rate * T]."""
        return F.conv_transpose1d(x, weight(self.weight_v, self.weight_g), self.bias, **self._places)


def weight(direction: Tensor, length: Tensor) -> Tensor:
    """`direction` [n, ...], each row brought to its `length` [n, 1, ...]. torch's own operation is ten times slower on a processor."""
    axes = tuple(range(1, direction.dim()))
    return direction * (length / torch.linalg.vector_norm(direction, dim=axes, keepdim=True))


def lengths(direction: Tensor) -> Tensor:
    """The Euclidean norm of each row of `direction`, [n, 1, ...]."""
    axes = tuple(range(1, direction.dim()))
    return direction.detach().norm(2, dim=axes, keepdim=True)


def _start(weight: Tensor, bias: Tensor, std: float | None) -> None:
    """A fresh weight and bias as torch's own convolutions begin, or the weight normal with `std`."""
    fan_in = math.prod(weight.shape[1:])
    with torch.no_grad():
        bias.uniform_(-1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in))
        if std is None:
            nn.init.kaiming_uniform_(weight, a=math.sqrt(5))
        else:
            weight.normal_(0.0, std)
