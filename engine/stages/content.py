"""What is said: content features at 50 Hz from a HuBERT, its front end run once over each sample, its transformer over the newest frames
and the keys that it has kept of those before.

Source of the graphs: models/graphs/content.py. Frame f begins at sample 320 f of the 16 kHz stream and sees 400 samples.

Thread: the worker's. The caller decides where blocks end; equal blocks give equal bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.inference.streaming_graph import GraphState, StreamingGraph

Floats = NDArray[np.float32]

SAMPLE_RATE_HZ = 16_000
HOP_SAMPLES = 320
REPEATED_SAMPLES = 80
"""Samples past the last whole step that a frame sees; they are given again with the next block."""
FRAME_RATE_HZ = 50
POSITION_REACH_FRAMES = 64
"""Frames before the window that the positional convolution sees."""
STATISTICS_MEMORY_S = 10.0
"""Time constant of the running statistics that the first layer is normalised by."""
FRESH_FRAMES = 10
"""Frames before the ones that are asked for that are computed again, because what came after them changes them; of the rest of the context
only keys and values are kept. As true to the whole file as a window that is computed again throughout, for half of the time
(`python -m bench.context`)."""
SILENT_PEAK = 1e-3
"""-60 dBFS. What is this quiet does not count for the statistics: a pause must not turn into gain."""


@dataclass(slots=True)
class ContentState:
    """One stream: the front end's statistics, the transformer's keys and values, and `frames` [1, n, hidden], the newest of `n_frames`
    heard so far."""

    front: GraphState
    context: GraphState
    frames: Floats
    n_frames: int = 0


class ContentEncoder:
    """The two graphs and the context, in 50 Hz frames: `context_frames` before the frames that are asked for.

    A stream begins with that much silence behind it. So all its windows are of one length, and a runtime that makes its code for each shape
    that it meets is not still at it while somebody speaks (two seconds of hops took twice their time).
    """

    def __init__(self, front: StreamingGraph, context: StreamingGraph, context_frames: int) -> None:
        self._front, self._context = front, context
        self._n_fresh = min(context_frames, FRESH_FRAMES)
        self._n_kept = context_frames - self._n_fresh
        silent = self._front.run(_front_feeds(np.zeros(HOP_SAMPLES + REPEATED_SAMPLES, np.float32), 0, 1.0), front.prepare())["frames"]
        before = np.zeros(
            (1, POSITION_REACH_FRAMES, silent.shape[2]), np.float32
        )  # the positional convolution has nothing before its first frame
        silence = np.concatenate([before, np.repeat(silent, max(1, context_frames), axis=1)], axis=1)
        self._silent_keys = context.prepare()
        if self._n_kept:
            self._transform(silence, 1, self._n_kept, self._silent_keys)
        self._silence: Floats = silence[:, self._n_kept : self._n_kept + POSITION_REACH_FRAMES + self._n_fresh]

    def prepare(self) -> ContentState:
        """A fresh stream."""
        return ContentState(self._front.prepare(), GraphState(dict(self._silent_keys.tensors)), self._silence)

    def feed(self, audio: Floats, state: ContentState) -> None:
        """Takes audio [320 n + 80] float32, 16 kHz; from the second block on its first 80 samples repeat the last ones before it."""
        before = dict(state.front.tensors)
        n_new = (len(audio) - REPEATED_SAMPLES) // HOP_SAMPLES
        keep = math.exp(-n_new / (FRAME_RATE_HZ * STATISTICS_MEMORY_S))
        fresh = self._front.run(_front_feeds(audio, REPEATED_SAMPLES if state.n_frames else 0, keep), state.front)["frames"]
        if np.abs(audio).max(initial=0.0) < SILENT_PEAK:
            state.front.tensors = before
        state.frames = np.concatenate([state.frames, fresh], axis=1)
        state.n_frames += n_new

    def features(self, first: int, end: int, state: ContentState) -> Floats:
        """[n, channels] float32 of the frames from number `first` to the newest. Those from `end` on will be asked for again: what comes
        between moves into the context, and what no later frame can need is forgotten."""
        start = state.n_frames - state.frames.shape[1]
        before = first - self._n_fresh - POSITION_REACH_FRAMES - start
        features = self._transform(state.frames[:, before:], state.n_frames - first, end - first, state.context)
        state.frames = state.frames[:, before:].copy()
        return features

    def heal(self, state: ContentState) -> None:
        """Forgets what was not a number, which would come back for ever."""
        fresh = self.prepare()
        state.front, state.context = fresh.front, fresh.context
        state.frames = np.nan_to_num(state.frames, nan=0.0, posinf=0.0, neginf=0.0)

    def _transform(self, frames: Floats, n_out: int, n_commit: int, keys: GraphState) -> Floats:
        """Features of the `n_out` newest of `frames` (POSITION_REACH_FRAMES of them before the window); `keys` moves on by `n_commit`."""
        feeds: dict[str, NDArray[np.float32] | int] = {
            "frames": frames,
            "n_before": POSITION_REACH_FRAMES,
            "n_out": n_out,
            "n_commit": n_commit,
            "n_past": self._n_kept,
        }
        features: Floats = self._context.run(feeds, keys)["features"][0]
        return features


def _front_feeds(audio: Floats, n_repeated: int, keep: float) -> dict[str, NDArray[np.float32] | int]:
    return {"audio": audio[None, None, None], "n_repeated": n_repeated, "keep": np.array([keep], np.float32)}
