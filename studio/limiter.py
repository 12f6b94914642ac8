"""A true-peak limiter for files: whatever is between the samples stays below the ceiling.

The gain that this takes is spread evenly over the look-ahead on both sides: running minimum, then running mean over as long. The mean of
values that are all at most the need is at most the need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from studio.audio import Frames
from studio.loudness import oversampled_peaks

LOOKAHEAD = 480
"""Samples on each side: 10 ms at 48 kHz."""
MARGIN_DB = 0.1
"""A gain that moves changes what is between the samples a little."""

_SPAN = 2 * LOOKAHEAD + 1
_CONTEXT = 2 * LOOKAHEAD + 2048


def limit(blocks: Iterable[Frames], ceiling_db: float) -> Iterator[Frames]:
    """[n, channels] float32 blocks, below `ceiling_db` dBTP; as many samples, in step with the input. Quiet sound passes unchanged."""
    ceiling = 10.0 ** ((ceiling_db - MARGIN_DB) / 20.0)
    held, behind = np.zeros((0, 0), np.float32), 0
    for block in blocks:
        held = block if not held.size else np.concatenate([held, block])
        n = len(held) - behind - _CONTEXT
        if n > 0:
            yield _limited(held, ceiling)[behind : behind + n]
            keep = max(0, behind + n - _CONTEXT)
            behind, held = behind + n - keep, held[keep:]
    if len(held) > behind:
        yield _limited(held, ceiling)[behind:]


def _limited(frames: Frames, ceiling: float) -> Frames:
    need = np.minimum(1.0, ceiling / np.maximum(oversampled_peaks(frames).astype(np.float64), 1e-9))
    if need.min() >= 1.0:
        return frames
    gain = running_mean(running_minimum(need))
    return (frames * gain[:, np.newaxis]).astype(np.float32)


def running_minimum(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least of the LOOKAHEAD values on each side of every one (van Herk's two passes)."""
    n = len(x)
    padded = np.pad(x, (LOOKAHEAD, LOOKAHEAD + (-(n + 2 * LOOKAHEAD)) % _SPAN), constant_values=1.0)
    rows = padded.reshape(-1, _SPAN)
    forward = np.minimum.accumulate(rows, axis=1).ravel()
    backward = np.minimum.accumulate(rows[:, ::-1], axis=1)[:, ::-1].ravel()
    least: NDArray[np.float64] = np.minimum(backward[:n], forward[_SPAN - 1 : _SPAN - 1 + n])
    return least


def running_mean(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the LOOKAHEAD values on each side of every one."""
    sums = np.cumsum(np.pad(x, (LOOKAHEAD + 1, LOOKAHEAD), mode="edge"))
    mean: NDArray[np.float64] = (sums[_SPAN:] - sums[:-_SPAN]) / _SPAN
    return mean
