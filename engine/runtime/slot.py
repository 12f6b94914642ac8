"""The pipeline that is heard, and the one that will be: a swap without a gap.

Another thread prepares a pipeline and offers it. At the next block edge it starts to run beside the one that is heard; once it has taken
in enough to speak, the sound fades over to it and the old one is let go.

Thread: `process` belongs to the worker; `offer` and `set_params` may be called from one other thread (each is one assignment).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio
from engine.dsp.crossfade import FADE_SAMPLES, crossfade
from engine.pipeline import Pipeline, PipelineState

SETTLE_SAMPLES = 10 * FRAME_SAMPLES  # the pitch detector looks back about that far


@dataclass(slots=True)
class Running:
    """A pipeline with one stream in it and the controls it runs under; `heard` is called (on the worker) when its sound has taken over."""

    pipeline: Pipeline
    state: PipelineState
    params: LiveParams
    heard: Callable[[], None] = lambda: None


class PipelineSlot:
    """Holds what is heard, and carries out one swap at a time; a newer offer replaces one that has not begun."""

    def __init__(self, first: Running) -> None:
        self.current = first
        self._incoming: Running | None = None
        self._offered: Running | None = None
        self._taken_in = 0

    def offer(self, running: Running) -> None:
        """Proposes the next pipeline; taken at a block edge."""
        self._offered = running

    def set_params(self, params: LiveParams) -> None:
        """Controls from the next block on, for whatever is or will be heard."""
        for running in (self.current, self._incoming, self._offered):
            if running is not None:
                running.params = params

    @property
    def newest(self) -> Running:
        """What will be heard when all swaps are done."""
        return self._offered or self._incoming or self.current

    @property
    def hop_samples(self) -> int:
        """How much the next `process` takes: the hop of what is heard, or during a swap a length that suits both."""
        if self._incoming is None:
            self._incoming, self._offered, self._taken_in = self._offered, None, 0
        if self._incoming is None:
            return self.current.pipeline.hop_samples
        both = self.current.pipeline, self._incoming.pipeline
        step = math.lcm(*(p.stride_samples for p in both))
        return step * math.ceil(max(p.hop_samples for p in both) / step)

    def process(self, block: Audio) -> Audio:
        """`block` of `hop_samples` through what is heard."""
        heard, coming = self.current, self._incoming
        out = heard.pipeline.process(block, heard.state, heard.params)
        if coming is None:
            return out
        new = coming.pipeline.process(block, coming.state, coming.params)
        fade_starts = coming.pipeline.latency_samples + SETTLE_SAMPLES
        position = self._taken_in - fade_starts
        self._taken_in += len(block)
        if position < 0:
            return out
        if position + len(block) >= FADE_SAMPLES:
            self.current, self._incoming = coming, None
            coming.heard()
        return crossfade(out, new, position)
