"""An imported RVC voice as a synthesizer: content, pitch, retrieval, latent, decoder, block by block on an absolute grid of frames.

Block k ends with frame k * hop - latency (in frames, the latency of the stages before included) and is computed once, from everything up to
`lookahead` frames after it: content features of a window (engine/stages/content.py), drawn towards the voice's own
(engine/stages/retrieval.py), and spoken by the voice's network: graphs of our own that carry their states (engine/synth/rvc_streamed.py) or
a foreign one over a window (engine/synth/rvc_windowed.py). Frame n is spoken with f0[n] and content frame n // 2, as the reference does.

Another voice may go on with a stream (`follow`): pitch and content go on as they are, and only the networks run side by side for a moment.

Content needs 5 ms after the last frame that it speaks of; the low-pass to 16 kHz and the filter that reads the voice's own rate fill up
one frame of 10 ms. So the delay is look-ahead + 10 ms, or what the pitch detector needs where that is more, and is exact: after T samples,
T a whole number of hops, T - latency_samples are out. The input may be cut in any way; output depends on the grid only.

Frames that are spoken have their own pitch. Those of the look-ahead go on at the newest pitch known where the detector has not come so
far: they are heard only in what they change of the last frames before them (docs/decisions/0009-pitch-of-the-look-ahead.md).

Thread: worker.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, Frames, StreamSpec
from engine.dsp.crossfade import FADE_SAMPLES, crossfade
from engine.dsp.retrieval import GroupedVectors
from engine.dsp.sinc_read import read_at
from engine.stages.content import HOP_SAMPLES, REPEATED_SAMPLES, ContentEncoder, ContentState
from engine.stages.content import SAMPLE_RATE_HZ as CONTENT_RATE_HZ
from engine.stages.retrieval import phones_of, protection
from engine.synth.rvc_loudness import HISTORY_FRAMES, LoudnessState, shaped
from engine.synth.rvc_network import LEAD_SAMPLES, Network, Script
from engine.synth.rvc_pitch import coarse_pitch, filled, transposed, usable
from models.voice import UnvoicedRule

Floats = NDArray[np.float32]

_DOWN = SAMPLE_RATE_HZ // CONTENT_RATE_HZ
_DOWN_HALF = 152
"""At 48 kHz. With LEAD_SAMPLES and the 5 ms that the last content frame looks ahead, just within one frame."""
_DOWN_CUTOFF = 7_900 / (SAMPLE_RATE_HZ / 2)
"""Flat to 7.5 kHz; what folds back lies above 7.7 kHz."""
WARM_UP_HZ = 150.0
WARM_UP_FRAMES = 10
"""So long a voice that goes on where another one stands speaks unheard: its network begins with nothing behind it."""


@dataclass(frozen=True, slots=True)
class RvcParts:
    """What a voice is made of. `index` is None where it has none; `provider` is what the network runs on."""

    encoder: ContentEncoder
    network: Network[Any]
    n_speakers: int
    has_f0: bool
    unvoiced: UnvoicedRule = "zero"
    index: GroupedVectors | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class RvcTiming:
    """hop_frames (even) a block, lookahead_frames after it.

    pitch_frames   how many of the newest frames have no pitch yet (`contracts.pitch_delay_frames`)
    late_frames    what the stages before hold back: blocks end where theirs do
    waits          whether the whole look-ahead waits for its pitch, because it is heard
    """

    hop_frames: int
    lookahead_frames: int
    pitch_frames: int = 0
    late_frames: int = 0
    waits: bool = False

    def __post_init__(self) -> None:
        if self.hop_frames < 2 or self.hop_frames % 2:
            raise ValueError(f"a hop of {self.hop_frames} frames is not a multiple of 2")

    @property
    def latency_frames(self) -> int:
        """What the content needs, or the pitch."""
        if self.waits:
            return self.lookahead_frames + max(1, self.pitch_frames)
        return max(self.lookahead_frames + 1, self.pitch_frames)

    @property
    def pitch_ahead_frames(self) -> int:
        """How many frames of the look-ahead have their own pitch."""
        return min(self.lookahead_frames, self.latency_frames - self.pitch_frames)

    def of_voice(self) -> RvcVoiceTiming:
        """The same, as the pipeline reads it."""
        return RvcVoiceTiming(self.latency_frames * FRAME_SAMPLES, self.pitch_ahead_frames - 1, self.hop_frames)


@dataclass(frozen=True, slots=True)
class RvcVoiceTiming:
    """A VoiceTiming."""

    latency_samples: int
    lookahead_frames: int
    stride_frames: int


@dataclass(slots=True)
class Leaving:
    """The voice that spoke before, beside the new one until that has had `frames_left` frames to warm up."""

    parts: RvcParts
    network: Any
    params: LiveParams
    frames_left: int = WARM_UP_FRAMES


@dataclass(slots=True)
class RvcState:
    """One stream. `audio` [n] float32 starts at sample `audio_start`, `f0_hz` at frame `next_frame`, the first that has not been spoken.

    The newest voiced frame spoken had `last_voiced_hz`, `voiced_ago` frames before next_frame.
    """

    content: ContentState
    network: Any
    audio: Audio
    audio_start: int
    leaving: Leaving | None = None
    loudness: LoudnessState = field(default_factory=LoudnessState)
    f0_hz: Frames = field(default_factory=lambda: np.zeros(0, np.float32))
    next_frame: int = 0
    last_voiced_hz: float = 0.0
    voiced_ago: int = 0
    spoken_hz: float = 0.0

    @property
    def n_in(self) -> int:
        return self.audio_start + len(self.audio)

    def input_between(self, first_sample: int, end_sample: int) -> Audio:
        """Input samples by absolute number."""
        return self.audio[first_sample - self.audio_start : end_sample - self.audio_start]


@dataclass(frozen=True, slots=True)
class _Block:
    """The frames first .. end are spoken; they are known up to `known`."""

    first: int
    end: int
    known: int

    @property
    def n_frames(self) -> int:
        return self.end - self.first

    @property
    def n_known(self) -> int:
        return self.known - self.first


@dataclass(frozen=True, slots=True)
class _Analysed:
    """What is to be said in a block, whoever says it: `f0_hz` [n_known], 0 where unvoiced, and content `features` at 50 Hz, of which the
    block begins with half-row `half` (0 or 1)."""

    block: _Block
    f0_hz: Frames
    features: Floats
    half: int


class Rvc:
    """The synthesizer of a voice of kind `rvc`; holds networks and settings only, see engine/contracts.py."""

    def __init__(self, parts: RvcParts, timing: RvcTiming) -> None:
        self._parts, self._timing = parts, timing
        self._latency_frames = timing.latency_frames
        self._of_voice = timing.of_voice()
        # Content frames are pairs of frames: the grid of pairs is laid so that what is known ends with a whole one.
        self._grid_frames = self._latency_frames + timing.late_frames
        self._shift = (timing.lookahead_frames - self._grid_frames) % 2

    @property
    def encoder(self) -> ContentEncoder:
        """What it hears with."""
        return self._parts.encoder

    @property
    def provider(self) -> str:
        """What the voice is computed on."""
        return self._parts.provider

    @property
    def latency_samples(self) -> int:
        return self._of_voice.latency_samples

    @property
    def lookahead_frames(self) -> int:
        return self._of_voice.lookahead_frames

    @property
    def stride_frames(self) -> int:
        return self._of_voice.stride_frames

    def prepare(self, spec: StreamSpec) -> RvcState:
        """A fresh stream: silence before its first sample."""
        parts = self._parts
        start = HISTORY_FRAMES * FRAME_SAMPLES
        return RvcState(parts.encoder.prepare(), parts.network.prepare(spec), audio=np.zeros(start, np.float32), audio_start=-start)

    def can_follow(self, other: object) -> bool:
        """See Successor. Both hear with the very same encoder, in blocks that end at the same moments."""
        if not isinstance(other, Rvc):
            return False
        ours, theirs = self._parts, other._parts
        return self._timing == other._timing and ours.encoder is theirs.encoder and ours.network.can_follow(theirs.network)

    def follow(self, other: Rvc, state: RvcState, params: LiveParams) -> RvcState:
        """See Successor. A voice that was itself still warming up is not heard to its end."""
        network = self._parts.network.follow(state.network, state.next_frame)
        return replace(state, network=network, leaving=Leaving(other._parts, state.network, params))

    def has_taken_over(self, state: RvcState) -> bool:
        """See Successor."""
        return state.leaving is None

    def warm_up(self, phone_dim: int) -> None:
        """Runs the network alone, for a block that has nothing behind it and one that has: the code for the shapes of both, and its memory,
        are there then. `phone_dim` is the voice's."""
        network, hop = self._parts.network, self._timing.hop_frames
        state, n = network.prepare(StreamSpec()), hop + self._timing.lookahead_frames
        phones, coarse, f0_hz = np.zeros((n, phone_dim), np.float32), np.ones(n, np.int64), np.full(n, WARM_UP_HZ, np.float32)
        for first in (0, hop):
            network.speak(Script(first, hop, phones, coarse, f0_hz, speaker=0, formant_factor=1.0), state)

    def specialise(self) -> None:
        """After some blocks: those to come will be as long. The encoder would gain a sixth, and hold its weights twice: 140 MB."""
        self._parts.network.specialise()

    def process(self, block: Audio, f0_hz: Frames, state: RvcState, params: LiveParams) -> Audio:
        """`block` [n] float32 and the next `f0_hz` [m] float32 in Hz, 0 unvoiced; whole hops of output (possibly none)."""
        state.audio = np.concatenate([state.audio, block.astype(np.float32, copy=False)])
        state.f0_hz = np.concatenate([state.f0_hz, usable(f0_hz)])
        out = [np.zeros(0, np.float32)]
        while (due := self._due(state)) is not None:
            out.append(self._speak(due, state, params))
        return np.concatenate(out)

    def _due(self, state: RvcState) -> _Block | None:
        """The next block of the grid, if everything that it needs has come in."""
        hop = self._timing.hop_frames
        end = state.next_frame + hop - (state.next_frame + self._grid_frames) % hop
        known = end + self._timing.lookahead_frames
        pitched = end + self._timing.pitch_ahead_frames
        complete = state.n_in >= FRAME_SAMPLES * (end + self._latency_frames) and len(state.f0_hz) >= pitched - state.next_frame
        return _Block(state.next_frame, end, known) if complete else None

    def _speak(self, block: _Block, state: RvcState, params: LiveParams) -> Audio:
        """[480 * n_frames]; `state` moves on to the block's end."""
        analysed = self._analyse(block, state)
        script = _script(analysed, self._parts, state, params)
        newest = block.n_frames - 1
        state.spoken_hz = float(script.f0_hz[newest]) if analysed.f0_hz[newest] > 0.0 else 0.0
        spoken = self._parts.network.speak(script, state.network)
        if not np.isfinite(spoken).all():
            spoken = np.zeros(len(spoken), np.float32)
            self._heal(state)
        if state.leaving is not None:
            spoken = _faded(analysed, spoken, state, state.leaving)
        first = block.first - HISTORY_FRAMES
        around = state.input_between(first * FRAME_SAMPLES, (block.end + 1) * FRAME_SAMPLES)
        out = shaped(spoken, around, HISTORY_FRAMES, params.envelope_mix, state.loudness)
        self._move_on(block, analysed.f0_hz, state)
        return out

    def _analyse(self, block: _Block, state: RvcState) -> _Analysed:
        encoder, content = self._parts.encoder, state.content
        first_16k = HOP_SAMPLES * content.n_frames
        end_16k = HOP_SAMPLES * ((block.known + self._shift) // 2) + REPEATED_SAMPLES
        centre = LEAD_SAMPLES - FRAME_SAMPLES * self._shift - state.audio_start
        positions = (_DOWN * np.arange(first_16k, end_16k) + centre).astype(np.float64)
        encoder.feed(read_at(state.audio, positions, _DOWN_CUTOFF, _DOWN_HALF), content)
        first = (block.first + self._shift) // 2
        features = encoder.features(first, (block.end + self._shift) // 2, content)
        # What is known beyond that depends on how the input was cut.
        f0_hz = state.f0_hz[: block.n_frames + self._timing.pitch_ahead_frames]
        f0_hz = np.concatenate([f0_hz, np.full(block.n_known - len(f0_hz), f0_hz[-1])])
        return _Analysed(block, f0_hz, features, block.first + self._shift - 2 * first)

    def _heal(self, state: RvcState) -> None:
        """A network that said something infinite starts afresh: what is carried would never recover."""
        parts = self._parts
        parts.encoder.heal(state.content)
        parts.network.heal(state.network)

    def _move_on(self, block: _Block, input_hz: Frames, state: RvcState) -> None:
        """Forgets what has been spoken."""
        voiced = np.flatnonzero(input_hz[: block.n_frames] > 0)
        state.voiced_ago += block.n_frames
        if len(voiced):
            state.last_voiced_hz, state.voiced_ago = float(input_hz[voiced[-1]]), block.n_frames - int(voiced[-1])
        state.f0_hz = state.f0_hz[block.n_frames :].copy()
        state.next_frame = block.end
        keep_from = FRAME_SAMPLES * (block.end - HISTORY_FRAMES)
        state.audio = state.audio[keep_from - state.audio_start :].copy()
        state.audio_start = keep_from


def _script(analysed: _Analysed, parts: RvcParts, state: RvcState, params: LiveParams) -> Script:
    """What the voice of `parts` is to say."""
    block = analysed.block
    protect = protection(analysed.f0_hz, params.protect) if parts.has_f0 else None
    voiced_hz = filled(analysed.f0_hz, state.last_voiced_hz, state.voiced_ago, parts.unvoiced)
    return Script(
        first=block.first,
        n_commit=block.n_frames,
        phones=phones_of(analysed.features, analysed.half, block.n_known, parts.index, params.index_rate, protect),
        coarse=coarse_pitch(transposed(voiced_hz, params.pitch_st - params.formant_st)),
        f0_hz=transposed(voiced_hz, params.pitch_st),
        speaker=min(max(params.speaker, 0), parts.n_speakers - 1),
        formant_factor=2.0 ** (params.formant_st / 12.0),
    )


def _faded(analysed: _Analysed, new: Audio, state: RvcState, leaving: Leaving) -> Audio:
    """`new`, or what the voice before says as long as the new one is warming up, and the fade between them."""
    old = leaving.parts.network.speak(_script(analysed, leaving.parts, state, leaving.params), leaving.network)
    fade_from = min(leaving.frames_left * FRAME_SAMPLES, max(0, len(new) - FADE_SAMPLES))
    leaving.frames_left -= analysed.block.n_frames
    finite = bool(np.isfinite(old).all())
    if finite and leaving.frames_left > 0:
        return old
    state.leaving = None
    if not finite:
        return new
    return np.concatenate([old[:fade_from], crossfade(old[fade_from:], new[fade_from:], 0, min(FADE_SAMPLES, len(new)))])
