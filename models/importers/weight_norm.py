"""Weight norm worked into plain weights: w = g * v / ||v||, the norm over every dimension but the first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# what torch.nn.utils.weight_norm writes, and what torch.nn.utils.parametrizations.weight_norm writes since torch 2.1
_PAIRS = ((".weight_g", ".weight_v"), (".parametrizations.weight.original0", ".parametrizations.weight.original1"))


def plain_name(name: str) -> tuple[str, str]:
    """(`a.weight`, part) of a checkpoint's name; part is "g", "v" or "" for a weight that stands alone."""
    for gain, direction in _PAIRS:
        if name.endswith(gain):
            return name[: -len(gain)] + ".weight", "g"
        if name.endswith(direction):
            return name[: -len(direction)] + ".weight", "v"
    return name, ""


def fold_weight_norm(weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """`weights` (float32) with each pair under weight norm replaced by one `.weight` of the direction's shape, float32.

    A pair must be whole and its gain of shape [n, 1, ...]; ValueError names the weight otherwise.
    """
    folded: dict[str, Floats] = {}
    gains: dict[str, Floats] = {}
    directions: dict[str, Floats] = {}
    for name, array in weights.items():
        plain, part = plain_name(name)
        {"g": gains, "v": directions, "": folded}[part][plain] = array
    for name in sorted({*gains, *directions}):
        if name not in gains or name not in directions or name in folded:
            raise ValueError(name)
        folded[name] = _folded(name, gains[name], directions[name])
    return folded


def _folded(name: str, gain: Floats, direction: Floats) -> Floats:
    if direction.ndim < 1 or gain.shape != (direction.shape[0],) + (1,) * (direction.ndim - 1):
        raise ValueError(name)
    axes = tuple(range(1, direction.ndim))
    norm = np.sqrt(np.square(direction, dtype=np.float64).sum(axis=axes, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        factor = (gain / norm).astype(np.float32)
        made: Floats = direction * factor
    return made
