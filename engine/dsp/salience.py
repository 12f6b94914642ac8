"""From RMVPE's salience over pitch bins to a frequency."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CENTS_PER_BIN = 20
FIRST_BIN_CENTS = 1997.3794084376191
REFERENCE_HZ = 10.0
VOICED_ABOVE = 0.03
NEIGHBOURS = 4


def decode_salience(salience: NDArray[np.float32], voiced_above: float = VOICED_ABOVE) -> NDArray[np.float64]:
    """[n_frames] float64 Hz, 0 where the peak is not above `voiced_above`.

    salience [n_frames, n_bins] float32, bins of 20 cents; the frequency is the mean of the bins around the peak, weighted by their
    salience.
    """
    n_bins = salience.shape[1]
    peak = salience.argmax(axis=1)
    around = peak[:, None] + np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
    inside = (around >= 0) & (around < n_bins)
    weights = np.take_along_axis(salience, np.clip(around, 0, n_bins - 1), axis=1) * inside
    cents = CENTS_PER_BIN * around + FIRST_BIN_CENTS
    total = weights.sum(axis=1)
    mean_cents = (weights * cents).sum(axis=1) / np.where(total > 0, total, 1)
    voiced = salience.max(axis=1) > voiced_above
    return np.where(voiced, REFERENCE_HZ * 2 ** (mean_cents / 1200), 0.0)
