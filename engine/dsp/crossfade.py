"""Short crossfades: between two voices, and between the voice and the untouched input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ, Audio

FADE_SAMPLES = 20 * SAMPLE_RATE_HZ // 1000
SPLICE_SAMPLES = 5 * SAMPLE_RATE_HZ // 1000


def crossfade(old: Audio, new: Audio, position: int, length: int = FADE_SAMPLES) -> Audio:
    """`old` fading into `new` (same length), both [n], linearly over `length` samples, of which `position` have passed."""
    share = np.minimum(np.arange(position + 1, position + len(old) + 1, dtype=np.float32) / np.float32(length), np.float32(1.0))
    out: Audio = old + (new - old) * share
    return out


def splice(skipped: Audio, block: Audio) -> Audio:
    """`block` [n], beginning as what was skipped before it would have gone on: a cut without a click."""
    n = min(SPLICE_SAMPLES, len(skipped), len(block))
    out = block.copy()
    out[:n] = crossfade(skipped[:n], block[:n], 0, n)
    return out


@dataclass(slots=True)
class BypassSwitch:
    """Where the fade between wet (0) and dry (FADE_SAMPLES) stands. None until the first block, which starts where it is asked to."""

    position: int | None = None

    def mix(self, wet: Audio, dry: Audio, bypass: bool) -> Audio:
        """`wet` or `dry`, both [n] and of the same moment, or the fade between them, which takes FADE_SAMPLES."""
        target = FADE_SAMPLES if bypass else 0
        if self.position is None:
            self.position = target
        if self.position == target:
            return dry if bypass else wet
        step = 1 if bypass else -1
        positions = np.clip(self.position + step * np.arange(1, len(wet) + 1), 0, FADE_SAMPLES)
        share = positions.astype(np.float32) / np.float32(FADE_SAMPLES)
        if len(wet):
            self.position = int(positions[-1])
        out: Audio = wet + (dry - wet) * share
        return out
