"""Log-mel frames as Whisper was trained on: 16 kHz, 80 bands (Slaney), window 400, hop 160; scaled against a fixed ceiling, not the
clip's own.

Frame n is centred on sample 160 n. Pure functions of their arguments: equal samples give equal bits, however the stream is cut.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 400
HALF_WINDOW_SAMPLES = WINDOW_SAMPLES // 2
HOP_SAMPLES = 160
N_BANDS = 80
CEILING = 1.5
"""log10 of the power that the loudest band of speech at the engine's reference level reaches; Whisper takes each clip's own maximum,
which a stream does not know."""
RANGE = 8.0

_KNEE_HZ, _HZ_PER_MEL, _KNEE_MEL = 1000.0, 200.0 / 3.0, 15.0
_STEP = float(np.log(6.4) / 27.0)


def whisper_mel(audio: NDArray[np.float32], filters: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """[80, 1 + (n - 400) // 160] float32: the frames that lie wholly in audio [n], n >= 400; `filters` [80, 201] in place of the usual
    ones."""
    return scaled(whisper_power(audio, filters))


def whisper_power(audio: NDArray[np.float32], filters: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """As `whisper_mel`, before it is scaled: log10 of the power in each band, at least -10."""
    frames = np.lib.stride_tricks.sliding_window_view(audio, WINDOW_SAMPLES)[::HOP_SAMPLES]
    return np.log10(np.maximum(band_power(frames, mel_filters() if filters is None else filters), np.float32(1e-10)), dtype=np.float32)


def band_power(frames: NDArray[np.float32], filters: NDArray[np.float32]) -> NDArray[np.float32]:
    """[n_bands, n] float32: of frames [n, 400] through filters [n_bands, 201]."""
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    # Not a matrix product: BLAS may round differently for other numbers of frames.
    return np.asarray(np.einsum("bf,tf->bt", filters, power), np.float32)


def scaled(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """log10 of power as the encoder takes it: RANGE below CEILING at least, then centred."""
    return ((np.maximum(power, np.float32(CEILING - RANGE)) + np.float32(4.0)) / np.float32(4.0)).astype(np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    """The periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES)).astype(np.float32)


@cache
def mel_filters(n_bands: int = N_BANDS) -> NDArray[np.float32]:
    """[n_bands, 201] float32: triangles between corners that are equal steps of Slaney's mel scale, each of area 1 in Hz times 2."""
    bins_hz = np.linspace(0, SAMPLE_RATE_HZ / 2, WINDOW_SAMPLES // 2 + 1)
    corners_hz = _hz(np.linspace(0.0, _mel(SAMPLE_RATE_HZ / 2), n_bands + 2))
    widths_hz = np.diff(corners_hz)
    distance_hz = corners_hz[:, None] - bins_hz[None]
    triangles = np.maximum(0.0, np.minimum(-distance_hz[:-2] / widths_hz[:-1, None], distance_hz[2:] / widths_hz[1:, None]))
    return (triangles * (2.0 / (corners_hz[2:] - corners_hz[:-2]))[:, None]).astype(np.float32)


def _mel(hz: float) -> float:
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    return hz / _HZ_PER_MEL if hz < _KNEE_HZ else _KNEE_MEL + float(np.log(hz / _KNEE_HZ)) / _STEP


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _KNEE_HZ * np.exp(_STEP * (mel - _KNEE_MEL))
    return np.where(mel < _KNEE_MEL, mel * _HZ_PER_MEL, above)
