"""How loud an RVC voice is: as the network says, or following the speaker; and silent where the speaker is.

Networks answer silence with some breath, so what has been silent for a while is faded out, and in again a frame ahead of the first sound.
Levels count from frame to frame (10 ms) by absolute numbers.

Thread: the worker's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, Audio

Numbers = NDArray[np.float64]

SILENT_PEAK = 1e-4
"""-80 dBFS: below every room; what a closed gate leaves."""
HUSH_FRAMES = 10
"""Silence before the voice falls silent."""
HISTORY_FRAMES = HUSH_FRAMES + 1
LEVEL_FRAMES = 4
"""Levels are measured over 40 ms (RVC: frames of 40 ms, 10 ms apart)."""
FLOOR = 1e-3


@dataclass(slots=True)
class LoudnessState:
    """`powers` [3] of the newest output frames; `envelope` and `hush` are the gains that the last frame ended with (None: none yet)."""

    powers: Numbers = field(default_factory=lambda: np.zeros(LEVEL_FRAMES - 1))
    envelope: float | None = None
    hush: float | None = None


def shaped(spoken: Audio, source: Audio, n_history: int, mix: float, state: LoudnessState) -> Audio:
    """`spoken` [480 n] float32 with its loudness brought towards that of `heard`.

    heard      input frames: `n_history` (at least HISTORY_FRAMES) before those of `spoken`, these, and at least one after them
    mix        1 leaves the network's loudness, 0 gives it the speaker's: out * (rms_in / rms_out) ** (1 - mix), RVC's `rms_mix_rate`
    """
    n = len(spoken) // FRAME_SAMPLES
    frames = source[: len(source) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    out_powers = np.concatenate([state.powers, _powers(spoken.reshape(n, FRAME_SAMPLES))])
    in_powers = _powers(frames[n_history - LEVEL_FRAMES + 1 : n_history + n])
    state.powers = out_powers[n:].copy()
    envelope = (_levels(in_powers) / np.maximum(_levels(out_powers), FLOOR)) ** (1.0 - mix)
    hush = _hush(np.abs(frames).max(axis=1), n_history, n)
    gain = _ramp(state.envelope, envelope) * _ramp(state.hush, hush)
    state.envelope, state.hush = float(envelope[-1]), float(hush[-1])
    return (spoken * gain).astype(np.float32)


def _powers(frames: Audio) -> Numbers:
    return np.asarray(np.square(frames.astype(np.float64)).mean(axis=1))


def _levels(powers: Numbers) -> Numbers:
    """[n]: rms over LEVEL_FRAMES frames that end with each of the last n."""
    return np.asarray(np.sqrt(np.lib.stride_tricks.sliding_window_view(powers, LEVEL_FRAMES).mean(axis=1)))


def _hush(peaks: NDArray[np.float32], n_history: int, n: int) -> Numbers:
    """[n]: 1 where there is sound in a frame, in the HUSH_FRAMES before it or in the one after it, else 0."""
    loud = np.asarray(np.lib.stride_tricks.sliding_window_view(peaks >= SILENT_PEAK, HUSH_FRAMES + 2).any(axis=1))
    start = n_history - HUSH_FRAMES
    return loud[start : start + n].astype(np.float64)


def _ramp(start: float | None, ends: Numbers) -> Numbers:
    """[480 n]: straight from each value to the next, frame by frame."""
    starts = np.concatenate([ends[:1] if start is None else [start], ends[:-1]])
    rise = np.arange(1, FRAME_SAMPLES + 1) / FRAME_SAMPLES
    return np.asarray(starts[:, None] + (ends - starts)[:, None] * rise).ravel()
