"""Songs whose every part is known: a voice that sings given notes, chords, a bass and drums, all made here from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyworld
import soxr
from numpy.typing import NDArray

from studio.speech.hibari import Hibari

RATE_HZ = 44_100
TEMPO_BPM = 100.0
TEXT = "Over the river and under the moon, we are singing a wonderful tune. Nobody knows where the morning will go."
MELODY_HZ = (220.0, 246.94, 261.63, 293.66, 329.63, 293.66, 261.63, 246.94)
CHORDS_HZ = ((110.0, 220.0, 261.63, 329.63), (87.31, 174.61, 220.0, 261.63), (130.81, 196.0, 261.63, 329.63), (98.0, 196.0, 246.94, 293.66))
"""A minor, F, C, G: the key is A minor."""
BEAT_S = 60.0 / TEMPO_BPM

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Song:
    """[n, 2] float32 each, at 44.1 kHz; `mix` is the sum of the stems. `f0_hz` is the melody every 5 ms, 0 in pauses."""

    mix: Samples
    vocals: Samples
    accompaniment: Samples
    f0_hz: NDArray[np.float64]


@cache
def song(seconds: float = 12.0, seed: int = 0) -> Song:
    """A song of this length."""
    n = round(seconds * RATE_HZ)
    rng = np.random.default_rng(seed)
    sung, f0_hz = singing(n)
    vocals = np.stack([sung, sung], axis=1)
    accompaniment = (_chords(n) + _drums(n, rng)).astype(np.float32)
    vocals *= np.float32(0.25 / np.abs(vocals).max())
    accompaniment *= np.float32(0.4 / np.abs(accompaniment).max())
    return Song(vocals + accompaniment, vocals, accompaniment, f0_hz)


def singing(n_samples: int) -> tuple[Samples, NDArray[np.float64]]:
    """(the text on the melody [n], its pitch every 5 ms): speech taken apart, and put together again on notes."""
    rate_hz, spoken = Hibari().speak(TEXT)
    speech = spoken.astype(np.float64)
    f0_hz, times_s = pyworld.harvest(speech, rate_hz, f0_floor=80.0, f0_ceil=500.0)
    envelope = pyworld.cheaptrick(speech, f0_hz, times_s, rate_hz)
    aperiodicity = pyworld.d4c(speech, f0_hz, times_s, rate_hz)
    notes = np.array([MELODY_HZ[int(t / (2 * BEAT_S)) % len(MELODY_HZ)] for t in times_s])
    wanted = np.where(f0_hz > 0, notes, 0.0)
    sung = soxr.resample(pyworld.synthesize(wanted, envelope, aperiodicity, rate_hz), rate_hz, RATE_HZ).astype(np.float32)
    repeats = -(-n_samples // len(sung))
    return np.tile(sung, repeats)[:n_samples], np.tile(wanted, repeats)[: round(n_samples / RATE_HZ / 0.005)]


def _chords(n: int) -> Samples:
    t = np.arange(n) / RATE_HZ
    out = np.zeros((n, 2))
    bar_s = 4 * BEAT_S
    for bar in range(int(t[-1] / bar_s) + 1):
        inside = (t >= bar * bar_s) & (t < (bar + 1) * bar_s)
        for voice, f_hz in enumerate(CHORDS_HZ[bar % len(CHORDS_HZ)]):
            since = t[inside] - bar * bar_s
            fade = np.exp(-since / 1.2) * np.minimum(1.0, since / 0.005)
            tone = sum(np.sin(2 * np.pi * f_hz * k * since) / k**1.5 for k in range(1, 9)) * fade
            pan = 0.3 + 0.4 * (voice % 2)
            out[inside] += 0.15 * np.stack([tone * (1 - pan), tone * pan], axis=1)
    return out.astype(np.float32)


def _drums(n: int, rng: np.random.Generator) -> Samples:
    out = np.zeros(n + RATE_HZ)
    t = np.arange(round(0.25 * RATE_HZ)) / RATE_HZ
    kick = np.sin(2 * np.pi * (50 * t + 60 * 0.03 * (1 - np.exp(-t / 0.03)))) * np.exp(-t / 0.1)
    for beat in range(int(n / RATE_HZ / BEAT_S) + 1):
        at = round(beat * BEAT_S * RATE_HZ)
        snare = rng.standard_normal(len(t)) * np.exp(-t / 0.05)
        out[at : at + len(t)] += 0.5 * (snare * 0.5 if beat % 2 else kick)
        hat = round(at + BEAT_S / 2 * RATE_HZ)
        out[hat : hat + 2000] += 0.1 * rng.standard_normal(2000) * np.exp(-np.arange(2000) / 500)
    return np.repeat(out[:n, np.newaxis], 2, axis=1).astype(np.float32)


def si_sdr_db(estimate: Samples, truth: Samples) -> float:
    """Scale-invariant signal to distortion ratio of two signals of one shape."""
    e, s = estimate.astype(np.float64).ravel(), truth.astype(np.float64).ravel()
    target = (e @ s) / (s @ s) * s
    return float(10 * np.log10((target @ target) / ((e - target) @ (e - target))))
