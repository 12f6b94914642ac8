"""A neural voice as a synthesizer: content of a window of one second, prosody, a small decoder that carries its state, filters; block by
block on an absolute grid of frames.

A token of content is a pair of frames. The block that ends with frame `end` is computed once, when everything up to `look-ahead` tokens
after it has come in; its tokens leave one window of the content encoder (models/graphs/whisper.py), whose last second ends with the
look-ahead. Hop m of the sound waits for frame m + 1 (engine/synth/neural_speech.py), so the delay is the look-ahead and one frame, and is
exact: after T samples, T a whole number of blocks, T - latency_samples are out. The input may be cut in any way; output depends on the
grid only.

Thread: worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, Frames, StreamSpec
from engine.inference.streaming_graph import GraphState, StreamingGraph
from engine.synth import neural_speech
from engine.synth.neural_hearing import Floats, HearingState, hear, heard_levels, loudness, prepare_hearing, window
from engine.synth.neural_pitch import MelodyState, spoken_pitch
from models.graphs.whisper import WINDOW_TOKENS
from models.voice import NeuralSpec

TOKEN_FRAMES = 2
REFERENCE_HZ = 200.0
SILENT_DBFS, HEARD_DBFS = -80.0, -70.0
"""What the microphone gives below the first is silence, above the second is spoken."""


@dataclass(frozen=True, slots=True)
class NeuralTiming:
    """hop_frames (even) a block, look_ahead_tokens of content after it; pitch_frames: how many of the newest frames have no pitch yet;
    late_frames: what the stages before hold back. Says to others when the voice answers (engine/contracts.py `VoiceTiming`)."""

    hop_frames: int
    look_ahead_tokens: int
    pitch_frames: int = 0
    late_frames: int = 0

    def __post_init__(self) -> None:
        if self.hop_frames < TOKEN_FRAMES or self.hop_frames % TOKEN_FRAMES:
            raise ValueError(f"a hop of {self.hop_frames} frames is not a multiple of {TOKEN_FRAMES}")
        if self.hop_frames // TOKEN_FRAMES + self.look_ahead_tokens > WINDOW_TOKENS:
            raise ValueError(f"{self.hop_frames} frames and the look-ahead do not fit into a window of {WINDOW_TOKENS} tokens")

    @property
    def waiting_frames(self) -> int:
        """What comes in after the last frame of a block before it is computed."""
        return max(TOKEN_FRAMES * self.look_ahead_tokens, self.pitch_frames)

    @property
    def latency_samples(self) -> int:
        return (self.waiting_frames + 1) * FRAME_SAMPLES

    @property
    def lookahead_frames(self) -> int:
        return 0

    @property
    def stride_frames(self) -> int:
        return self.hop_frames


@dataclass(slots=True)
class NeuralState:
    """One stream. `f0_hz` begins at `next_frame`, the first that has not been decoded; `audio` at sample `n_heard`, the first that has
    not been heard; `gain` is the newest frame's."""

    hearing: HearingState
    decoder: GraphState
    speech: neural_speech.NeuralSpeechState
    next_frame: int
    f0_hz: Frames
    audio: Audio = field(default_factory=lambda: np.zeros(0, np.float32))
    n_heard: int = 0
    melody: MelodyState = field(default_factory=MelodyState)
    gain: float = 0.0
    spoken_hz: float = 0.0


@dataclass(frozen=True, slots=True)
class NeuralGraphs:
    """The content encoder and the decoder: they hold no stream, any number of voices may share them."""

    encoder: StreamingGraph
    decoder: StreamingGraph


