"""Pitch as an RVC voice takes it: transposed, with its rule for unvoiced frames, and on the coarse scale of its embedding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.voice import UnvoicedRule

Floats = NDArray[np.float32]

LOW_HZ, HIGH_HZ = 50.0, 1100.0
_LOW_MEL, _HIGH_MEL = 1127.0 * np.log1p(LOW_HZ / 700.0), 1127.0 * np.log1p(HIGH_HZ / 700.0)
LAST_BIN = 255
UNVOICED_BELOW_HZ = 1.0
MAX_HZ = 2000.0


def coarse_pitch(f0_hz: NDArray[np.floating]) -> NDArray[np.int64]:
    """[n] int64, 1..255: mel-spaced between 50 and 1100 Hz, 1 where unvoiced (0 Hz) or below, 255 above."""
    mel = 1127.0 * np.log1p(f0_hz.astype(np.float64) / 700.0)
    scaled = (mel - _LOW_MEL) * (LAST_BIN - 1) / (_HIGH_MEL - _LOW_MEL) + 1.0
    bins: NDArray[np.int64] = np.rint(np.clip(np.where(mel > 0, scaled, 1.0), 1.0, LAST_BIN)).astype(np.int64)
    return bins


def usable(f0_hz: Floats) -> Floats:
    """What is not a number or below 1 Hz is unvoiced (0); nothing is above 2 kHz."""
    voiced = np.isfinite(f0_hz) & (f0_hz >= UNVOICED_BELOW_HZ)
    return np.where(voiced, np.minimum(np.where(voiced, f0_hz, 0), MAX_HZ), 0).astype(np.float32)


def filled(f0_hz: Floats, last_voiced_hz: float, frames_since: int, rule: UnvoicedRule) -> Floats:
    """f0_hz [n], its unvoiced frames as `rule` says: "zero" leaves them, "interpolate" draws a straight line through them.

    The newest voiced frame before these had `last_voiced_hz` (0: there was none) and lies `frames_since` frames before the first. Where
    nothing voiced is known on one side, the other side's value is held.
    """
    if rule == "zero":
        return f0_hz
    numbers = np.flatnonzero(f0_hz > 0)
    values = f0_hz[numbers].astype(np.float64)
    if last_voiced_hz > 0:
        numbers, values = np.concatenate([[-frames_since], numbers]), np.concatenate([[last_voiced_hz], values])
    if len(numbers) == 0:
        return f0_hz
    return np.interp(np.arange(len(f0_hz)), numbers, values).astype(np.float32)


def transposed(f0_hz: Floats, semitones: float) -> Floats:
    moved: Floats = (f0_hz * 2.0 ** (semitones / 12.0)).astype(np.float32)
    return moved
