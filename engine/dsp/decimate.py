"""48 kHz to 16 kHz for analysis: a short linear-phase low-pass, one sample in three.

Flat within 0.1 dB to 6.4 kHz; what would fold back below 6.5 kHz is 60 dB down. That is enough for pitch, and short enough not to be felt.
Every output sample is one dot product in a fixed order, so that cutting the input differently cannot change a bit.

Thread: worker. `decimate` allocates its output and nothing that lasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio
from engine.dsp.kernel import kernel

FACTOR = 3
RATE_HZ = 16_000

DELAY_SAMPLES = 30
"""At 48 kHz, exact: output sample m, the input around sample 3 m, is returned once sample 3 m + DELAY_SAMPLES has come in."""

_CUTOFF_HZ = 8_000.0
_KAISER_BETA = 5.65  # 60 dB


def _taps() -> NDArray[np.float64]:
    """[DELAY_SAMPLES + 1] one half of the symmetric impulse response, from its centre outwards; the whole sums to 1."""
    n = np.arange(-DELAY_SAMPLES, DELAY_SAMPLES + 1)
    whole = np.sinc(2 * _CUTOFF_HZ / (FACTOR * RATE_HZ) * n) * np.kaiser(2 * DELAY_SAMPLES + 1, _KAISER_BETA)
    half: NDArray[np.float64] = (whole / whole.sum())[DELAY_SAMPLES:]
    return half


_HALF = _taps()


@dataclass(slots=True)
class DecimatorState:
    """`tail`: the newest input samples, float32; `next_centre`: where in `tail` (and what follows) the next output is centred."""

    tail: Audio
    next_centre: int


def prepare_decimator() -> DecimatorState:
    """A fresh stream: silence before its first sample."""
    return DecimatorState(np.zeros(DELAY_SAMPLES, np.float32), DELAY_SAMPLES)


def decimate(block: Audio, state: DecimatorState) -> Audio:
    """`block` [n] float32 at 48 kHz, any n; returns [m] float32 at 16 kHz, what has become certain."""
    joined = np.concatenate([state.tail, block])
    n_out = max(0, (len(joined) - DELAY_SAMPLES - state.next_centre + FACTOR - 1) // FACTOR)
    out = np.empty(n_out, np.float32)
    _filter(joined, state.next_centre, _HALF, out)
    next_centre = state.next_centre + FACTOR * n_out
    keep_from = next_centre - DELAY_SAMPLES
    state.tail, state.next_centre = joined[keep_from:].copy(), DELAY_SAMPLES
    return out


@kernel
def _filter(x: Audio, first_centre: int, half: NDArray[np.float64], out: Audio) -> None:
    for i in range(len(out)):
        centre = first_centre + FACTOR * i
        total = half[0] * x[centre]
        for k in range(1, len(half)):
            total += half[k] * (np.float64(x[centre - k]) + np.float64(x[centre + k]))
        out[i] = total
