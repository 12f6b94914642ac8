"""Keeps a ring's fill at its target when the two devices' clocks differ, by asking the resampler for a little more or less.

Thread: the worker's.
"""

from __future__ import annotations

import math

from engine.audio.resample import MAX_DRIFT

DEAD_BAND_MS = 1.0
"""Equal clocks jitter by less than this; the correction starts beyond it."""
SMOOTHING_S = 1.0
PROPORTIONAL_PER_S = 0.25
INTEGRAL_PER_S2 = 0.01
"""Together a closed loop of 0.1 rad/s damped by 1.25: settled in half a minute, no swinging; 1 ms bends the pitch by 0.4 cents."""
MOST_BENT = 0.0015
"""Beyond what the clocks need, the pitch is bent by no more than 2.6 cents: what a gap has left may take some seconds to drain."""
MOST_CLOCKS = 0.0015
"""The clocks of two devices differ by less: crystals by 0.02 %, the worst of sound servers' estimates by 0.1 %. What would be learnt beyond
that is no clock."""
LEARNING_MS = 5.0
"""Clocks that differ by 0.1 % move the fill by less than this before they are learnt; more comes of gaps."""
LEARNING_AFTER_S = 3.0
"""After a gap has been made good, until the smoothed fill is that of the clocks again."""


class DriftController:
    """A proportional-integral controller that sleeps until it is needed.

    Its ratio is exactly 1 until the smoothed fill has once left the dead band around `target_samples`; two crystals within 0.02 % of each
    other then stay within 2 ms of the target.
    """

    def __init__(self, target_samples: float, rate_hz: int) -> None:
        self.target_samples = target_samples
        self._rate_hz = rate_hz
        self._error_s: float | None = None
        self._integral = 0.0
        self._awake = False
        self._undisturbed_s = LEARNING_AFTER_S

    @property
    def error_ms(self) -> float:
        """Smoothed fill above the target."""
        return 1000.0 * (self._error_s or 0.0)

    def restart(self, disturbed: bool = False) -> None:
        """Forgets the fill, which has been changed, and keeps what it has learnt about the clocks. disturbed: by so much, or by a gap, that
        nothing is to be learnt from what follows for a while."""
        self._error_s = None
        if disturbed:
            self._undisturbed_s = 0.0

    def clocks_only(self) -> float:
        """The ratio that the clocks alone need, while something else takes care of the fill."""
        self.restart()
        return 1.0 - self._integral

    def update(self, fill_samples: float, elapsed_s: float) -> float:
        """The ratio for the next block: samples to make per nominal one, 1 +- 0.005.

        `fill_samples` is measured once a block, always at the same point of the loop; `elapsed_s` has passed since the last call.
        """
        error_s = (fill_samples - self.target_samples) / self._rate_hz
        if self._error_s is None:
            self._error_s = error_s
        self._error_s += (1.0 - math.exp(-elapsed_s / SMOOTHING_S)) * (error_s - self._error_s)
        self._awake = self._awake or abs(self._error_s) > DEAD_BAND_MS / 1000
        if not self._awake:
            return 1.0
        correction = min(max(PROPORTIONAL_PER_S * self._error_s, -MOST_BENT), MOST_BENT) + self._integral
        self._undisturbed_s += elapsed_s
        if self._undisturbed_s > LEARNING_AFTER_S and abs(self._error_s) < LEARNING_MS / 1000:
            learnt = self._integral + INTEGRAL_PER_S2 * self._error_s * elapsed_s
            self._integral = min(max(learnt, -MOST_CLOCKS), MOST_CLOCKS)
        return 1.0 - min(max(correction, -MAX_DRIFT), MAX_DRIFT)
