"""The buzz under the vowels: one band-limited pulse a period, at the exact fraction of a sample where the phase comes round.

The phase is carried from frame to frame, so the pulse train has no seam. Its power is 1 at any pitch (a pulse is as high as the root of its
period) and its mean is taken off, for a voice has no DC. Worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ
from engine.dsp.kernel import kernel

Array = NDArray[np.float64]

HALF_TAPS = 12
"""A pulse reaches 12 samples to either side of its centre, and comes out that much (0.25 ms) after its phase came round."""

_OVERSAMPLING = 256
_CUTOFF = 0.92


def _pulse_table() -> Array:
    """[2 HALF_TAPS, oversampled] windowed sinc, cut off at 22 kHz, unit area."""
    t = np.arange(-HALF_TAPS * _OVERSAMPLING, HALF_TAPS * _OVERSAMPLING + 2) / _OVERSAMPLING
    window = np.where(np.abs(t) <= HALF_TAPS, 0.5 + 0.5 * np.cos(np.pi * t / HALF_TAPS), 0.0)
    pulse: Array = _CUTOFF * np.sinc(_CUTOFF * t) * window
    pulse *= _OVERSAMPLING / pulse.sum()
    return pulse


_PULSE = _pulse_table()


@dataclass(slots=True)
class PulseState:
    """`memory`: [phase in turns 0..1, +-1 for the parity of the last pulse]; `spill`: the part of the last pulses that falls into the
    next frame."""

    memory: Array = field(default_factory=lambda: np.array([0.0, 1.0]))
    spill: Array = field(default_factory=lambda: np.zeros(2 * HALF_TAPS))


def pulse_frame(from_hz: float, to_hz: float, growl: float, state: PulseState) -> Array:
    """[FRAME_SAMPLES] float64 of pulses whose pitch glides from `from_hz` to `to_hz`; `growl` 0..1 weakens every second pulse."""
    out = np.zeros(FRAME_SAMPLES + 2 * HALF_TAPS)
    out[: 2 * HALF_TAPS] = state.spill
    _add_pulses(from_hz / SAMPLE_RATE_HZ, to_hz / SAMPLE_RATE_HZ, growl, state.memory, _PULSE, out)
    state.spill = out[FRAME_SAMPLES:].copy()
    return out[:FRAME_SAMPLES]


def rest(state: PulseState) -> None:
    """A frame without pulses: the phase waits."""
    state.spill[:] = 0.0


@kernel
def _add_pulses(from_turns: float, to_turns: float, growl: float, memory: Array, pulse: Array, out: Array) -> None:
    """Turns are periods per sample. The pulse of a phase that comes round at time t is centred on t + HALF_TAPS."""
    phase, parity = memory[0], memory[1]
    loudness = 1.0 / np.sqrt(1.0 + growl * growl)
    for i in range(FRAME_SAMPLES):
        turns = from_turns + (to_turns - from_turns) * i / FRAME_SAMPLES
        out[i] -= np.sqrt(turns) * loudness
        phase += turns
        if phase < 1.0:
            continue
        phase -= 1.0
        parity = -parity
        late = phase / turns
        height = (1.0 + growl * parity) * loudness / np.sqrt(turns)
        for tap in range(2 * HALF_TAPS):
            place = (tap + late) * _OVERSAMPLING
            left = int(place)
            part = place - left
            out[i + tap] += height * ((1.0 - part) * pulse[left] + part * pulse[left + 1])
    memory[0], memory[1] = phase, parity
