"""Key and tempo of music, from its spectrum."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import Frames

WINDOW, HOP = 8192, 960
"""170 ms every 20 ms: fine enough for semitones from A2 up, and for beats."""
LOWEST_HZ, HIGHEST_HZ = 100.0, 2000.0
NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
# How well each note of the scale fits its key, as listeners judged (Krumhansl and Kessler, 1982).
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
SLOWEST_BPM, FASTEST_BPM, USUAL_BPM = 50.0, 210.0, 110.0
REPEATS = 4
LEAST_S = 8.0

Array = NDArray[np.float64]


class Tonality:
    """Takes blocks in, then tells key and tempo."""

    def __init__(self) -> None:
        self._window = np.hanning(WINDOW)
        frequencies_hz = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE_HZ)
        self._used = (frequencies_hz >= LOWEST_HZ) & (frequencies_hz <= HIGHEST_HZ)
        self._pitch_class = np.round(12 * np.log2(frequencies_hz[self._used] / 440.0) + 9).astype(int) % 12
        self._rest = np.zeros(0)
        self._before: Array | None = None
        self._chroma = np.zeros(12)
        self._onsets: list[Array] = []

    def add(self, block: Frames) -> None:
        """[n, channels] float32 at 48 kHz."""
        held = np.concatenate([self._rest, block.mean(axis=1)])
        n = (len(held) - WINDOW) // HOP + 1
        if n <= 0:
            self._rest = held
            return
        frames = np.lib.stride_tricks.sliding_window_view(held, WINDOW)[::HOP][:n]
        magnitudes = np.abs(np.fft.rfft(frames * self._window, axis=1))
        self._rest = held[n * HOP :]
        self._chroma += np.bincount(self._pitch_class, np.log1p(magnitudes[:, self._used]).sum(axis=0), 12)
        loud = np.log1p(magnitudes)
        before = loud[:1] if self._before is None else self._before
        self._onsets.append(np.maximum(np.diff(np.concatenate([before, loud]), axis=0), 0.0).sum(axis=1))
        self._before = loud[-1:]

    def key(self) -> str:
        """Such as "A minor"; "" where nothing sounds."""
        if not self._chroma.any() or np.ptp(self._chroma) < 1e-9:
            return ""
        chroma = self._chroma - self._chroma.mean()
        fits = {
            f"{NOTES[tonic]} {mode}": float(np.corrcoef(chroma, np.roll(profile, tonic))[0, 1])
            for mode, profile in (("major", MAJOR), ("minor", MINOR))
            for tonic in range(12)
        }
        return max(fits, key=lambda name: fits[name])

    def tempo_bpm(self) -> float:
        """Beats a minute; 0 where there are none to be told."""
        onsets = np.concatenate(self._onsets) if self._onsets else np.zeros(0)
        rate_hz = SAMPLE_RATE_HZ / HOP
        if len(onsets) < LEAST_S * rate_hz or np.ptp(onsets) < 1e-9:
            return 0.0
        onsets = onsets - onsets.mean()
        alike = np.correlate(onsets, onsets, "full")[len(onsets) - 1 :] if len(onsets) < 20_000 else _correlated(onsets)
        lags = np.arange(1, min(len(alike), int(rate_hz * 60 / SLOWEST_BPM) + 1))
        bpm = 60.0 * rate_hz / lags
        # A beat comes again after every number of beats; of those that fit, people tap the one nearest to the usual tempo.
        again = np.mean([alike[np.minimum(lags * times, len(alike) - 1)] for times in range(1, REPEATS + 1)], axis=0)
        score = np.where((bpm >= SLOWEST_BPM) & (bpm <= FASTEST_BPM), again * np.exp(-np.square(np.log2(bpm / USUAL_BPM))), 0.0)
        return _between(lags, score, rate_hz)


def _correlated(onsets: Array) -> Array:
    n = 1 << (2 * len(onsets) - 1).bit_length()
    spectrum = np.fft.rfft(onsets, n)
    out: Array = np.fft.irfft(spectrum * spectrum.conj(), n)[: len(onsets)]
    return out


def _between(lags: NDArray[np.int_], score: Array, rate_hz: float) -> float:
    """The tempo of the highest score, between the lags of whole frames."""
    best = int(score.argmax())
    if score[best] <= 0.0:
        return 0.0
    shift = 0.0
    if 0 < best < len(score) - 1 and score[best - 1] > 0 and score[best + 1] > 0:
        left, middle, right = score[best - 1 : best + 2]
        shift = 0.5 * (left - right) / (left - 2 * middle + right)
    return float(60.0 * rate_hz / (lags[best] + shift))


def tonality(blocks: Iterable[Frames]) -> tuple[str, float]:
    """(key, tempo in beats a minute)."""
    found = Tonality()
    for block in blocks:
        found.add(block)
    return found.key(), found.tempo_bpm()
