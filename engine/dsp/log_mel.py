"""Log-mel frames as RMVPE was trained on: 16 kHz, 128 bands (htk scale, area-normed, 30-8000 Hz), window 1024, hop 160, floor 1e-5.

Frame n is centred on sample 160 n. Pure functions of their arguments: equal samples give equal bits, however the stream is cut.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 1024
HOP_SAMPLES = 160
N_BANDS = 128
LOW_HZ = 30.0
HIGH_HZ = 8000.0
FLOOR = 1e-5


def log_mel(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """[128, 1 + n // 160] float32: all frames of a recording, its ends mirrored. audio [n] float32, 16 kHz, n > 512."""
    return log_mel_frames(np.pad(audio, WINDOW_SAMPLES // 2, mode="reflect"))


def log_mel_frames(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """[128, 1 + (n - 1024) // 160] float32: the frames that lie wholly in audio [n], 16 kHz, n >= 1024."""
    frames = np.lib.stride_tricks.sliding_window_view(audio, WINDOW_SAMPLES)[::HOP_SAMPLES]
    spectrum = np.abs(np.fft.rfft(frames * _hann(), axis=1)).astype(np.float32)
    # Not a matrix product: BLAS may round differently for other numbers of frames.
    mel: NDArray[np.float32] = np.einsum("bf,tf->bt", mel_filters(), spectrum)
    return np.log(np.maximum(mel, np.float32(FLOOR)), dtype=np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    """The periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES)).astype(np.float32)


@cache
def mel_filters() -> NDArray[np.float32]:
    """[128, 513] float32: triangles between mel-spaced corners, each of area 1 in Hz times 2 (Slaney's norm)."""
    low_mel, high_mel = (2595.0 * np.log10(1.0 + hz / 700.0) for hz in (LOW_HZ, HIGH_HZ))
    corners_hz = 700.0 * (10.0 ** (np.linspace(low_mel, high_mel, N_BANDS + 2) / 2595.0) - 1.0)
    bins_hz = np.linspace(0, SAMPLE_RATE_HZ / 2, WINDOW_SAMPLES // 2 + 1)
    widths_hz = np.diff(corners_hz)
    distance_hz = corners_hz[:, None] - bins_hz[None]
    rising = -distance_hz[:-2] / widths_hz[:-1, None]
    falling = distance_hz[2:] / widths_hz[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * (2.0 / (corners_hz[2:] - corners_hz[:-2]))[:, None]).astype(np.float32)
