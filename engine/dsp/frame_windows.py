"""The past at 16 kHz that a pitch detector looks at, cut into one fixed-shape window for each group of frames.

Frame n is centred on sample 160 n at 16 kHz (480 n at 48 kHz). A group is `stride_frames` frames whose first number is a multiple of the
stride; its window reaches `before` samples before the first frame's centre and `after` samples past the last one's. Windows belong to
absolute frame numbers and become due at an exact count of input samples, so cutting the input differently changes neither.

Thread: worker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, Audio
from engine.dsp.decimate import DELAY_SAMPLES, FACTOR, DecimatorState, decimate, prepare_decimator

FRAME_16K = FRAME_SAMPLES // FACTOR

SILENCE_PEAK = 1e-3
"""-60 dBFS. Networks that were never shown digital silence hear voices in it, and what is this quiet is not spoken to anybody."""

SILENCE_REACH_SAMPLES = 128
"""Samples at 16 kHz (8 ms) each side."""


@dataclass(slots=True)
class WindowState:
    """`past` float32 at 16 kHz begins at absolute sample `past_start`; `n_in` samples at 48 kHz have come in; `next_frame` opens the next
    group."""

    decimator: DecimatorState
    past: Audio
    past_start: int
    n_in: int = 0
    next_frame: int = 0


@dataclass(frozen=True, slots=True)
class FrameWindows:
    """How a detector looks at the stream. `before` and `after` are samples at 16 kHz, together at least one frame."""

    stride_frames: int
    before: int
    after: int
    extra_latency_samples: int = 0

    @property
    def length(self) -> int:
        """Samples in a window, at 16 kHz. The first frame's centre is sample `before` of it, the others follow every 160."""
        return self.before + (self.stride_frames - 1) * FRAME_16K + 1 + self.after

    @property
    def latency_samples(self) -> int:
        """At 48 kHz, exact: the group whose last frame is n is due once 480 n + latency_samples samples have come in."""
        return FACTOR * self.after + DELAY_SAMPLES + 1 + self.extra_latency_samples

    def prepare(self) -> WindowState:
        """A fresh stream: silence before its first sample."""
        return WindowState(prepare_decimator(), np.zeros(self.before, np.float32), -self.before)

    def push(self, block: Audio, state: WindowState) -> list[Audio]:
        """Takes `block` [n] float32 at 48 kHz, any n; returns every window [length] float32 at 16 kHz that is now due, in order."""
        past = np.concatenate([state.past, decimate(block, state.decimator)])
        state.n_in += len(block)
        due = []
        while FRAME_SAMPLES * (state.next_frame + self.stride_frames - 1) + self.latency_samples <= state.n_in:
            start = FRAME_16K * state.next_frame - self.before - state.past_start
            due.append(past[start : start + self.length])
            state.next_frame += self.stride_frames
        keep_from = FRAME_16K * state.next_frame - self.before
        state.past = past[keep_from - state.past_start :].copy()
        state.past_start = keep_from
        return due

    def silent(self, window: Audio) -> NDArray[np.bool_]:
        """[stride_frames] which frames of `window` have nothing above SILENCE_PEAK within SILENCE_REACH_SAMPLES of their centre."""
        reach = min(SILENCE_REACH_SAMPLES, self.before, self.after)
        centres = self.before + FRAME_16K * np.arange(self.stride_frames)
        around = np.abs(window[centres[:, None] + np.arange(-reach, reach + 1)])
        return np.asarray(around.max(axis=1) < SILENCE_PEAK)
