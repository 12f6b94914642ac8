"""The spectrograms that training compares: linear magnitudes and log-mel bands, as RVC computes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from training.rvc.networks.normed import Tensor

MAGNITUDE_FLOOR = 2e-7
"""Added to the squared magnitude, so that its root has a slope in silence."""
MEL_FLOOR = 2e-6


@dataclass(frozen=True, slots=True)
class SpectrogramSpec:
    """Rate in Hz, window and hop in samples, number of mel bands from 0 Hz to half the rate."""

    rate_hz: int
    n_fft: int
    hop: int
    n_mels: int

    @property
    def n_bins(self) -> int:
        """Bins of the linear spectrogram."""
        return self.n_fft // 2 + 1


def linear_spectrogram(audio: Tensor, spec: SpectrogramSpec) -> Tensor:
    """audio [batch, samples] -> magnitudes [batch, bins, samples // hop]; the ends are mirrored."""
    margin = (spec.n_fft - spec.hop) // 2
    padded = F.pad(audio[:, None], (margin, margin), mode="reflect")[:, 0]
    window = torch.hann_window(spec.n_fft, dtype=audio.dtype, device=audio.device)
    waves = torch.stft(padded, spec.n_fft, spec.hop, spec.n_fft, window, center=False, normalized=False, onesided=True, return_complex=True)
    return torch.sqrt(waves.real.pow(2) + waves.imag.pow(2) + MAGNITUDE_FLOOR)


def padded_spectrogram(audio: Tensor, lengths: Tensor, spec: SpectrogramSpec) -> Tensor:
    """As `linear_spectrogram`, of items that end after `lengths` [batch] frames: each is mirrored at its own end, and 0 after it."""
    whole = torch.zeros(audio.shape[0], spec.n_bins, audio.shape[1] // spec.hop, dtype=audio.dtype, device=audio.device)
    for item, samples, length in zip(whole, audio, lengths.tolist(), strict=True):
        item[:, :length] = linear_spectrogram(samples[None, : length * spec.hop], spec)[0]
    return whole


def log_mel(magnitudes: Tensor, spec: SpectrogramSpec) -> Tensor:
    """magnitudes [batch, bins, T] -> natural logarithms of the mel bands, [batch, mels, T]."""
    filters = torch.from_numpy(mel_filters(spec)).to(magnitudes.dtype).to(magnitudes.device)
    return torch.log(torch.clamp(filters @ magnitudes, min=MEL_FLOOR))


@cache
def mel_filters(spec: SpectrogramSpec) -> NDArray[np.float32]:
    """[mels, bins] float32: triangles on Slaney's mel scale from 0 Hz to half the rate, each of area 1."""
    corners_hz = _hz(np.linspace(0.0, _mel(spec.rate_hz / 2), spec.n_mels + 2))
    bins_hz = np.fft.rfftfreq(spec.n_fft, 1.0 / spec.rate_hz)
    widths_hz = np.diff(corners_hz)
    distance_hz = corners_hz[:, None] - bins_hz[None]
    rising = -distance_hz[:-2] / widths_hz[:-1, None]
    falling = distance_hz[2:] / widths_hz[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)
    return (triangles * (2.0 / (corners_hz[2:] - corners_hz[:-2]))[:, None]).astype(np.float32)


_LINEAR_STEP_HZ = 200.0 / 3
_KNEE_HZ = 1000.0
_KNEE_MEL = _KNEE_HZ / _LINEAR_STEP_HZ
_LOG_STEP = np.log(6.4) / 27.0


def _mel(hz: float) -> float:
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    return hz / _LINEAR_STEP_HZ if hz < _KNEE_HZ else _KNEE_MEL + float(np.log(hz / _KNEE_HZ)) / _LOG_STEP


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < _KNEE_MEL, mel * _LINEAR_STEP_HZ, _KNEE_HZ * np.exp(_LOG_STEP * (mel - _KNEE_MEL)))
