"""From the channels of a recording to the one that the voice is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio

Frames = NDArray[np.float32]
"""[n, channels] float32."""
Sums = NDArray[np.float64]

SILENT_POWER = 1e-5
"""A channel this far (50 dB) below the loudest has nothing that belongs to the recording."""
CANCELS_POWER = 0.25
"""Channels that have nothing to do with each other keep their power when they are added; those that cancel fall below this share of it."""


@dataclass(frozen=True, slots=True)
class Mixdown:
    """How channels become one: the mean of `chosen`. `cancels`: the mean of all that sound would have cancelled itself."""

    chosen: tuple[int, ...]
    n_channels: int
    cancels: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether something else than the mean of all channels is taken."""
        return len(self.chosen) != self.n_channels

    def mix(self, frames: Frames) -> Audio:
        """[n] float32."""
        if len(self.chosen) == 1:
            return np.ascontiguousarray(frames[:, self.chosen[0]])
        taken = frames if not self.leaves_out else frames[:, list(self.chosen)]
        mono: Audio = taken.mean(axis=1, dtype=np.float64).astype(np.float32)
        return mono


class ChannelPowers:
    """What the channels of a recording have in common, from any number of its blocks."""

    def __init__(self, n_channels: int) -> None:
        self._products: Sums = np.zeros((n_channels, n_channels))

    def add(self, frames: Frames) -> None:
        """Frames that are finite."""
        doubled: NDArray[Any] = frames.astype(np.float64)
        doubled -= doubled.mean(axis=0)
        self._products += doubled.T @ doubled

    def mixdown(self) -> Mixdown:
        """See `mixdown_of`."""
        return mixdown_of(self._products)


def mixdown_of(products: Sums, silent_power: float = SILENT_POWER) -> Mixdown:
    """The mean of the channels that sound; the loudest alone where that mean would cancel. `products` [n, n]: each channel times each."""
    powers = np.diagonal(products)
    n, loudest = len(powers), int(np.argmax(powers))
    if powers[loudest] <= 0.0:
        return Mixdown(tuple(range(n)), n)
    sounding = np.flatnonzero(powers > silent_power * powers[loudest])
    mixed = products[np.ix_(sounding, sounding)].sum()
    if len(sounding) > 1 and mixed < CANCELS_POWER * powers[sounding].sum():
        return Mixdown((loudest,), n, cancels=True)
    return Mixdown(tuple(int(i) for i in sounding), n)
