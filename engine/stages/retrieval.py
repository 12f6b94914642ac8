"""The voice's own way of saying it: content features drawn towards those of its training, and what is protected from that.

Thread: the worker's. No state.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.dsp.retrieval import GroupedVectors, blend, retrieve

Floats = NDArray[np.float32]

PROTECT_OFF = 0.5
"""From here on nothing is protected (RVC's convention)."""


def phones_of(
    features: Floats, first: int, n_frames: int, index: GroupedVectors | None, index_rate: float, protect: NDArray[np.float32] | None
) -> Floats:
    """[n_frames, dim] float32 at 100 Hz: each row of `features` [n, dim] twice, from half-row `first` (0 or 1) on, retrieved and protected.

    index, index_rate   None or 0 leaves the features as they are
    protect             [n_frames] float32, the weight of the retrieved features in each frame; None is 1 everywhere
    """
    doubled = _twice(features, first, n_frames)
    if index is None or index_rate <= 0.0:
        return doubled
    drawn = _twice(blend(features, retrieve(features, index), index_rate), first, n_frames)
    if protect is None:
        return drawn
    share = protect[:, None]
    return drawn * share + doubled * (np.float32(1) - share)


def protection(f0_hz: Floats, protect: float) -> Floats | None:
    """[n] float32: `protect` where there is no pitch (below 1 Hz), 1 elsewhere; None where protection is off."""
    if protect >= PROTECT_OFF:
        return None
    return np.where(f0_hz < 1.0, np.float32(protect), np.float32(1)).astype(np.float32)


def _twice(features: Floats, first: int, n_frames: int) -> Floats:
    """Nearest neighbour, 50 to 100 Hz."""
    return np.repeat(features, 2, axis=0)[first : first + n_frames]
