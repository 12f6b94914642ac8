"""What the window draws of the sound: a spectrum of both sides and their pitch, computed beside the worker and only when somebody watches.

Threads: the worker calls `Scope.take`, which copies two blocks and counts; the watcher's thread computes. A picture may be torn by a copy
in progress: it is drawn once and gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.link.messages import Event, Spectrum
from engine.runtime.crossfader import Crossfader

WINDOW_SAMPLES = 4096
"""85 ms: harmonics of a deep voice (12 Hz a bin) stay apart."""
KEPT_SAMPLES = 4 * WINDOW_SAMPLES
N_BANDS = 96
LOW_HZ, HIGH_HZ = 60.0, 12_000.0
FLOOR_DB = -120


class Scope:
    """The newest KEPT_SAMPLES of what goes in and comes out."""

    def __init__(self) -> None:
        self.watched = False
        self._kept = np.zeros((2, KEPT_SAMPLES), np.float32)
        self._written = [0, 0]
        self._window = np.hanning(WINDOW_SAMPLES).astype(np.float32)
        self._edges = band_edges()

    def take(self, block: Audio, out: Audio) -> None:
        """Worker: one hop, in and out; the latter is longer or shorter while a voice changes."""
        for side, audio in enumerate((block, out)):
            n = min(len(audio), KEPT_SAMPLES)
            newest, start = audio[len(audio) - n :], self._written[side] % KEPT_SAMPLES
            first = min(n, KEPT_SAMPLES - start)
            self._kept[side, start : start + first] = newest[:first]
            self._kept[side, : n - first] = newest[first:]
            self._written[side] += n

    def bands_db(self) -> NDArray[np.int64]:
        """[2, N_BANDS]: level of each band now, input and output, in whole dB; 0 is a sine of full scale."""
        newest = (np.array(self._written)[:, np.newaxis] + np.arange(-WINDOW_SAMPLES, 0)) % KEPT_SAMPLES
        recent = np.take_along_axis(self._kept, newest, axis=1)
        power = np.abs(np.fft.rfft(recent * self._window, axis=1)) ** 2 * (4.0 / WINDOW_SAMPLES) ** 2
        # Bands narrower than a bin take their share of it; wider ones sum.
        total = np.concatenate([np.zeros((2, 1)), np.cumsum(power, axis=1, dtype=np.float64)], axis=1)
        bins = np.arange(total.shape[1])
        below = np.stack([np.interp(self._edges, bins, side) for side in total])
        widths = np.diff(self._edges)
        banded = np.diff(below, axis=1) * np.maximum(1.0, 1.0 / widths)
        db: NDArray[np.int64] = np.maximum(FLOOR_DB, np.round(10.0 * np.log10(np.maximum(banded, 1e-12)))).astype(np.int64)
        return db


def band_edges() -> NDArray[np.float64]:
    """[N_BANDS + 1]: edges in bins, bin k from k to k + 1, evenly spaced in pitch."""
    edges_hz = np.geomspace(LOW_HZ, HIGH_HZ, N_BANDS + 1)
    return np.asarray(edges_hz * WINDOW_SAMPLES / SAMPLE_RATE_HZ + 0.5)


class Watcher:
    """Tells of the scope `per_s` times a second, from a thread of its own, until closed."""

    def __init__(self, scope: Scope, crossfader: Crossfader, emit: Callable[[Event], None], per_s: int) -> None:
        self._scope, self._crossfader, self._emit, self._pause_s = scope, crossfader, emit, 1.0 / per_s
        self._closing = threading.Event()
        scope.watched = True
        self._thread = threading.Thread(target=self._run, name="urvc-watcher")
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; the scope rests."""
        self._closing.set()
        self._thread.join()
        self._scope.watched = False

    def _run(self) -> None:
        while not self._closing.wait(self._pause_s):
            self._emit(self._picture())

    def _picture(self) -> Spectrum:
        bands = self._scope.bands_db()
        running = self._crossfader.current
        input_hz = running.state.f0_hz
        spoken_hz = input_hz if running.params.bypass else running.state.spoken_hz
        return Spectrum(
            low_hz=LOW_HZ,
            high_hz=HIGH_HZ,
            input_db=bands[0].tolist(),
            output_db=bands[1].tolist(),
            input_hz=round(input_hz, 1),
            output_hz=round(spoken_hz, 1),
        )
