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
    """The two graphs and the window, in 50 Hz frames: `context_frames` before the frames that are asked for.

    A stream begins with that much silence behind it. So all its windows are of one length, and a runtime that makes its code for each shape
    that it meets is not still at it while somebody speaks (two seconds of hops took twice their time).
    """

    def __init__(self, front: StreamingGraph, context: StreamingGraph, context_frames: int) -> None:
        self._front, self._context, self._context_frames = front, context, context_frames
        silent = self._front.run(_front_feeds(np.zeros(HOP_SAMPLES + REPEATED_SAMPLES, np.float32), 0, 1.0), front.prepare())["frames"]
        before = np.zeros((1, POSITION_REACH, silent.shape[2]), np.float32)  # the positional convolution has nothing before its first frame
        self._silence: Floats = np.concatenate([before, np.repeat(silent, context_frames, axis=1)], axis=1)

    def prepare(self) -> ContentState:
        """A fresh stream."""
        return ContentState(self._front.prepare(), self._silence)

    def hear(self, audio: Floats, state: ContentState) -> None:
        """Takes audio [320 n + 80] float32, 16 kHz; from the second block on its first 80 samples repeat the last ones before it."""
        before = dict(state.front.tensors)
        n_new = (len(audio) - REPEATED_SAMPLES) // HOP_SAMPLES
        keep = math.exp(-n_new / (FRAME_RATE_HZ * STATISTICS_MEMORY_S))
        fresh = self._front.run(_front_feeds(audio, REPEATED_SAMPLES if state.n_frames else 0, keep), state.front)["frames"]
        if np.abs(audio).max(initial=0.0) < SILENT_PEAK:
            state.front.tensors = before
        state.frames = np.concatenate([state.frames, fresh], axis=1)
        state.n_frames += n_new

    def features(self, first: int, state: ContentState) -> Floats:
        """[n, channels] float32 of the frames from number `first` to the newest, and forgets what no later `first` can need."""
        start = state.n_frames - state.frames.shape[1]
        kept = first - self._context_frames - POSITION_REACH - start
        feeds: dict[str, NDArray[np.float32] | int] = {
            "frames": state.frames[:, kept:],
            "n_before": POSITION_REACH,
            "n_out": state.n_frames - first,
            "n_commit": 1,
            "n_past": 0,
        }
        features: Floats = self._context.run(feeds, self._context.prepare())["features"][0]
        state.frames = state.frames[:, kept:].copy()
        return features


def _front_feeds(audio: Floats, n_repeated: int, keep: float) -> dict[str, NDArray[np.float32] | int]:
    return {"audio": audio[None, None, None], "n_repeated": n_repeated, "keep": np.array([keep], np.float32)}
