"""Which pitch a voiced frame is spoken at: the live controls, then what the voice adds.

One number a frame; the state is the running mean of the speaker's pitch, which `monotone` pulls towards. Worker thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.config import LiveParams
from engine.contracts import FRAME_MS, StreamSpec
from engine.dsp import noise
from models.voice import VocoderSpec

LOWEST_SPOKEN_HZ = 20.0
HIGHEST_SPOKEN_HZ = 5000.0
MEAN_OVER_FRAMES = 300
"""The running mean forgets over three seconds of voiced speech; until then it is the plain mean of all voiced frames."""

_JITTER_STREAM = 2


@dataclass(slots=True)
class ProsodyState:
    """The speaker's mean pitch so far, in semitones above 1 Hz, and the number of voiced frames behind it."""

    mean_st: float = 0.0
    n_voiced: int = 0


def spoken_f0_hz(f0_hz: float, frame: int, voice: VocoderSpec, stream: StreamSpec, params: LiveParams, state: ProsodyState) -> float:
    """The pitch to speak a voiced frame at (`f0_hz` > 0), in Hz within LOWEST_SPOKEN_HZ .. HIGHEST_SPOKEN_HZ; moves the running mean.

    `frame` is absolute, so vibrato and jitter do not depend on how the stream was cut. `pitch_st` acts on a fixed pitch, too.
    """
    input_st = 12.0 * math.log2(f0_hz)
    state.n_voiced = min(state.n_voiced + 1, MEAN_OVER_FRAMES)
    state.mean_st += (input_st - state.mean_st) / state.n_voiced
    if voice.fixed_f0_hz > 0.0:
        spoken_st = 12.0 * math.log2(voice.fixed_f0_hz)
    else:
        spoken_st = input_st + params.monotone * (state.mean_st - input_st)
    spoken_st += params.pitch_st + voice.vibrato_st * math.sin(2.0 * math.pi * voice.vibrato_hz * frame * FRAME_MS / 1000.0)
    if voice.jitter_st > 0.0:
        spoken_st += voice.jitter_st * float(noise.gaussian(stream.seed, frame, 1, 1, _JITTER_STREAM)[0, 0])
    return min(max(math.exp2(spoken_st / 12.0), LOWEST_SPOKEN_HZ), HIGHEST_SPOKEN_HZ)
