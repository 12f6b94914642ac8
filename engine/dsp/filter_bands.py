"""From a few log magnitudes on a mel scale to a filter of minimum phase: two matrices, one for magnitude, one for phase.

Log magnitude between the bands is a straight line; the phase of the minimum-phase filter is linear in the log magnitude (the folded
cepstrum), so it is a matrix too. What lies above the highest band keeps falling by EXTENSION_DB_PER_OCTAVE.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOW_HZ, HIGH_HZ = 40.0, 12_000.0
EXTENSION_DB_PER_OCTAVE = -24.0

Matrix = NDArray[np.float64]


def band_centres_hz(n_bands: int) -> Matrix:
    """[n_bands]: equal steps of mel from LOW_HZ to HIGH_HZ."""
    low, high = (1127.0 * np.log1p(hz / 700.0) for hz in (LOW_HZ, HIGH_HZ))
    return np.asarray(700.0 * np.expm1(np.linspace(low, high, n_bands) / 1127.0))


def band_matrix(n_bands: int, fft_size: int, rate_hz: int) -> Matrix:
    """[n_bands, fft_size / 2 + 1]: weights that draw straight lines between the bands; outside, the outermost band is held."""
    bins_hz = np.arange(fft_size // 2 + 1) * rate_hz / fft_size
    centres_hz = band_centres_hz(n_bands)
    below = np.clip(np.searchsorted(centres_hz, bins_hz, side="right") - 1, 0, n_bands - 2)
    share = np.clip((bins_hz - centres_hz[below]) / (centres_hz[below + 1] - centres_hz[below]), 0.0, 1.0)
    matrix = np.zeros((n_bands, len(bins_hz)))
    np.add.at(matrix, (below, np.arange(len(bins_hz))), 1.0 - share)
    np.add.at(matrix, (below + 1, np.arange(len(bins_hz))), share)
    return matrix


def phase_matrix(log_magnitudes: Matrix, fft_size: int) -> Matrix:
    """[n, fft_size / 2 + 1] radians: the minimum phase of each row of [n, fft_size / 2 + 1] natural log magnitudes."""
    cepstrum = np.fft.irfft(log_magnitudes, n=fft_size, axis=-1)
    fold = np.zeros(fft_size)
    fold[0] = fold[fft_size // 2] = 1.0
    fold[1 : fft_size // 2] = 2.0
    return np.asarray(np.fft.rfft(cepstrum * fold, n=fft_size, axis=-1).imag)


def extension(fft_size: int, rate_hz: int) -> Matrix:
    """[fft_size / 2 + 1] natural log: what is added above HIGH_HZ."""
    bins_hz = np.arange(fft_size // 2 + 1) * rate_hz / fft_size
    octaves = np.log2(np.maximum(bins_hz, HIGH_HZ) / HIGH_HZ)
    return np.asarray(octaves * EXTENSION_DB_PER_OCTAVE * np.log(10.0) / 20.0)
