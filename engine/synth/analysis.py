"""What the vocoder hears in one frame: the spectral envelope and, where voiced, how much of each band is noise.

The envelope follows CheapTrick (Morise, "CheapTrick, a spectral envelope estimator for high-quality speech synthesis", Speech
Communication 67, 2015): a window three periods long, a rectangular smoothing two thirds of the pitch wide, and a cepstral lifter that
takes the ripple of the harmonics out and gives back the height of the peaks. It is written out here, not called from pyworld, for two
reasons: one frame at a time makes it chunk-invariant and cheap (no table is built anew), and the window may be moved to the left where
the future has not come in yet.

The noise share comes from a comparison with one period earlier: in a band, the magnitude of the cross-spectrum of two windows one period
apart, divided by their power, is the periodic share (what repeats adds up, what does not cancels out). It needs no right context, unlike
D4C (four periods, 0.5 ms of computing a frame).

Pure functions; float64 inside. Worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.kernel import kernel

Array = NDArray[np.float64]
Spectrum = NDArray[np.complex128]

FFT_SAMPLES = 4096
N_BINS = FFT_SAMPLES // 2 + 1
BIN_HZ = SAMPLE_RATE_HZ / FFT_SAMPLES
LOWEST_F0_HZ = 40.0
HIGHEST_F0_HZ = 1200.0
UNVOICED_F0_HZ = 250.0
"""Where there is no pitch, the envelope is measured as if of this pitch: a window of 12 ms, detail of 170 Hz."""

PERIODS_IN_WINDOW = 3.0
ANTICIPATION_SAMPLES = 96
"""A filter of minimum phase answers a pulse up to 3.5 ms late (the lows): voiced frames are heard 2 ms ahead, to come out in step on the
whole."""

LOOK_BACK_SAMPLES = int(2.5 * SAMPLE_RATE_HZ / LOWEST_F0_HZ) + 4
"""How far left of its centre a voiced analysis reads: half a window and one period, plus rounding."""

BAND_EDGES_HZ = (60.0, 1000.0, 2000.0, 3000.0, 4500.0, 6500.0, 9500.0, 14000.0, 23900.0)
N_BANDS = len(BAND_EDGES_HZ) - 1
POWER_FLOOR = 1e-16
"""-160 dBFS a bin: the envelope of digital silence."""

_BAND_BINS = np.array([round(edge / BIN_HZ) for edge in BAND_EDGES_HZ])
_BAND_CENTRES_HZ = np.array([(low + high) / 2 for low, high in pairwise(BAND_EDGES_HZ)])
_BIN_FREQUENCIES_HZ = np.arange(N_BINS) * BIN_HZ
_QUEFRENCY_S = np.minimum(np.arange(FFT_SAMPLES), FFT_SAMPLES - np.arange(FFT_SAMPLES)) / SAMPLE_RATE_HZ
_LAG_ERRORS = np.array([0.0, -0.007, 0.007, -0.015, 0.015, -0.025, 0.025])
_RECOVERY = -0.15
_PHONEMIC_LAGS = slice(SAMPLE_RATE_HZ // 500, SAMPLE_RATE_HZ // 70)
_REPEATING, _SURELY_REPEATING = 0.55, 0.8


@dataclass(frozen=True, slots=True)
class FrameAnalysis:
    """One frame. `f0_hz` is 0 where unvoiced.

    log_power      [N_BINS] float64, natural log of the power spectral density (white noise of variance v has log v everywhere)
    power          mean square of the frame, full scale 1
    noise_share    [N_BINS] float64, 0 (all periodic) .. 1 (all noise) of the power; all 1 where unvoiced
    repeats        0..1, for unvoiced frames: how surely the frame repeats itself all the same (a pitch that the detector missed)
    """

    f0_hz: float
    log_power: Array
    power: float
    noise_share: Array
    repeats: float = 0.0


def analyse(audio: Array, centre: int, right_limit: int, f0_hz: float) -> FrameAnalysis:
    """Analyses the frame centred on `audio[centre]`, reading up to (not including) `audio[right_limit]`.

    Where voiced, the window is centred ANTICIPATION_SAMPLES later; one that would reach too far right is moved left. `audio` is float64
    at 48 kHz with LOOK_BACK_SAMPLES + 840 samples before `centre`; `f0_hz` is 0 or within LOWEST_F0_HZ .. HIGHEST_F0_HZ.
    """
    voiced = f0_hz > 0.0
    period = SAMPLE_RATE_HZ / (f0_hz if voiced else UNVOICED_F0_HZ)
    half = round(PERIODS_IN_WINDOW / 2 * period)
    if voiced:
        centre += ANTICIPATION_SAMPLES
    centre = min(centre, right_limit - half - 1)
    segments = np.zeros((2, FFT_SAMPLES))
    lag = round(period)
    _window(audio, centre, half, segments[0])
    if voiced:
        _window(audio, centre - lag, half, segments[1])
    else:
        _window(audio, right_limit - 601, 600, segments[1])
    spectra: Spectrum = np.fft.rfft(segments)
    log_power = smooth_envelope(_power(spectra[0]), SAMPLE_RATE_HZ / period)
    power = float(np.sum(segments[0] ** 2))
    if voiced:
        return FrameAnalysis(f0_hz, log_power, power, noise_share(spectra[0], spectra[1], lag))
    return FrameAnalysis(0.0, log_power, power, np.ones(N_BINS), _repeats(_power(spectra[1])))


def smooth_envelope(power: Array, f0_hz: float) -> Array:
    """Natural log of the envelope [N_BINS] of a power spectrum [N_BINS] that holds harmonics of `f0_hz` (CheapTrick's last three steps)."""
    smoothed = np.empty(N_BINS)
    _fill_below_f0_and_smooth(power, f0_hz / BIN_HZ, smoothed)
    cepstrum = np.fft.irfft(np.log(smoothed + POWER_FLOOR))
    turns = f0_hz * _QUEFRENCY_S
    lifter = np.sinc(turns) * (1.0 - 2.0 * _RECOVERY + 2.0 * _RECOVERY * np.cos(2.0 * np.pi * turns))
    log_power: Array = np.fft.rfft(cepstrum * lifter).real
    return np.maximum(log_power, np.log(POWER_FLOOR))


def noise_share(now: Spectrum, before: Spectrum, lag_samples: int) -> Array:
    """Share of noise in the power [N_BINS], from the spectra of two windows one period, `lag_samples`, apart.

    A pitch that is moving, or a little wrong, is made up for by trying lags near by. The chance agreement of a band of pure noise (about
    one over the root of its independent bins) is taken off.
    """
    shares = np.empty(N_BANDS)
    _band_coherence(now, before, lag_samples * _LAG_ERRORS, _BAND_BINS, shares)
    widths_hz = np.diff(np.array(BAND_EDGES_HZ))
    chance = np.minimum(0.5, 1.5 * SAMPLE_RATE_HZ / (widths_hz * PERIODS_IN_WINDOW * lag_samples))
    periodic = np.sqrt(np.maximum(0.0, shares**2 - chance) / (1.0 - chance))
    share: Array = np.interp(_BIN_FREQUENCIES_HZ, _BAND_CENTRES_HZ, 1.0 - periodic)
    return np.clip(share, 1e-3, 1.0)


def _power(spectrum: Spectrum) -> Array:
    power: Array = spectrum.real**2 + spectrum.imag**2
    return power


def _repeats(power: Array) -> float:
    """0..1 from the highest peak of the normalised autocorrelation between 70 and 500 Hz."""
    correlation = np.fft.irfft(power)
    if correlation[0] < POWER_FLOOR:
        return 0.0
    window_loss = 1.0 - np.arange(FFT_SAMPLES)[_PHONEMIC_LAGS] / 1200.0
    peak = float(np.max(correlation[_PHONEMIC_LAGS] / window_loss) / correlation[0])
    return min(1.0, max(0.0, (peak - _REPEATING) / (_SURELY_REPEATING - _REPEATING)))


@kernel
def _window(audio: Array, centre: int, half: int, out: Array) -> None:
    """A Hann window of unit energy over audio[centre - half .. centre + half], its mean taken off, into the head of `out`."""
    step = 2.0 * np.cos(np.pi / (half + 1))
    earlier, weight = -1.0, -np.cos(np.pi / (half + 1))
    energy, area, moment = 0.0, 0.0, 0.0
    for k in range(2 * half + 1):
        hann = 0.5 + 0.5 * weight
        out[k] = hann
        energy += hann * hann
        area += hann
        moment += hann * audio[centre - half + k]
        earlier, weight = weight, step * weight - earlier
    mean = moment / area
    scale = 1.0 / np.sqrt(energy)
    for k in range(2 * half + 1):
        out[k] *= (audio[centre - half + k] - mean) * scale


@kernel
def _fill_below_f0_and_smooth(power: Array, f0_bins: float, out: Array) -> None:
    """Mirrors the power between 0 and f0 onto itself (a window has no say below the first harmonic), then averages over 2/3 f0."""
    n_bins = power.shape[0]
    filled = power.copy()
    for k in range(int(f0_bins) + 1):
        mirrored = f0_bins - k
        whole = int(mirrored)
        part = mirrored - whole
        filled[k] += (1.0 - part) * power[whole] + part * power[whole + 1]
    reach = f0_bins / 3.0
    pad = int(reach) + 2
    total = np.empty(n_bins + 2 * pad + 1)
    total[0] = 0.0
    for k in range(n_bins + 2 * pad):
        source = abs(k - pad)
        if source >= n_bins:
            source = 2 * (n_bins - 1) - source
        total[k + 1] = total[k] + filled[source]
    for k in range(n_bins):
        low = k + pad + 0.5 - reach
        high = k + pad + 0.5 + reach
        i, j = int(low), int(high)
        area = total[j] + (high - j) * (total[j + 1] - total[j]) - total[i] - (low - i) * (total[i + 1] - total[i])
        out[k] = max(area, 0.0) / (2.0 * reach)


@kernel
def _band_coherence(now: Spectrum, before: Spectrum, lag_errors: Array, band_bins: NDArray[np.int64], out: Array) -> None:
    """|cross-spectrum| / power of each band, at that one of the `lag_errors` (samples) at which the bands agree best in all."""
    best = -1.0
    trial = np.empty(out.shape[0])
    for lag_error in lag_errors:
        turn = np.exp(2j * np.pi * lag_error / FFT_SAMPLES)
        for band in range(out.shape[0]):
            phase = np.exp(2j * np.pi * lag_error * band_bins[band] / FFT_SAMPLES)
            cross = 0j
            power_now, power_before = 1e-30, 1e-30
            for k in range(band_bins[band], band_bins[band + 1]):
                a, b = now[k], before[k]
                cross += a * b.conjugate() * phase
                phase *= turn
                power_now += a.real**2 + a.imag**2
                power_before += b.real**2 + b.imag**2
            trial[band] = abs(cross) / np.sqrt(power_now * power_before)
        if trial.sum() > best:
            best = trial.sum()
            out[:] = trial
