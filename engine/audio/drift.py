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

    @property
    def error_ms(self) -> float:
        """Smoothed fill above the target."""
        return 1000.0 * (self._error_s or 0.0)

    def restart(self) -> None:
        """After a gap: forgets the fill, keeps what it has learnt about the clocks."""
        self._error_s = None

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
        correction = PROPORTIONAL_PER_S * self._error_s + self._integral
        if abs(correction) < MAX_DRIFT:  # at the limit the integral would only wind up
            self._integral += INTEGRAL_PER_S2 * self._error_s * elapsed_s
        return 1.0 - min(max(correction, -MAX_DRIFT), MAX_DRIFT)
