"""What is said: content features at 50 Hz from a HuBERT, its front end run once over each sample, its transformer over a window.

Source of the graphs: models/graphs/content.py. Frame f begins at sample 320 f of the 16 kHz stream and sees 400 samples.

Thread: the worker's. The caller decides where blocks end; equal blocks give equal bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.synth.rvc_graph import GraphState, StreamingGraph

Floats = NDArray[np.float32]

SAMPLE_RATE_HZ = 16_000
HOP_SAMPLES = 320
REPEATED_SAMPLES = 80
"""Samples past the last whole step that a frame sees; they are given again with the next block."""
FRAME_RATE_HZ = 50
POSITION_REACH = 64
"""Frames before the window that the positional convolution sees."""
STATISTICS_MEMORY_S = 10.0
"""Time constant of the running statistics that the first layer is normalised by."""
SILENT_PEAK = 1e-3
"""-60 dBFS. What is this quiet does not count for the statistics: a pause must not turn into gain."""


@dataclass(slots=True)
class ContentState:
    """One stream: the front end's statistics, and `frames` [1, n, hidden], the newest of `n_frames` heard so far."""

    front: GraphState
    frames: Floats
    n_frames: int = 0


class ContentEncoder:
    """The two graphs and the window, in 50 Hz frames: `context_frames` before the frames that are asked for."""

    def __init__(self, front: StreamingGraph, context: StreamingGraph, context_frames: int) -> None:
        self._front, self._context, self._context_frames = front, context, context_frames

    def prepare(self) -> ContentState:
        """A fresh stream."""
        return ContentState(self._front.prepare(), np.zeros((1, 0, 0), np.float32))

    def hear(self, audio: Floats, state: ContentState) -> None:
        """Takes audio [320 n + 80] float32, 16 kHz; from the second block on its first 80 samples repeat the last ones before it."""
        before = dict(state.front.tensors)
        n_new = (len(audio) - REPEATED_SAMPLES) // HOP_SAMPLES
        keep = math.exp(-n_new / (FRAME_RATE_HZ * STATISTICS_MEMORY_S))
        feeds: dict[str, NDArray[np.float32] | int] = {
            "audio": audio[None, None, None],
            "n_repeated": REPEATED_SAMPLES if state.n_frames else 0,
            "keep": np.array([keep], np.float32),
        }
        fresh = self._front.run(feeds, state.front)["frames"]
        if np.abs(audio).max(initial=0.0) < SILENT_PEAK:
            state.front.tensors = before
        state.frames = np.concatenate([state.frames, fresh], axis=1) if state.n_frames else fresh
        state.n_frames += n_new

    def features(self, first: int, state: ContentState) -> Floats:
        """[n, channels] float32 of the frames from number `first` to the newest, and forgets what no later `first` can need."""
        start = state.n_frames - state.frames.shape[1]
        window = max(first - self._context_frames, start)
        n_before = min(POSITION_REACH, window - start)
        feeds: dict[str, NDArray[np.float32] | int] = {
            "frames": state.frames[:, window - n_before - start :],
            "n_before": n_before,
            "n_out": state.n_frames - first,
            "n_commit": 1,
            "n_past": 0,
        }
        features: Floats = self._context.run(feeds, self._context.prepare())["features"][0]
        state.frames = state.frames[:, window - n_before - start :].copy()
        return features
