"""The source signal of an RVC voice: a sine at the pitch where voiced, noise everywhere.

The oscillator lives outside the network's graphs: its phase is carried in float64 from frame to frame, so it never depends on how the
stream is cut or on a graph's precision. Source: RVC's SineGen with no harmonics (sine 0.1, noise 0.003 where voiced and 0.1 / 3 where not).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.dsp.kernel import kernel

SINE_GAIN = 0.1
VOICED_NOISE_GAIN = 0.003
UNVOICED_NOISE_GAIN = SINE_GAIN / 3


def frame_phases(f0_hz: NDArray[np.float32], start_turns: float, samples_per_frame: int, sample_rate_hz: int) -> NDArray[np.float64]:
    """[n + 1] float64: the oscillator's phase in turns, 0..1, at the start of each of the n frames and after the last.

    f0_hz [n] float32, held inside each frame. Element i is the `start_turns` of a stream that goes on from frame i.
    """
    phases = np.empty(len(f0_hz) + 1, np.float64)
    phases[0] = start_turns
    for i, f0 in enumerate(f0_hz.astype(np.float64)):
        turns = phases[i] + f0 * samples_per_frame / sample_rate_hz
        phases[i + 1] = turns - math.floor(turns)
    return phases


def excite(
    f0_hz: NDArray[np.float32], phases_turns: NDArray[np.float64], noise: NDArray[np.float32], sample_rate_hz: int
) -> NDArray[np.float32]:
    """[n * samples_per_frame] float32, the input `excitation` of a decoder graph.

    f0_hz          [n] float32, 0 where unvoiced
    phases_turns   [n + 1] float64 from `frame_phases`
    noise          [n, samples_per_frame] float32, standard normal
    """
    out = np.empty(noise.shape, np.float32)
    _fill(f0_hz, phases_turns, noise, float(sample_rate_hz), out)
    return out.ravel()


@kernel
def _fill(
    f0_hz: NDArray[np.float32],
    phases_turns: NDArray[np.float64],
    noise: NDArray[np.float32],
    sample_rate_hz: float,
    out: NDArray[np.float32],
) -> None:
    for i in range(out.shape[0]):
        f0 = float(f0_hz[i])
        voiced = f0 > 0.0
        noise_gain = VOICED_NOISE_GAIN if voiced else UNVOICED_NOISE_GAIN
        for j in range(out.shape[1]):
            value = noise_gain * noise[i, j]
            if voiced:
                # The first sample of a frame is one step on: the reference sums f0 / rate up to and including each sample.
                value += SINE_GAIN * math.sin(2.0 * math.pi * (phases_turns[i] + f0 * (j + 1) / sample_rate_hz))
            out[i, j] = value
