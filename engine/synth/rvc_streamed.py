"""A voice's network as graphs of our own (models/graphs/synthesizer.py): latent and decoder carry their states from block to block.

Thread: the worker's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio, StreamSpec
from engine.dsp import noise
from engine.inference.streaming_graph import STATE_IN, GraphState, StreamingGraph
from engine.synth.rvc_network import Floats, Network, Script
from engine.synth.rvc_speech import Speech, SpeechState

FRESH_FRAMES = 10
"""Frames before a block that `enc_p` computes again, because what came after them changes them; of the rest of its context only keys and
values are kept (`python -m bench.context`)."""
_PAST = f"{STATE_IN}enc_p."
_NOISE_STREAM = 2


@dataclass(frozen=True, slots=True)
class LatentShape:
    """Widths of the latent graph, and how many frames before a block `enc_p` sees."""

    inter_channels: int
    phone_dim: int
    has_f0: bool
    context_frames: int


@dataclass(slots=True)
class StreamedState:
    """One stream. phones [context_frames, dim], coarse [context_frames]: of the newest spoken frames, the latent's context."""

    spec: StreamSpec
    latent: GraphState
    speech: SpeechState
    phones: Floats
    coarse: NDArray[np.int64]


class StreamedNetwork:
    """A `Network` without seams: every block goes on where the last one ended."""

    def __init__(self, latent: StreamingGraph, speech: Speech, shape: LatentShape) -> None:
        self._latent, self._speech, self._shape = latent, speech, shape
        # Graphs of voices that were imported before keys were kept have no such input, and compute the whole window again.
        self._n_kept = max(0, shape.context_frames - FRESH_FRAMES) if latent.takes("n_past") else 0
        self._silent = self._latent_after(*self._silence())

    def prepare(self, spec: StreamSpec) -> StreamedState:
        """A fresh stream, with nothing said behind it: all windows are of one length (see ContentEncoder)."""
        return StreamedState(spec, GraphState(dict(self._silent.tensors)), self._speech.prepare(spec), *self._silence())

    def can_follow(self, other: Network[Any]) -> bool:
        if not isinstance(other, StreamedNetwork):
            return False
        ours, theirs = self._shape, other._shape
        return (ours.phone_dim, ours.context_frames) == (theirs.phone_dim, theirs.context_frames)

    def follow(self, state: StreamedState, first: int) -> StreamedState:
        """See Network."""
        latent, speech = self._latent_after(state.phones, state.coarse), self._speech.prepare(state.spec, first)
        return StreamedState(state.spec, latent, speech, state.phones.copy(), state.coarse.copy())

    def specialise(self) -> None:
        self._latent.specialise()
        self._speech.specialise()

    def speak(self, script: Script, state: StreamedState) -> Audio:
        """[480 n_commit] float32 at 48 kHz."""
        z = self._frames(script, state)
        return self._speech.speak(z, script.f0_hz, script.first, script.n_commit, script.speaker, script.formant_factor, state.speech)

    def heal(self, state: StreamedState) -> None:
        """Starts both graphs afresh where the stream stands."""
        state.phones = np.nan_to_num(state.phones, nan=0.0, posinf=0.0, neginf=0.0)
        state.latent = self._latent_after(state.phones, state.coarse)
        self._speech.heal(state.speech)

    def _silence(self) -> tuple[Floats, NDArray[np.int64]]:
        n = self._shape.context_frames
        return np.zeros((n, self._shape.phone_dim), np.float32), np.ones(n, np.int64)

    def _latent_after(self, phones: Floats, coarse: NDArray[np.int64]) -> GraphState:
        """Of a stream that begins after [context_frames] of these: the keys of what lies before the first window, and nothing else."""
        fresh, n = self._latent.prepare(), self._n_kept
        if n:
            warmed = GraphState(dict(fresh.tensors))
            self._latent.run(self._feeds(phones, coarse, np.zeros((n, self._shape.inter_channels), np.float32), 0, n), warmed)
            fresh.tensors |= {name: array for name, array in warmed.tensors.items() if name.startswith(_PAST)}
        return fresh

    def _feeds(
        self, phones: Floats, coarse: NDArray[np.int64], hiss: Floats, speaker: int, n_commit: int
    ) -> dict[str, NDArray[np.float32] | NDArray[np.int64] | int]:
        feeds: dict[str, NDArray[np.float32] | NDArray[np.int64] | int] = {
            "phone": phones[None],
            "noise": np.ascontiguousarray(hiss.T)[None, :, None],
            "sid": speaker,
            "n_commit": n_commit,
        }
        if self._shape.has_f0:
            feeds["pitch"] = coarse[None]
        if self._latent.takes("n_past"):
            feeds["n_past"] = self._n_kept
        return feeds

    def _frames(self, script: Script, state: StreamedState) -> Floats:
        """z [1, C, 1, n]; keeps what later windows, and another voice's, see."""
        shape, spec, n = self._shape, state.spec, len(script.phones)
        phones, coarse = np.concatenate([state.phones, script.phones]), np.concatenate([state.coarse, script.coarse])
        hiss = noise.gaussian(spec.seed, spec.first_frame + script.first, n, shape.inter_channels, _NOISE_STREAM)
        window = slice(self._n_kept, None)
        feeds = self._feeds(phones[window], coarse[window], hiss, script.speaker, script.n_commit)
        z: Floats = self._latent.run(feeds, state.latent)["z"]
        n_spoken = len(phones) - n + script.n_commit
        kept = slice(n_spoken - shape.context_frames, n_spoken)
        state.phones, state.coarse = phones[kept].copy(), coarse[kept].copy()
        return z
