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
from engine.synth.rvc_graph import GraphState, StreamingGraph
from engine.synth.rvc_network import Floats, Network, Script
from engine.synth.rvc_speech import Speech, SpeechState

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
    """One stream. phones [context_frames, dim], coarse [context_frames]: of the spoken frames that the latent's window still sees."""

    spec: StreamSpec
    latent: GraphState
    speech: SpeechState
    phones: Floats
    coarse: NDArray[np.int64]


class StreamedNetwork:
    """A `Network` without seams: every block goes on where the last one ended."""

    def __init__(self, latent: StreamingGraph, speech: Speech, shape: LatentShape) -> None:
        self._latent, self._speech, self._shape = latent, speech, shape

    def prepare(self, spec: StreamSpec) -> StreamedState:
        """A fresh stream, with nothing said behind it: all windows are of one length (see ContentEncoder)."""
        n = self._shape.context_frames
        phones, coarse = np.zeros((n, self._shape.phone_dim), np.float32), np.ones(n, np.int64)
        return StreamedState(spec, self._latent.prepare(), self._speech.prepare(spec), phones, coarse)

    def can_follow(self, other: Network[Any]) -> bool:
        if not isinstance(other, StreamedNetwork):
            return False
        ours, theirs = self._shape, other._shape
        return (ours.phone_dim, ours.context_frames) == (theirs.phone_dim, theirs.context_frames)

    def follow(self, state: StreamedState, first: int) -> StreamedState:
        """See Network."""
        fresh = self._speech.prepare(state.spec, first)
        return StreamedState(state.spec, self._latent.prepare(), fresh, state.phones.copy(), state.coarse.copy())

    def speak(self, script: Script, state: StreamedState) -> Audio:
        """[480 n_commit] float32 at 48 kHz."""
        z = self._frames(script, state)
        return self._speech.speak(z, script.f0_hz, script.first, script.n_commit, script.speaker, script.formant_factor, state.speech)

    def heal(self, state: StreamedState) -> None:
        """Starts both graphs afresh where the stream stands."""
        state.phones = np.nan_to_num(state.phones, nan=0.0, posinf=0.0, neginf=0.0)
        state.latent = self._latent.prepare()
        self._speech.heal(state.speech)

    def _frames(self, script: Script, state: StreamedState) -> Floats:
        """z [1, C, 1, n]; keeps what later windows see."""
        shape, spec, n = self._shape, state.spec, len(script.phones)
        phones, coarse = np.concatenate([state.phones, script.phones]), np.concatenate([state.coarse, script.coarse])
        hiss = noise.gaussian(spec.seed, spec.first_frame + script.first, n, shape.inter_channels, _NOISE_STREAM)
        feeds: dict[str, NDArray[np.float32] | NDArray[np.int64] | int] = {
            "phone": phones[None],
            "noise": np.ascontiguousarray(hiss.T)[None, :, None],
            "sid": script.speaker,
            "n_commit": script.n_commit,
        }
        if shape.has_f0:
            feeds["pitch"] = coarse[None]
        z: Floats = self._latent.run(feeds, state.latent)["z"]
        n_spoken = len(phones) - n + script.n_commit
        kept = slice(n_spoken - shape.context_frames, n_spoken)
        state.phones, state.coarse = phones[kept].copy(), coarse[kept].copy()
        return z
