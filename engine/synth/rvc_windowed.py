"""A foreign voice over a window: each block is spoken with what came before it, and its joint to the last one is searched and faded over.

A graph without states starts every call anew: another phase, other edges. So a call speaks a window that reaches `context_frames` back, and
a little past the block; the next block goes on from there: within 10 ms of where it should, at the lag where both sound most alike, fading
over some tens of ms (known as SOLA). All of it depends on the grid of blocks only.

The formant shift stretches what the network is given: n frames become n * factor of them, spoken factor times as fast.

Thread: the worker's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.dsp.crossfade import crossfade
from engine.dsp.sinc_read import read_at, transition
from engine.synth.rvc_foreign import FLOW_FRAMES, ForeignGraph, Window
from engine.synth.rvc_network import LEAD_SAMPLES, Floats, Network, Script

Positions = NDArray[np.float64]

LAG_FRAMES = 1
LAG_SAMPLES = LAG_FRAMES * FRAME_SAMPLES
"""The joint is searched this far to either side."""
LEAST_LOOKAHEAD_FRAMES = 3
"""The search and the shortest fade."""
LONGEST_FADE_FRAMES = 5
DECODER_FRAMES = 14
"""How far a decoder sees: frames before the block that it must speak, where it can leave out others."""
_QUIET_POWER = 1e-10


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """Frames of 10 ms: of a block, after it (at least LEAST_LOOKAHEAD_FRAMES), before it."""

    hop_frames: int
    lookahead_frames: int
    context_frames: int

    @property
    def n_frames(self) -> int:
        """Of a window; each has the same length, as some runtimes want it."""
        return self.context_frames + self.hop_frames + self.lookahead_frames

    @property
    def fade_samples(self) -> int:
        return FRAME_SAMPLES * min(LONGEST_FADE_FRAMES, self.lookahead_frames - LAG_FRAMES, self.hop_frames)


@dataclass(slots=True)
class WindowedState:
    """One stream: the spoken frames that the next window still sees, and `tail` [fade_samples], how the last block would have gone on
    (None: there was none)."""

    spec: StreamSpec
    phones: Floats
    coarse: NDArray[np.int64]
    f0_hz: Floats
    tail: Audio | None = None


class WindowedNetwork:
    """A `Network` around a graph that has no states."""

    def __init__(self, graph: ForeignGraph, spec: WindowSpec) -> None:
        if spec.lookahead_frames < LEAST_LOOKAHEAD_FRAMES:
            raise ValueError(f"a look-ahead of {spec.lookahead_frames} frames leaves no room for a joint")
        self._graph, self._spec = graph, spec

    def prepare(self, spec: StreamSpec) -> WindowedState:
        """A fresh stream."""
        return WindowedState(spec, np.zeros((0, 0), np.float32), np.zeros(0, np.int64), np.zeros(0, np.float32))

    def can_follow(self, other: Network[Any]) -> bool:
        return isinstance(other, WindowedNetwork) and self._spec == other._spec

    def follow(self, state: WindowedState, first: int) -> WindowedState:
        """See Network."""
        return WindowedState(state.spec, state.phones.copy(), state.coarse.copy(), state.f0_hz.copy())

    def specialise(self) -> None:
        """Its graph belongs to others, and stays as it is."""

    def speak(self, script: Script, state: WindowedState) -> Audio:
        """[480 n_commit] float32 at 48 kHz."""
        if len(state.phones) == 0:
            state.phones = np.zeros((0, script.phones.shape[1]), np.float32)
        phones = np.concatenate([state.phones, script.phones])
        coarse = np.concatenate([state.coarse, script.coarse])
        f0_hz = np.concatenate([state.f0_hz, script.f0_hz])
        generated = self._say(script, phones, coarse, f0_hz, state)
        kept = len(phones) - len(script.phones) + script.n_commit
        past = slice(max(0, kept - self._spec.context_frames), kept)
        state.phones, state.coarse, state.f0_hz = phones[past].copy(), coarse[past].copy(), f0_hz[past].copy()
        return self._joined(generated, script.n_commit * FRAME_SAMPLES, state)

    def heal(self, state: WindowedState) -> None:
        """Forgets the frames that may have brought the infinity, and the joint."""
        state.phones, state.coarse, state.f0_hz = state.phones[:0], state.coarse[:0], state.f0_hz[:0]
        state.tail = None

    def _say(self, script: Script, phones: Floats, coarse: NDArray[np.int64], f0_hz: Floats, state: WindowedState) -> Audio:
        """[480 n + LAG_SAMPLES] at 48 kHz: from LAG_SAMPLES before the script's first frame to the end of what is known."""
        factor = script.formant_factor
        n_frames = self._spec.n_frames
        n_network = max(1, round(n_frames * factor))
        at: Positions = (np.arange(n_network, dtype=np.float64) + 0.5) * (n_frames / n_network) - 0.5 - (n_frames - len(phones))
        n_needed = math.ceil((len(script.phones) + LAG_FRAMES + DECODER_FRAMES) * factor)
        n_skipped = max(FLOW_FRAMES, n_network - n_needed) if self._graph.skips else 0
        n_missing = max(0, n_skipped + n_needed - n_network) if n_skipped else 0
        at = np.concatenate([np.full(n_missing, at[0]), at]).astype(np.float64)
        nearest = np.clip(np.rint(at).astype(np.int64), 0, len(phones) - 1)
        known = at > -0.5
        window = Window(
            phones=_between(phones, at),
            coarse=np.where(known, coarse[nearest], 1),
            f0_hz=(np.where(known, f0_hz[nearest], 0.0) / factor).astype(np.float32),
            speaker=script.speaker,
            end=script.end,
            n_skipped=n_skipped,
        )
        audio = self._graph.run(window, state.spec)
        return self._read(audio, script, n_network / n_frames)

    def _read(self, audio: Floats, script: Script, ratio: float) -> Audio:
        """The window's `audio`, whose end is the end of what is known, as the stream's samples of the script's frames and LAG before them.

        ratio: the network's frames in one of the stream.
        """
        samples = self._graph.samples_per_frame
        step = ratio * samples / FRAME_SAMPLES
        n = len(script.phones) * FRAME_SAMPLES + LAG_SAMPLES
        positions: Positions = len(audio) - (np.arange(n, 0, -1, dtype=np.float64) + LEAD_SAMPLES) * step
        half = max(2, int(LEAD_SAMPLES * step))
        cutoff = 1.0 if step == 1.0 else min(1.0, 1.0 / step) - transition(half) / 2
        return read_at(audio, positions, max(cutoff, 0.1), half)

    def _joined(self, generated: Audio, n: int, state: WindowedState) -> Audio:
        """[n]: `heard` (which begins LAG_SAMPLES early) joined to the tail of the block before."""
        fade = self._spec.fade_samples
        lag = 0 if state.tail is None else best_lag(state.tail, generated, LAG_SAMPLES)
        start = LAG_SAMPLES + lag
        out = generated[start : start + n].copy()
        if state.tail is not None:
            out[:fade] = crossfade(state.tail, out[:fade], 0, fade)
        state.tail = generated[start + n : start + n + fade].copy()
        return out


def best_lag(tail: Audio, generated: Audio, reach: int) -> int:
    """-reach .. reach: where, counted from sample `reach` on, `heard` is most like `tail` (normalised correlation); 0 in silence."""
    n = len(tail)
    around = generated[: n + 2 * reach].astype(np.float64)
    likeness = np.correlate(around, tail.astype(np.float64), "valid")
    power = np.convolve(np.square(around), np.ones(n), "valid")
    if np.square(tail, dtype=np.float64).sum() < _QUIET_POWER * n or power.max() < _QUIET_POWER * n:
        return 0
    return int(np.argmax(likeness / np.sqrt(power + _QUIET_POWER * n))) - reach


def _between(rows: Floats, at: Positions) -> Floats:
    """`rows` [n, dim] read at `at`, straight lines between them, the first and the last held beyond the ends."""
    at = np.clip(at, 0.0, len(rows) - 1.0)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, len(rows) - 1)
    share = (at - low).astype(np.float32)[:, None]
    between: Floats = rows[low] * (np.float32(1) - share) + rows[high] * share
    return between
