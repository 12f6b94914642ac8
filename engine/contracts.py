"""What varies in the engine, and what travels through it.

Time is counted in samples at one rate, 48 kHz, mono float32 of full scale +-1. A *frame* is 10 ms, 480 samples, and has an
absolute number from the start of the stream: frame n is centred on sample 480 n. Device rates, channel counts and clocks end at
`engine/audio`.

The contract of every stage (tests/laws checks each of these sentences):

- `prepare(spec)` does all set-up and returns a fresh state; `process(block, state, ...)` touches only that state, never its input.
- A stage object holds weights and settings, never stream state: a live run and a file run may share it.
- `process` takes a block of any length and returns what has become certain: cutting the input elsewhere gives the same output, to
  the bit.
- Output sample k belongs to input sample k: nothing is inserted, nothing lost. A stage that needs the future holds back; when T
  samples have come in, T a whole number of frames, exactly T - latency_samples are out (never less than 0). The pipeline alone
  turns "held back" into delay.
- Output is finite for finite input, and silence stays silence.

Thread: everything here runs on the worker thread. Forbidden in `process`: I/O, logging, locks, exceptions as control flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.time_base import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ

__all__ = [
    "FRAME_MS",
    "FRAME_SAMPLES",
    "SAMPLE_RATE_HZ",
    "Audio",
    "Frames",
    "PitchDetector",
    "Stage",
    "StreamSpec",
    "Successor",
    "Synthesizer",
    "pitch_delay_frames",
]

Audio = NDArray[np.float32]
"""[n] float32, 48 kHz mono, full scale +-1."""

Frames = NDArray[np.float32]
"""[n_frames] float32, one value every 10 ms; pitch in Hz, 0 where unvoiced."""

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """What a stream looks like to a stage.

    `seed` and `first_frame` key every random draw.
    """

    seed: int = 0
    first_frame: int = 0


class Stage(Protocol[S]):
    """Audio in, audio out, with a constant `latency_samples`."""

    @property
    def latency_samples(self) -> int: ...

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, state: S, params: LiveParams) -> Audio: ...


class PitchTiming(Protocol):
    """When a pitch detector answers, known before it has been opened: `PitchDetector` says what the numbers mean."""

    @property
    def phase_frames(self) -> int: ...

    @property
    def latency_samples(self) -> int: ...

    @property
    def stride_frames(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DetectorTiming:
    """A PitchTiming."""

    latency_samples: int
    stride_frames: int = 1
    phase_frames: int = 0


class PitchDetector(PitchTiming, Protocol[S]):
    """Audio in, f0 in Hz at 10 ms frames out, 0 where unvoiced.

    Frame n is returned once 480 n + latency_samples samples have come in. Frames come in groups of `stride_frames` (a detector whose
    analysis is expensive makes fewer, longer ones), each but the first beginning at a frame that leaves `phase_frames` when divided by
    it: frame n may wait for up to stride_frames - 1 further ones.
    """

    name: str

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, state: S) -> Frames: ...


def pitch_delay_frames(detector: PitchTiming, late_frames: int = 0) -> int:
    """How many of the newest frames have no f0 yet, whenever a whole number of strides has come in at the front of the pipeline and the
    stages before the detector hold `late_frames` back."""
    newest = -(-detector.latency_samples // FRAME_SAMPLES) - 1
    return newest + (-late_frames - newest - detector.phase_frames) % detector.stride_frames


class VoiceTiming(Protocol):
    """When a synthesizer answers, known before it has been opened: `Synthesizer` says what the numbers mean."""

    @property
    def latency_samples(self) -> int: ...

    @property
    def lookahead_frames(self) -> int: ...

    @property
    def stride_frames(self) -> int: ...


class Synthesizer(VoiceTiming, Protocol[S]):
    """Audio and its pitch in, the voice out, in whole frames.

    `process` may be given audio and f0 of different lengths: it keeps what it cannot use yet. Once T samples have come in (T whole
    frames) and f0 is known for every frame up to T - latency_samples, plus `lookahead_frames`, T - latency_samples are out.
    Output comes in groups of `stride_frames` (a network that is dear to start makes fewer, longer ones): the sentence holds for every T
    that is a multiple of it.
    """

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, f0_hz: Frames, state: S, params: LiveParams) -> Audio: ...


@runtime_checkable
class Successor(Protocol):
    """A synthesizer that can go on with the stream of another voice: whatever listens is the same, and only the voice changes."""

    def can_follow(self, other: object) -> bool:
        """Whether it can go on with a stream of the synthesizer `other`."""
        ...

    def follow(self, other: Any, state: Any, params: LiveParams) -> Any:
        """The state of a stream of `other`, now one of this synthesizer: the other voice, under `params`, speaks on until this one has
        warmed up, and fades."""
        ...

    def has_taken_over(self, state: Any) -> bool:
        """Whether the voice before has faded."""
        ...

    def specialise(self) -> None:
        """After some blocks: makes what can be made for blocks as long as the newest. Off the worker's thread, beside it."""
        ...
