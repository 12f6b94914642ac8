"""Who speaks, roughly: the average spectrum and the pitch of a stretch of speech, and how far two of them are apart.

No trained network: cepstral means and the median pitch tell a man from a woman and most people from each other over ten seconds. What they
cannot tell apart is not claimed to be one person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dsp.log_mel import HOP_SAMPLES, SAMPLE_RATE_HZ, log_mel

Floats = NDArray[np.float32]
N_CEPSTRA = 14
PITCH_WINDOW = 640
LOW_HZ, HIGH_HZ = 60.0, 400.0
VOICED = 0.65


@dataclass(frozen=True, slots=True)
class Timbre:
    """Cepstral means [14] and the median pitch in semitones above 55 Hz; 0 where hardly anything was voiced."""

    cepstra: NDArray[np.float64]
    pitch_st: float


def timbre(audio: Floats) -> Timbre:
    """Of audio [n] at 16 kHz, a second or more with speech in it."""
    mel = log_mel(audio)
    level = mel.mean(axis=0)
    mel = mel[:, level > np.percentile(level, 95) - 4.5]
    k = np.arange(1, N_CEPSTRA + 1)[:, None]
    basis = np.cos(np.pi * k * (np.arange(mel.shape[0]) + 0.5)[None] / mel.shape[0])
    return Timbre((basis @ mel).mean(axis=1) / mel.shape[0], pitch_st(audio))


def pitch_st(audio: Floats) -> float:
    """The median pitch by autocorrelation, in semitones above 55 Hz."""
    frames = np.lib.stride_tricks.sliding_window_view(audio, PITCH_WINDOW)[:: 2 * HOP_SAMPLES]
    power = np.abs(np.fft.rfft(frames * np.hanning(PITCH_WINDOW), 2 * PITCH_WINDOW, axis=1)) ** 2
    alike = np.fft.irfft(power, axis=1)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(PITCH_WINDOW), 2 * PITCH_WINDOW)) ** 2)
    low, high = int(SAMPLE_RATE_HZ / HIGH_HZ), int(SAMPLE_RATE_HZ / LOW_HZ)
    shape = alike[:, low:high] / np.maximum(alike[:, :1], 1e-9) / (window[low:high] / window[0])
    best = shape.argmax(axis=1)
    voiced = (shape.max(axis=1) > VOICED) & (alike[:, 0] > np.percentile(alike[:, 0], 60) * 0.1)
    if voiced.sum() < 10:
        return 0.0
    return float(12 * np.log2(np.median(SAMPLE_RATE_HZ / (low + best[voiced])) / 55.0))
