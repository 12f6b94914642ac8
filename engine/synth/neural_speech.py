"""From the two filters that the decoder of the neural voices gives every 10 ms to sound at 48 kHz: a pulse train and noise, through
filters of minimum phase.

Each hop of 10 ms is spoken twice, through the filter of the frame on its left and of the one on its right, faded from one to the other by
a Hann window: the same as the windows of 20 ms that the decoder was trained with at 24 kHz, but causal: frame m + 1 is all that hop m
waits for. Pulses have harmonics up to 12 kHz; above it, the noise goes on, ever weaker.

Frames have absolute numbers, which key the noise; phase and tails are carried. Thread: worker.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, StreamSpec
from engine.dsp import noise
from engine.dsp.filter_bands import HIGH_HZ, band_centres_hz, extension
from engine.dsp.kernel import kernel

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

FFT_SIZE = 2048
N_BINS = FFT_SIZE // 2 + 1
TRAINED_RATE_HZ = 24_000
NOISE_GAIN = 0.1
LOWEST_LOG, HIGHEST_LOG = -14.0, 6.0
_NOISE_STREAM = 4
_BINS_HZ = np.arange(N_BINS) * SAMPLE_RATE_HZ / FFT_SIZE
_FOLD = np.concatenate(([1.0], np.full(N_BINS - 2, 2.0), [1.0], np.zeros(FFT_SIZE - N_BINS)))
_RISE = np.sin(0.5 * np.pi * np.arange(FRAME_SAMPLES) / FRAME_SAMPLES) ** 2
_FADES = np.stack([1.0 - _RISE, _RISE])
_EXTENSION = extension(FFT_SIZE, SAMPLE_RATE_HZ)
_NO_PULSES_ABOVE = np.where(_BINS_HZ > HIGH_HZ, LOWEST_LOG, 0.0)
_DENSITY = SAMPLE_RATE_HZ / TRAINED_RATE_HZ
"""Noise of unit variance is spread over twice the band that it was trained in."""
_PULSES_AS_NOISE = 0.5 / NOISE_GAIN**2
"""Power density of pulses whose filter is 1, against that of noise whose filter is 1."""
_BREATH_EXPONENT = 0.6 + 2.4 / (1.0 + _BINS_HZ / 1000.0)
"""Breath fills the highs first, as in the built-in vocoder."""
_LEAST_SHARE = 1e-8


@dataclass(frozen=True, slots=True)
class NeuralShape:
    """What the controls do to the filters: formants moved by a factor, 0..1 of the pulses turned into breath."""

    formant_factor: float = 1.0
    breath: float = 0.0


@dataclass(frozen=True, slots=True)
class DecodedFrames:
    """Decoded frames: log magnitudes pulse [n, n_pulse] and noise [n, n_noise]; pitch_hz and voicing [n]."""

    pulse: Floats
    noise: Floats
    pitch_hz: Floats
    voicing: Floats


@dataclass(slots=True)
class NeuralSpeechState:
    """One stream. `phase` in turns; `tail` [FFT_SIZE] is what earlier hops still have to say; `left` (pulse, noise filters [2, N_BINS]
    complex, pitch) is the newest frame decoded, whose number is `left_frame`."""

    spec: StreamSpec
    left_frame: int
    left: NDArray[np.complex128] | None = None
    left_hz: float = 0.0
    phase: float = 0.0
    tail: Array = field(default_factory=lambda: np.zeros(FFT_SIZE))


def speak(frames: DecodedFrames, shape: NeuralShape, state: NeuralSpeechState) -> Audio:
    """[480 n] float32 at 48 kHz for the next n frames; 480 (n - 1) for the very first ones, which have nothing on their left."""
    filters = filters_of(frames, shape)
    pitch_hz = frames.pitch_hz.astype(np.float64)
    if state.left is None:
        state.left, state.left_hz, filters, pitch_hz = filters[0], float(pitch_hz[0]), filters[1:], pitch_hz[1:]
    n = len(filters)
    if n == 0:
        return np.zeros(0, np.float32)
    sources = _sources(np.concatenate([[state.left_hz], pitch_hz]), n, state)
    lefts = np.concatenate([state.left[None], filters[:-1]])
    spectra = np.fft.rfft(sources[:, :, None] * _FADES, FFT_SIZE)  # [hop, source, side, bin]
    spoken = np.fft.irfft((spectra[:, :, 0] * lefts + spectra[:, :, 1] * filters).sum(1))
    state.left, state.left_hz = filters[-1].copy(), float(pitch_hz[-1])
    state.left_frame += n
    return _joined(spoken, state)


def filters_of(frames: DecodedFrames, shape: NeuralShape) -> NDArray[np.complex128]:
    """[n, 2, N_BINS]: of pulses and noise, minimum phase."""
    pulse = _lines(frames.pulse, shape.formant_factor)
    hiss = _lines(frames.noise, shape.formant_factor) + _EXTENSION
    voicing = frames.voicing.astype(np.float64)[:, None]
    pulse = pulse + np.log(np.maximum(voicing, _LEAST_SHARE))
    if shape.breath > 0.0:
        share = shape.breath**_BREATH_EXPONENT
        hiss = 0.5 * np.logaddexp(2.0 * hiss, 2.0 * (pulse + _EXTENSION) + np.log(_PULSES_AS_NOISE * share))
        pulse = pulse + 0.5 * np.log(np.maximum(1.0 - share, _LEAST_SHARE))
    logs = np.stack([pulse + _NO_PULSES_ABOVE, hiss + np.log(NOISE_GAIN * math.sqrt(_DENSITY))], axis=1)
    return _minimum_phase(np.clip(logs, LOWEST_LOG, HIGHEST_LOG))


def _lines(bands: Floats, formant_factor: float) -> Array:
    """[n, N_BINS]: straight lines between the bands, moved along the frequencies."""
    centres_hz = band_centres_hz(bands.shape[1]) * formant_factor
    below = np.clip(np.searchsorted(centres_hz, _BINS_HZ, side="right") - 1, 0, len(centres_hz) - 2)
    share = np.clip((_BINS_HZ - centres_hz[below]) / (centres_hz[below + 1] - centres_hz[below]), 0.0, 1.0)
    wide = np.clip(bands.astype(np.float64), LOWEST_LOG, HIGHEST_LOG)
    lines: Array = wide[:, below] * (1.0 - share) + wide[:, below + 1] * share
    return lines


def _minimum_phase(logs: Array) -> NDArray[np.complex128]:
    cepstrum = np.fft.irfft(logs, axis=-1)
    response: NDArray[np.complex128] = np.exp(np.fft.rfft(cepstrum * _FOLD, axis=-1))
    return response


def _sources(pitch_hz: Array, n: int, state: NeuralSpeechState) -> Array:
    """[n, 2, 480]: pulses and noise of the hops from `left_frame` on; pitch_hz [n + 1] at their edges."""
    sources = np.empty((n, 2, FRAME_SAMPLES))
    state.phase = _pulses(pitch_hz, state.phase, sources)
    sources[:, 1] = noise.gaussian(state.spec.seed, state.spec.first_frame + state.left_frame, n, FRAME_SAMPLES, _NOISE_STREAM)
    return sources


def _joined(spoken: Array, state: NeuralSpeechState) -> Audio:
    """The hops [n, FFT_SIZE], added up where they overlap; what reaches beyond them stays in the tail."""
    n = len(spoken)
    out = np.zeros(n * FRAME_SAMPLES + FFT_SIZE)
    out[:FFT_SIZE] = state.tail
    for hop in range(n):
        out[hop * FRAME_SAMPLES : hop * FRAME_SAMPLES + FFT_SIZE] += spoken[hop]
    state.tail = out[n * FRAME_SAMPLES :].copy()
    return out[: n * FRAME_SAMPLES].astype(np.float32)


@kernel
def _pulses(pitch_hz: Array, phase: float, sources: Array) -> float:
    """Fills sources[:, 0] with a pulse train whose harmonics end at 12 kHz, of about equal power whatever the pitch; the phase at its
    end, in turns."""
    size = sources.shape[2]
    for hop in range(sources.shape[0]):
        for i in range(size):
            hz = pitch_hz[hop] + (pitch_hz[hop + 1] - pitch_hz[hop]) * i / size
            phase += hz / 48_000.0
            phase -= math.floor(phase)
            n_harmonics = max(1.0, math.floor(12_000.0 / hz))
            half = math.sin(math.pi * phase)
            if abs(half) < 1e-4:
                kernel = n_harmonics
            else:
                kernel = math.sin((n_harmonics + 0.5) * 2.0 * math.pi * phase) / (2.0 * half) - 0.5
            sources[hop, 0, i] = kernel * math.sqrt(2.0 * hz / 24_000.0)
    return phase
