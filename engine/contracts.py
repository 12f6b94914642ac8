"""What varies in the engine, and what travels through it.

Time is counted in samples at one rate, 48 kHz, mono float32 of full scale +-1; a *frame* is 10 ms, 480 samples, and has an absolute number
from the start of the stream: frame n is centred on sample 480 n. Device rates, channel counts and clocks end at `engine/audio`.

The contract of every stage (and what tests/laws check of each):

- `prepare(spec)` does all set-up and returns a fresh state; `process(block, state, ...)` touches only that state, never its input.
- A stage object holds weights and settings, never stream state: a live run and a file run may share it.
- `process` takes a block of any length and returns what has become certain: cutting the same input differently gives the same output, to the bit.
- `latency_samples` is exact: after T input samples at least T - latency_samples - (stride - 1) output samples have been returned, and output sample k
  belongs to input sample k (nothing is inserted or dropped). The pipeline alone turns "held back" into delay.
- Output is finite for any finite input; after silence in, silence (or the stage's own declared sound) comes out.

Thread: everything here runs on the worker thread. Forbidden in `process`: I/O, logging, locks, exceptions as control flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams

SAMPLE_RATE_HZ = 48_000
FRAME_MS = 10
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000

Audio = NDArray[np.float32]
"""[n] float32, 48 kHz mono, full scale +-1."""

Frames = NDArray[np.float32]
"""[n_frames] float32, one value every 10 ms; pitch in Hz, 0 where unvoiced."""

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """What a stream looks like to a stage. `max_block_samples` bounds one `process` call of the live pipeline (a hint for pre-allocation;
    longer blocks stay legal). `seed` and `first_frame` key every random draw."""

    max_block_samples: int = FRAME_SAMPLES
    seed: int = 0
    first_frame: int = 0


class Stage(Protocol[S]):
    """Audio in, audio out, with a constant `latency_samples`."""

    @property
    def latency_samples(self) -> int: ...

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, state: S, params: LiveParams) -> Audio: ...


class PitchDetector(Protocol[S]):
    """Audio in, f0 in Hz at 10 ms frames out, 0 where unvoiced.

    Frame n is returned once 480 n + latency_samples samples have come in; frames come in groups of `stride_frames`, aligned to absolute frame
    numbers (a detector whose analysis is expensive makes fewer, longer ones), so frame n may wait for up to stride_frames - 1 more frames.
    """

    name: str

    @property
    def latency_samples(self) -> int: ...

    @property
    def stride_frames(self) -> int: ...

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, state: S) -> Frames: ...


class Synthesizer(Protocol[S]):
    """Audio and its pitch in, the voice out, in whole frames.

    `process` may be given audio and f0 of different lengths: it keeps what it cannot use yet. Output samples 480 n .. 480 (n + 1) are returned
    once `latency_samples` beyond sample 480 n have come in *and* f0 is known up to frame n + lookahead_frames.
    """

    @property
    def latency_samples(self) -> int: ...

    @property
    def lookahead_frames(self) -> int: ...

    def prepare(self, spec: StreamSpec) -> S: ...

    def process(self, block: Audio, f0_hz: Frames, state: S, params: LiveParams) -> Audio: ...
