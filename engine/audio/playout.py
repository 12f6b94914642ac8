"""What a playback device hears when the ring runs dry: a short fade instead of a click, silence, and a fade in once there is enough again.

Thread: the device's. Forbidden here: new arrays, locks, logging, exceptions.
"""

from __future__ import annotations

import time

import numpy as np

from engine.audio.ring import Ring, Samples
from engine.audio.streams import MISSED, SAMPLES, XRUNS, Counters, StreamOptions, samples_of

FADE_MS = 4.0
LONGEST_READ_S = 0.05
"""Beyond this a device that has not read again is late, not in the middle of a period."""


class Playout:
    """Reads a ring at the pace of a device.

    Silent until the ring holds the `starting_samples`, then fades in over 4 ms and plays. When the ring runs dry, what is there is played,
    the last sample decays to zero over 4 ms, one xrun is counted, and playing waits for the end of that and for the prefill again, of which
    the silence meanwhile counts as a part: a block that is late by a moment must not cost a whole other one. Every sample between that xrun
    and the restart counts as missed. Nothing counts before the first sound: silence that is late is silence.

    options: `prefill_ms`, `starting_ms`, and `hop_ms` (with less than half of that nothing starts again).
    """

    def __init__(self, ring: Ring, counters: Counters, rate_hz: int, options: StreamOptions) -> None:
        self._ring = ring
        self._counters = counters.values
        self._rate_hz = rate_hz
        self._read_s = np.zeros(1, dtype=np.float64)
        self._prefill_samples = min(samples_of(options.prefill_ms, rate_hz), ring.capacity)
        self.starting_samples = min(samples_of(options.prefill_ms + options.starting_ms, rate_hz), ring.capacity)
        self._least_samples = min(round(options.hop_ms * rate_hz / 1000) // 2 or self._prefill_samples, self._prefill_samples)
        self._silent_samples = 0  # since the last sound
        n_fade = samples_of(FADE_MS, rate_hz)
        phase = (np.arange(n_fade) + 1.0) / (n_fade + 1.0)
        self._rise: Samples = (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)
        self._fall: Samples = self._rise[::-1].copy()
        self._n_fade = n_fade
        self._playing = False
        self._sounded = False
        self._faded_in = 0
        self._faded_out = n_fade
        self._last = np.float32(0.0)

    @property
    def playing(self) -> bool:
        """Whether the ring is being played (not waiting for its prefill)."""
        return self._playing

    def level_samples(self) -> float:
        """The ring's fill as if the device drank steadily instead of in gulps; any thread.

        The ring itself only ever shows whole gulps at a given point of the worker's loop, too coarse to see two clocks drift.
        """
        since_s = min(max(0.0, time.monotonic() - float(self._read_s[0])), LONGEST_READ_S)
        return self._ring.available - since_s * self._rate_hz if self._playing else float(self._ring.available)

    def fill(self, out: Samples) -> None:
        """Writes all of `out`, [n] float32 mono."""
        self._read_s[0] = time.monotonic()
        if not self._playing and self._faded_out >= self._n_fade and self._may_start(self._ring.available):
            self._playing = True
            self._faded_in = self._silent_samples = 0
        n = self._ring.read_into(out) if self._playing else 0
        if n:
            self._fade_in(out[:n])
            self._sounded = self._sounded or bool(out[:n].any())
            self._last = out[n - 1]
            self._faded_out = 0
            self._counters[SAMPLES] += n
        if n < out.shape[0]:
            self._run_dry(out[n:])

    def _may_start(self, available: int) -> bool:
        if not self._sounded:
            return available >= self.starting_samples
        return available >= self._least_samples and available + self._silent_samples >= self._prefill_samples

    def _fade_in(self, played: Samples) -> None:
        n = min(self._n_fade - self._faded_in, played.shape[0])
        if n > 0:
            np.multiply(played[:n], self._rise[self._faded_in : self._faded_in + n], out=played[:n])
            self._faded_in += n

    def _run_dry(self, missing: Samples) -> None:
        if self._playing:
            self._playing = False
            self._counters[XRUNS] += self._sounded
        if self._sounded:
            self._counters[MISSED] += missing.shape[0]
            self._silent_samples += missing.shape[0]
        n = min(self._n_fade - self._faded_out, missing.shape[0])
        if n > 0:
            np.multiply(self._fall[self._faded_out : self._faded_out + n], self._last, out=missing[:n])
            self._faded_out += n
        missing[n:] = 0.0
