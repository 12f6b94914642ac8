"""From latent frames and pitch to 48 kHz: excitation, decoder, formant shift, and the way from the voice's own rate.

The decoder's frames are *stretched* frames: with a formant factor f = 2 ** (formant_st / 12), 10 ms of the stream are spoken as f frames of
the network and read f times as fast, which moves the resonances by f and leaves the pitch (the excitation is lower by f). Without a shift
they are the stream's frames, and at 48 kHz the samples pass untouched.

Reading looks LEAD_SAMPLES ahead, so what the network speaks as frame n belongs to the stream LEAD_SAMPLES after sample 480 n.

Thread: the worker's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, Audio, Frames, StreamSpec
from engine.dsp import noise
from engine.dsp.excitation import excite, frame_phases
from engine.dsp.sinc_read import read_at, transition
from engine.inference.streaming_graph import GraphState, StreamingGraph
from engine.synth.rvc_network import LEAD_SAMPLES

Floats = NDArray[np.float32]

_NOISE_STREAM = 3
_KEPT_FRAMES = 3


@dataclass(frozen=True, slots=True)
class SpeechSpec:
    """The voice's rate and shape; `samples_per_frame` at `sample_rate_hz`."""

    sample_rate_hz: int
    samples_per_frame: int
    has_f0: bool


@dataclass(slots=True)
class SpeechState:
    """One stream.

    audio       [n] float32, the voice's samples of the newest stretched frames, which begin at `starts` (in stream frames; the last element
                is where the next one begins)
    z_before    [1, C, 1, 1], the last latent frame before the ones to come (None: none yet)
    """

    spec: StreamSpec
    decoder: GraphState
    audio: Floats
    starts: NDArray[np.float64]
    z_before: Floats | None = None
    phase_turns: float = 0.0
    n_spoken: int = 0
    factor: float = 1.0


class Speech:
    """The decoder graph of one voice and the way to 48 kHz. Holds no stream."""

    def __init__(self, decoder: StreamingGraph, spec: SpeechSpec) -> None:
        self._decoder, self._spec = decoder, spec

    def prepare(self, spec: StreamSpec, first: int = 0) -> SpeechState:
        """A stream that begins at frame `first`: silence before it."""
        silence = np.zeros(_KEPT_FRAMES * self._spec.samples_per_frame, np.float32)
        starts = np.arange(first - _KEPT_FRAMES, first + 1, dtype=np.float64)
        return SpeechState(spec, self._decoder.prepare(), silence, starts, n_spoken=first)

    def specialise(self) -> None:
        """See Network."""
        self._decoder.specialise()

    def speak(self, z: Floats, f0_hz: Frames, first: int, n_commit: int, sid: int, factor: float, state: SpeechState) -> Audio:
        """[480 n_commit] float32 at 48 kHz: the stream's frames from `first` on.

        z       [1, C, 1, T] latent frames first .. first + T, of which the first n_commit are certain
        f0_hz   [T] pitch to be heard, 0 where unvoiced
        factor  of the formants
        """
        at = _stretched_starts(float(state.starts[-1]), first + z.shape[3], factor)
        n_frames = int(np.searchsorted(at, first + n_commit))
        latent = _stretched(z, at, first, factor, state.z_before)
        feeds: dict[str, NDArray[np.float32] | int] = {"z": latent, "sid": sid, "n_commit": n_frames}
        if self._spec.has_f0:
            feeds["excitation"] = self._excitation(f0_hz, at, first, n_frames, factor, state)
        spoken = self._decoder.run(feeds, state.decoder)["audio"]
        state.audio = np.concatenate([state.audio, spoken])
        state.starts = np.concatenate([state.starts[:-1], np.append(at, at[-1] + 1.0 / factor)[: n_frames + 1]])
        state.z_before = z[..., n_commit - 1 : n_commit].copy()
        state.n_spoken += n_frames
        out = self._read(first, n_commit, factor, state)
        self._forget(first + n_commit, state)
        return out

    def heal(self, state: SpeechState) -> None:
        """Starts the network afresh where the stream stands."""
        state.decoder, state.z_before = self._decoder.prepare(), None
        state.audio = np.zeros_like(state.audio)

    def _excitation(self, f0_hz: Frames, at: NDArray[np.float64], first: int, n_commit: int, factor: float, state: SpeechState) -> Floats:
        """[1, 1, 1, samples]; the phase is carried over the first n_commit stretched frames."""
        voice = self._spec
        nearest = np.clip(np.floor(at + 0.5 / factor).astype(np.int64) - first, 0, len(f0_hz) - 1)
        source_hz = (f0_hz[nearest] / np.float32(factor)).astype(np.float32)
        phases = frame_phases(source_hz, state.phase_turns, voice.samples_per_frame, voice.sample_rate_hz)
        frame = state.spec.first_frame + state.n_spoken
        hiss = noise.gaussian(state.spec.seed, frame, len(at), voice.samples_per_frame, _NOISE_STREAM)
        state.phase_turns = float(phases[n_commit])
        return excite(source_hz, phases, hiss, voice.sample_rate_hz)[None, None, None]

    def _read(self, first: int, n_frames: int, factor: float, state: SpeechState) -> Audio:
        """The voice's samples under the 48 kHz samples of the frames first .. first + n_frames."""
        samples = self._spec.samples_per_frame
        ratio = factor * samples / FRAME_SAMPLES
        slowest = min(factor, state.factor) * samples / FRAME_SAMPLES
        state.factor = factor
        wanted = first + (np.arange(n_frames * FRAME_SAMPLES) - LEAD_SAMPLES) / FRAME_SAMPLES
        positions = np.interp(wanted, state.starts, np.arange(len(state.starts)) * float(samples))
        half = max(2, int(LEAD_SAMPLES * slowest))
        # The passband ends where the transition begins; what folds back lies above the lower of the two Nyquist frequencies.
        cutoff = 1.0 if ratio == 1.0 else min(1.0, 1.0 / ratio) - transition(half) / 2
        return read_at(state.audio, positions, max(cutoff, 0.1), half)

    def _forget(self, next_frame: int, state: SpeechState) -> None:
        """Keeps the stretched frames from _KEPT_FRAMES before the next one on, at least that many."""
        oldest = int(np.searchsorted(state.starts, next_frame - _KEPT_FRAMES, side="right")) - 1
        surplus = max(0, min(oldest, len(state.starts) - 1 - _KEPT_FRAMES))
        state.audio = state.audio[surplus * self._spec.samples_per_frame :].copy()
        state.starts = state.starts[surplus:].copy()


def _stretched_starts(start: float, end: int, factor: float) -> NDArray[np.float64]:
    """Where the stretched frames from `start` on begin, in stream frames, as long as they begin before `end`."""
    step = 1.0 / factor
    n = max(1, int(np.ceil((end - start) / step - 1e-9)))
    return np.asarray(start + step * np.arange(n), np.float64)


def _stretched(z: Floats, at: NDArray[np.float64], first: int, factor: float, before: Floats | None) -> Floats:
    """z between its frames, straight lines between their middles; [1, C, 1, len(at)]."""
    known = np.concatenate([z[..., :1] if before is None else before, z], axis=3)
    middle = at + 0.5 / factor - 0.5 - (first - 1)
    low = np.clip(np.floor(middle).astype(np.int64), 0, known.shape[3] - 1)
    high = np.minimum(low + 1, known.shape[3] - 1)
    share = np.clip(middle - low, 0.0, 1.0).astype(np.float32)
    between: Floats = known[..., low] * (np.float32(1) - share) + known[..., high] * share
    return between
