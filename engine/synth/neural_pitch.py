"""The pitch that a neural voice speaks at: the speaker's melody, moved from where the speaker is at home to where the voice is.

Where the speaker is at home is the mean of the voiced frames, in semitones, learnt while somebody speaks. Unvoiced frames go on at the
newest pitch: the decoder was trained with filled gaps.

Thread: worker.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams

Floats = NDArray[np.float32]

MEMORY_FRAMES = 800
"""The speaker's mean forgets over eight seconds of voiced speech; until then it is the mean of all of it."""
LOWEST_HZ, HIGHEST_HZ = 50.0, 800.0
LOWEST_HEARD_HZ, HIGHEST_HEARD_HZ = 40.0, 1200.0


@dataclass(slots=True)
class MelodyState:
    """One stream: the speaker's mean in semitones above 1 Hz and the voiced frames behind it; the pitch spoken last."""

    mean_st: float = 0.0
    n_voiced: int = 0
    spoken_hz: float = 0.0


def spoken_pitch(f0_hz: Floats, home_hz: float, params: LiveParams, state: MelodyState) -> tuple[Floats, Floats]:
    """Pitch (gaps filled) and voicing, [n] float32 each, of frames heard at `f0_hz` [n] (0 unvoiced)."""
    pitch_hz, voicing = np.empty(len(f0_hz), np.float32), np.zeros(len(f0_hz), np.float32)
    home_st = 12.0 * math.log2(home_hz)
    for i, heard_hz in enumerate(f0_hz):
        if LOWEST_HEARD_HZ <= heard_hz <= HIGHEST_HEARD_HZ:
            heard_st = 12.0 * math.log2(float(heard_hz))
            state.n_voiced = min(state.n_voiced + 1, MEMORY_FRAMES)
            state.mean_st += (heard_st - state.mean_st) / state.n_voiced
            spoken_st = home_st + params.pitch_st + (1.0 - params.monotone) * (heard_st - state.mean_st)
            state.spoken_hz = min(max(2.0 ** (spoken_st / 12.0), LOWEST_HZ), HIGHEST_HZ)
            voicing[i] = 1.0
        pitch_hz[i] = state.spoken_hz or home_hz
    return pitch_hz, voicing
