"""Weights as torch tensors under their own names, and the layers that all three networks use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

Tensor = Any
"""torch.Tensor, which is not typed here."""

Weights = Mapping[str, Tensor]


def as_tensors(arrays: Mapping[str, NDArray[np.float32]]) -> dict[str, Tensor]:
    """Copies of `arrays` as float32 tensors."""
    return {name: torch.from_numpy(np.array(array, np.float32)) for name, array in arrays.items()}


def conv1d(x: Tensor, weights: Weights, name: str, **options: int) -> Tensor:
    """x [1, channels, time]; the bias is optional."""
    return F.conv1d(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"), **options)


def linear(x: Tensor, weights: Weights, name: str) -> Tensor:
    """x [..., in] -> [..., out]."""
    return F.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])


def layer_norm(x: Tensor, weights: Weights, name: str, scale: str = "weight", shift: str = "bias") -> Tensor:
    """Over the last axis, epsilon 1e-5."""
    return F.layer_norm(x, (x.shape[-1],), weights[f"{name}.{scale}"], weights[f"{name}.{shift}"], 1e-5)


def heads(x: Tensor, n_heads: int) -> Tensor:
    """[batch, T, channels] -> [batch, heads, T, width]."""
    return x.view(x.shape[0], x.shape[1], n_heads, -1).transpose(1, 2)


def joined(x: Tensor) -> Tensor:
    """[batch, heads, T, width] -> [batch, T, channels]."""
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)
