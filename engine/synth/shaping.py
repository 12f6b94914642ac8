"""From what was heard in a frame to the filters that speak it: formants moved, tilt and breath added, minimum phase.

Three filters a frame, each None where it has nothing to say:

- `pulses`: the envelope times the periodic share, for the pulse train;
- `noise`: the envelope times the noise share, for noise of unit variance;
- `through`: for unvoiced sounds, the ratio of the new envelope to the one heard, applied to the input itself. Consonants keep their own
fine structure (a burst stays a burst), and with the formants unmoved they pass untouched. A frame called unvoiced that repeats itself all
the same (a pitch that the detector missed) is spoken by noise instead, or the old pitch would show.

The power of the frame is kept whatever is done to pitch and envelope: harmonics that are spread further apart, or fall where the envelope
is low, are made louder for it (within MOST_CORRECTION_DB). Pure functions; worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.synth.analysis import BIN_HZ, FFT_SAMPLES, N_BINS, POWER_FLOOR, Array, FrameAnalysis, Spectrum

_BIN = np.arange(N_BINS, dtype=np.float64)
_OCTAVES_ABOVE_1_KHZ = np.log2(np.maximum(_BIN * BIN_HZ, 1000.0) / 1000.0)
_FOLD = np.concatenate(([1.0], np.full(N_BINS - 2, 2.0), [1.0], np.zeros(FFT_SAMPLES - N_BINS)))
_BREATH_EXPONENT = 0.6 + 2.4 / (1.0 + _BIN * BIN_HZ / 1000.0)
"""Breath fills the highs first: a share of b ** 3 at the bottom, b ** 0.6 at the top; all of it at b = 1."""

_NEPER_PER_DB = np.log(10.0) / 10.0
_ALL_PASS: Spectrum = np.ones(N_BINS, np.complex128)
_LEAST_SHARE = 1e-8
_RUMBLE_CORNER = 0.6
"""A voice has nothing below its pitch: what the smoothing put there is rolled off from 0.6 of the pitch down, 12 dB per octave."""

_HZ = np.maximum(_BIN, 0.5) * BIN_HZ
MOST_CORRECTION_DB = 15.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What to do to the envelope. formant_st in semitones, breath 0..1, tilt_db in dB per octave above 1 kHz."""

    formant_st: float
    breath: float
    tilt_db: float

    @property
    def changes_envelope(self) -> bool:
        return self.formant_st != 0.0 or self.tilt_db != 0.0


@dataclass(frozen=True, slots=True)
class FrameFilters:
    """[N_BINS] complex128 each, of minimum phase; see the module's docstring."""

    pulses: Spectrum | None = None
    noise: Spectrum | None = None
    through: Spectrum | None = None


def filters_of(analysis: FrameAnalysis, shape: Shape, spoken_hz: float) -> FrameFilters:
    """The filters of one frame, to be spoken at `spoken_hz` (0 where unvoiced)."""
    target = shaped_log_power(analysis.log_power, shape)
    if analysis.f0_hz == 0.0:
        return _unvoiced(analysis, target, shape)
    share = analysis.noise_share + (1.0 - analysis.noise_share) * shape.breath**_BREATH_EXPONENT
    target = target - np.log1p((_RUMBLE_CORNER * spoken_hz / _HZ) ** 4)
    logs = np.empty((2, N_BINS))
    logs[0] = target + np.log(np.maximum(1.0 - share, _LEAST_SHARE))
    logs[1] = target + np.log(np.maximum(share, _LEAST_SHARE))
    logs += _power_correction(analysis.power, logs, spoken_hz)
    both = minimum_phase(logs)
    return FrameFilters(pulses=both[0] if shape.breath < 1.0 else None, noise=both[1])


def _power_correction(wanted_power: float, logs: Array, spoken_hz: float) -> float:
    """What to add to the log powers of pulses and noise for the frame to come out with `wanted_power`."""
    harmonics = np.arange(1, int(0.98 * (N_BINS - 1) * BIN_HZ / spoken_hz) + 1) * (spoken_hz / BIN_HZ)
    pulse_power = np.exp(np.interp(harmonics, _BIN, logs[0])).sum() * spoken_hz / BIN_HZ
    noise_power = np.exp(logs[1]).sum()
    comes_out = float(pulse_power + noise_power) / (N_BINS - 1)
    correction = np.log((wanted_power + POWER_FLOOR) / (comes_out + POWER_FLOOR))
    most = MOST_CORRECTION_DB * _NEPER_PER_DB
    return float(np.clip(correction, -most, most))


def shaped_log_power(log_power: Array, shape: Shape) -> Array:
    """The envelope with formants moved by `formant_st` and tilted, its total power kept; [N_BINS], natural log."""
    if not shape.changes_envelope:
        return log_power
    target = np.interp(_BIN * 2.0 ** (-shape.formant_st / 12.0), _BIN, log_power)
    target += shape.tilt_db * _NEPER_PER_DB * _OCTAVES_ABOVE_1_KHZ
    kept: Array = target + np.log(np.exp(log_power).sum() / np.exp(target).sum())
    return kept


def minimum_phase(log_power: Array) -> Spectrum:
    """[..., N_BINS] complex128 of minimum phase whose squared magnitude is exp(log_power)."""
    cepstrum = np.fft.irfft(0.5 * log_power, axis=-1)
    response: Spectrum = np.exp(np.fft.rfft(cepstrum * _FOLD, axis=-1))
    return response


def _unvoiced(analysis: FrameAnalysis, target: Array, shape: Shape) -> FrameFilters:
    through: Spectrum | None = None
    noise: Spectrum | None = None
    if analysis.repeats < 1.0:
        ratio = minimum_phase(target - analysis.log_power) if shape.changes_envelope else _ALL_PASS
        through = ratio * np.sqrt(1.0 - analysis.repeats)
    if analysis.repeats > 0.0:
        noise = minimum_phase(target) * np.sqrt(analysis.repeats)
    return FrameFilters(noise=noise, through=through)
