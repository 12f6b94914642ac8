"""From the channels of a microphone to the one that the voice is made of, while it is heard.

An interface of eight inputs has its microphone on one of them, and a stereo one may have the second in antiphase: the mean of all would be
18 dB too quiet, or nothing. What is heard is the mean of the channels that sound, or the loudest alone where they cancel.

Threads: `mix` belongs to the device's thread (no new arrays, no locks); `choose` to any one other.
"""

from __future__ import annotations

import numpy as np

from engine.audio.mixdown import Mixdown, mixdown_of
from engine.audio.ring import Samples

SILENT_POWER = 1e-2
"""A channel so far (20 dB) below the loudest holds what leaks into it from there."""
MEMORY_S = 30.0
"""What was heard so long ago counts half. Powers, not time, are added up: a pause between words changes nothing."""


class ChannelMixer:
    """`chosen` is the number of the only channel to hear, from 1 on; 0, or one that is not there, chooses by what is heard: a setting must
    not silence another microphone."""

    def __init__(self, n_channels: int, most_frames: int, rate_hz: int, chosen: int = 0) -> None:
        self._automatic = not 1 <= chosen <= n_channels
        self.mixdown = Mixdown(tuple(range(n_channels)) if self._automatic else (chosen - 1,), n_channels)
        self._rate_hz = rate_hz
        self._weights = self._wanted = _weights_of(self.mixdown)
        self._ones: Samples = np.ones(most_frames, dtype=np.float32)
        self._rising: Samples = np.arange(1, most_frames + 1, dtype=np.float32)
        self._ramp: Samples = np.zeros(most_frames, dtype=np.float32)
        self._next: Samples = np.zeros(most_frames, dtype=np.float32)
        self._sums: Samples = np.zeros(n_channels, dtype=np.float32)
        self._means: Samples = np.zeros((n_channels, n_channels), dtype=np.float32)
        self._products: Samples = np.zeros((n_channels, n_channels), dtype=np.float32)
        self._heard: Samples = np.zeros((n_channels, n_channels), dtype=np.float32)

    def mix(self, frames: Samples, out: Samples) -> None:
        """frames [n, channels] into out [n], both float32; another choice is faded to over these n."""
        np.dot(frames, self._weights, out=out)
        if not self._automatic:
            return
        wanted = self._wanted
        if wanted is not self._weights:
            self._fade(frames, wanted, out)
            self._weights = wanted
        self._listen(frames)

    def choose(self) -> bool:
        """Looks at what has been heard; whether it has just turned out that channels cancel each other."""
        if not self._automatic:
            return False
        mixdown = mixdown_of(self._heard.astype(np.float64), SILENT_POWER)
        if mixdown == self.mixdown:
            return False
        cancels, self.mixdown = mixdown.cancels and not self.mixdown.cancels, mixdown
        self._wanted = _weights_of(mixdown)
        return cancels

    def _fade(self, frames: Samples, wanted: Samples, out: Samples) -> None:
        n = len(frames)
        after, ramp = self._next[:n], self._ramp[:n]
        np.dot(frames, wanted, out=after)
        np.multiply(self._rising[:n], np.float32(1.0 / n), out=ramp)
        np.subtract(after, out, out=after)
        np.multiply(after, ramp, out=after)
        np.add(out, after, out=out)

    def _listen(self, frames: Samples) -> None:
        """Adds up what the channels have in common, without what stands still."""
        n = len(frames)
        np.dot(self._ones[:n], frames, out=self._sums)
        np.multiply(self._sums[:, None], self._sums[None, :], out=self._means)
        np.multiply(self._means, np.float32(1.0 / n), out=self._means)
        np.dot(frames.T, frames, out=self._products)
        np.subtract(self._products, self._means, out=self._products)
        np.multiply(self._heard, np.float32(0.5 ** (n / (MEMORY_S * self._rate_hz))), out=self._heard)
        np.add(self._heard, self._products, out=self._heard)


def _weights_of(mixdown: Mixdown) -> Samples:
    weights: Samples = np.zeros(mixdown.n_channels, dtype=np.float32)
    weights[list(mixdown.chosen)] = 1.0 / len(mixdown.chosen)
    return weights
