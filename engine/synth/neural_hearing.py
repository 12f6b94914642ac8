"""What a neural voice hears of the speaker, frame by frame: log-mel at 16 kHz for the content, loudness, and how loud the speaker usually
is.

Frames have the engine's numbers. Content is heard CONTENT_EARLY_SAMPLES (3 ms) early: so the newest frame of a block ends with the newest
sample, and no further frame is waited for. The usual level is learnt while somebody speaks, from nothing but the past: content and
loudness are given to the networks as if everybody spoke at REFERENCE_DBFS.

Thread: worker.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio
from engine.dsp.decimate import DecimatorState, decimate, prepare_decimator
from engine.dsp.frame_level import frame_levels_db
from engine.dsp.whisper_mel import HALF_WINDOW_SAMPLES, HOP_SAMPLES, N_BANDS, scaled, whisper_power

Floats = NDArray[np.float32]

CONTENT_EARLY_SAMPLES = 50
"""At 16 kHz."""
REFERENCE_DBFS = -24.0
"""Level of active speech that the networks were trained at."""
MEAN_BELOW_DB, LOUD_ABOVE_DB = 5.6, 3.3
"""How far the mean of active frames, in dB, lies below the level of active speech, and its loudest twentieth above it: over the recordings
of the training, with a deviation of 0.7 and 0.6 dB. So one number, the mean, tells all three."""
ACTIVE_WITHIN_DB = 30.0
QUIETEST_DBFS = -60.0
FIRST_GUESS_FRAMES = 10
MEMORY_FRAMES = 500
"""The usual level forgets over five seconds of speech; until then it is the mean of all of it, and of FIRST_GUESS_FRAMES at the
reference."""
MOST_GAIN_DB = 30.0


@dataclass(slots=True)
class LevelState:
    """The mean of the speaker's active frames in dBFS, and how many are behind it; `loudest_dbfs` falls slowly."""

    mean_dbfs: float = REFERENCE_DBFS - MEAN_BELOW_DB
    n_frames: int = FIRST_GUESS_FRAMES
    loudest_dbfs: float = QUIETEST_DBFS

    @property
    def gain_db(self) -> float:
        """What brings the speaker to the reference level."""
        return float(np.clip(REFERENCE_DBFS - MEAN_BELOW_DB - self.mean_dbfs, -MOST_GAIN_DB, MOST_GAIN_DB))

    def take(self, level_dbfs: float) -> None:
        """One frame more."""
        self.loudest_dbfs = max(level_dbfs, self.loudest_dbfs - 0.01)
        if level_dbfs > max(QUIETEST_DBFS, self.loudest_dbfs - ACTIVE_WITHIN_DB):
            self.n_frames = min(self.n_frames + 1, MEMORY_FRAMES)
            self.mean_dbfs += (level_dbfs - self.mean_dbfs) / self.n_frames


@dataclass(slots=True)
class HearingState:
    """One stream. `audio` float32 at 16 kHz begins where the window of frame `next_frame` does; `mel` [80, n] (log10 of power) and `levels`
    [n] dBFS are of the frames that end with next_frame - 1."""

    decimator: DecimatorState
    audio: Audio
    next_frame: int
    mel: Floats
    levels: Floats
    usual: LevelState = field(default_factory=LevelState)


def prepare_hearing(n_kept: int, first_frame: int) -> HearingState:
    """A fresh stream with silence behind it. n_kept: how many of the newest frames are remembered; first_frame: the first that will be
    heard."""
    silent = np.full((N_BANDS, n_kept), -10.0, np.float32)
    start = HALF_WINDOW_SAMPLES + CONTENT_EARLY_SAMPLES - first_frame * HOP_SAMPLES
    return HearingState(prepare_decimator(), np.zeros(start, np.float32), first_frame, silent, np.full(n_kept, -90.0, np.float32))


def hear(block: Audio, state: HearingState) -> None:
    """Takes `block` [n] float32, 48 kHz: every frame that is now complete is heard."""
    state.audio = np.concatenate([state.audio, decimate(block, state.decimator)])
    n_new = (len(state.audio) - 2 * HALF_WINDOW_SAMPLES) // HOP_SAMPLES + 1
    if n_new <= 0:
        return
    heard = state.audio[: (n_new - 1) * HOP_SAMPLES + 2 * HALF_WINDOW_SAMPLES]
    n_kept = state.mel.shape[1]
    levels = frame_levels_db(heard)
    state.mel = np.concatenate([state.mel, whisper_power(heard)], axis=1)[:, -n_kept:]
    state.levels = np.concatenate([state.levels, levels])[-n_kept:]
    for level in levels:
        state.usual.take(float(level))
    state.audio = state.audio[n_new * HOP_SAMPLES :].copy()
    state.next_frame += n_new


def window(first: int, end: int, state: HearingState) -> Floats:
    """[80, end - first] float32, as the encoder takes it, at the reference level."""
    mel = state.mel[:, _position(first, state) : _position(end, state)] + np.float32(state.usual.gain_db / 10.0)
    return scaled(mel)


def loudness(first: int, end: int, state: HearingState) -> Floats:
    """[end - first] float32: against the loudest that the speaker usually is, in units of 20 dB, -3 .. 0.5."""
    levels = heard_levels(first, end, state) + np.float32(state.usual.gain_db - REFERENCE_DBFS - LOUD_ABOVE_DB)
    return np.asarray(np.clip(levels, -60.0, 10.0) / 20.0, np.float32)


def heard_levels(first: int, end: int, state: HearingState) -> Floats:
    """[end - first] float32 dBFS, as the microphone gave them."""
    return state.levels[_position(first, state) : _position(end, state)]


def _position(frame: int, state: HearingState) -> int:
    return frame - state.next_frame + len(state.levels)
