"""How loud each 10 ms of speech are: the mean power of 25 ms around the frame, at 16 kHz.

Frame n is centred on sample 160 n, as in `whisper_mel`. A pure function of its argument.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.dsp.whisper_mel import HOP_SAMPLES, WINDOW_SAMPLES

FLOOR_POWER = 1e-9
"""-90 dBFS."""


def frame_levels_db(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """[1 + (n - 400) // 160] float32 dBFS: the frames that lie wholly in audio [n] float32, 16 kHz, n >= 400."""
    frames = np.lib.stride_tricks.sliding_window_view(audio.astype(np.float64), WINDOW_SAMPLES)[::HOP_SAMPLES]
    power = np.einsum("ti,ti->t", frames, frames) / WINDOW_SAMPLES
    return np.asarray(10.0 * np.log10(power + FLOOR_POWER), np.float32)