class Neural:
    """The synthesizer of a voice of kind `neural`; holds graphs and settings only, see engine/contracts.py."""

    def __init__(self, graphs: NeuralGraphs, voice: NeuralSpec, others: tuple[NeuralSpec, ...], timing: NeuralTiming) -> None:
        """others: those that may be mixed in, in the order in which `blend_with` counts them."""
        self._encoder, self._decoder = graphs.encoder, graphs.decoder
        self._voice, self._others, self._timing = voice, others or (voice,), timing
        # Tokens are pairs of frames: their grid is laid so that a block ends with a whole one.
        self._shift = (timing.waiting_frames + timing.late_frames) % TOKEN_FRAMES

    @property
    def latency_samples(self) -> int:
        return self._timing.latency_samples

    @property
    def lookahead_frames(self) -> int:
        return self._timing.lookahead_frames

    @property
    def stride_frames(self) -> int:
        return self._timing.stride_frames

    def prepare(self, spec: StreamSpec) -> NeuralState:
        """A fresh stream: silence before its first sample."""
        n_kept = TOKEN_FRAMES * WINDOW_TOKENS + self._timing.waiting_frames
        return NeuralState(
            hearing=prepare_hearing(n_kept, -self._shift),
            decoder=self._decoder.prepare(),
            speech=neural_speech.NeuralSpeechState(spec, left_frame=0),
            next_frame=-self._shift,
            f0_hz=np.zeros(self._shift, np.float32),
        )

    def process(self, block: Audio, f0_hz: Frames, state: NeuralState, params: LiveParams) -> Audio:
        """`block` [n] float32 and the next `f0_hz` [m] float32 in Hz, 0 unvoiced; whole blocks of output (possibly none)."""
        state.audio = np.concatenate([state.audio, block.astype(np.float32, copy=False)])
        state.f0_hz = np.concatenate([state.f0_hz, np.nan_to_num(f0_hz, nan=0.0, posinf=0.0, neginf=0.0)])
        out = [np.zeros(0, np.float32)]
        while (end := self._due(state)) is not None:
            out.append(self._speak(end, state, params))
        return np.concatenate(out)

    def _due(self, state: NeuralState) -> int | None:
        """The frame with which the next block of the grid ends, if everything that it needs has come in."""
        timing = self._timing
        end = state.next_frame + timing.hop_frames
        end -= (state.next_frame + timing.waiting_frames + timing.late_frames) % timing.hop_frames
        complete = state.n_heard + len(state.audio) >= FRAME_SAMPLES * (end + timing.waiting_frames)
        return end if complete and len(state.f0_hz) >= end - state.next_frame else None

    def _speak(self, end: int, state: NeuralState, params: LiveParams) -> Audio:
        """The hops that end with frame `end` - 1; `state` moves on to it."""
        first, n = state.next_frame, end - state.next_frame
        self._hear(end, state)
        home_hz, voices, blend = self._mixture(params)
        heard_hz, state.f0_hz = state.f0_hz[:n], state.f0_hz[n:].copy()
        pitch_hz, voicing = spoken_pitch(heard_hz, home_hz, params, state.melody)
        state.spoken_hz = float(pitch_hz[-1]) if voicing[-1] else 0.0
        prosody = np.stack([np.log2(pitch_hz / REFERENCE_HZ), voicing, loudness(first, end, state.hearing) + np.float32(0.5)], axis=-1)
        feeds: dict[str, NDArray[Any] | int] = {
            "content": self._content(end, n, state.hearing),
            "prosody": prosody.astype(np.float32).reshape(1, n // TOKEN_FRAMES, -1),
            "voices": voices,
            "blend": blend,
        }
        pulse, noise = self._decoded(feeds, state)
        frames = neural_speech.DecodedFrames(pulse, noise, pitch_hz, voicing)
        shape = neural_speech.NeuralShape(2.0 ** (params.formant_st / 12.0), params.breath)
        spoken = neural_speech.speak(frames, shape, state.speech)
        spoken *= _ramp(self._gains(first, end, state), state, len(spoken))
        state.next_frame = end
        return spoken[FRAME_SAMPLES * max(0, -first) :]

    def _hear(self, end: int, state: NeuralState) -> None:
        """Hears what belongs to the block and no more, however much has come in."""
        n = FRAME_SAMPLES * (end + self._timing.waiting_frames) - state.n_heard
        hear(state.audio[:n], state.hearing)
        state.audio, state.n_heard = state.audio[n:].copy(), state.n_heard + n

    def _decoded(self, feeds: Mapping[str, NDArray[Any] | int], state: NeuralState) -> tuple[Floats, Floats]:
        """Both filters of every frame. What is not a number is silence, and forgotten: it would come back for ever."""
        bands = self._decoder.run(feeds, state.decoder)
        pulse, noise = bands["pulse"][0], bands["noise"][0]
        if np.isfinite(pulse).all() and np.isfinite(noise).all():
            return pulse, noise
        state.decoder = self._decoder.prepare()
        return np.full_like(pulse, neural_speech.LOWEST_LOG), np.full_like(noise, neural_speech.LOWEST_LOG)

    def _content(self, end: int, n_frames: int, hearing: HearingState) -> Floats:
        """[1, tokens, width] of the `n_frames` that end with frame `end`."""
        look_ahead = self._timing.look_ahead_tokens
        newest = end + TOKEN_FRAMES * look_ahead
        mel = window(newest - TOKEN_FRAMES * WINDOW_TOKENS, newest, hearing)[None]
        last = WINDOW_TOKENS - look_ahead
        tokens: Floats = self._encoder.run({"mel": mel, "begin": last - n_frames // TOKEN_FRAMES, "end": last}, GraphState())["tokens"]
        return tokens

    def _mixture(self, params: LiveParams) -> tuple[float, NDArray[np.int64], Floats]:
        """Where the voice is at home, the rows of both voices, and the share of the second."""
        own = self._voice
        other = self._others[min(max(params.blend_with, 1), len(self._others)) - 1] if params.blend > 0.0 else own
        home_hz = own.home_hz ** (1.0 - params.blend) * other.home_hz**params.blend
        return home_hz, np.array([own.row, other.row], np.int64), np.array([params.blend], np.float32)

    def _gains(self, first: int, end: int, state: NeuralState) -> Floats:
        """[frames]: back to the speaker's own level, and nothing where the microphone gives nothing."""
        hush = np.clip((heard_levels(first, end, state.hearing) - SILENT_DBFS) / (HEARD_DBFS - SILENT_DBFS), 0.0, 1.0)
        return np.asarray(hush * 10.0 ** (-state.hearing.usual.gain_db / 20.0), np.float32)


def _ramp(gains: Floats, state: NeuralState, n_samples: int) -> Floats:
    """[n_samples]: straight from the gain of each frame to the next one's."""
    edges = np.concatenate([[state.gain], gains])[-(n_samples // FRAME_SAMPLES + 1) :]
    state.gain = float(gains[-1])
    rise = np.arange(FRAME_SAMPLES) / FRAME_SAMPLES
    return np.asarray((edges[:-1, None] + np.diff(edges)[:, None] * rise).ravel(), np.float32)
