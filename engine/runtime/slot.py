"""The pipeline that is heard, and the one that will be: a swap without a gap.

Another thread prepares a pipeline and offers it. At the next block edge it starts to run beside the one that is heard, each in blocks of
its own length. Both say the same moment of the input at different times. So before the sound fades over, moment by moment, to a pipeline
that is later, the old one slows down a little until it is as late (engine/dsp/slide.py); and after fading to one that is earlier, that one
hurries until nothing waits any more. Nothing is left out, said twice, or missing meanwhile.

The output always lasts until the next block has come: `process` gives as many samples as the next block will have.

Thread: `process` belongs to the worker; `offer` and `set_params` may be called from one other thread (each is one assignment).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio
from engine.dsp.crossfade import FADE_SAMPLES, crossfade
from engine.dsp.fifo import Fifo
from engine.dsp.slide import Timeline
from engine.pipeline import Pipeline, PipelineState

SETTLE_SAMPLES = 10 * FRAME_SAMPLES  # the pitch detector looks back about that far


@dataclass(slots=True)
class Running:
    """A pipeline with one stream in it and the controls it runs under; `heard` is called (on the worker) when its sound has taken over."""

    pipeline: Pipeline
    state: PipelineState
    params: LiveParams
    heard: Callable[[], None] = lambda: None


class _Lane:
    """A running pipeline with a queue of its own before it. What it says stands on the input's timeline: all lanes share sample numbers."""

    def __init__(self, running: Running, first: int) -> None:
        self.running = running
        self.first = first
        self.said = Timeline(first - running.pipeline.latency_samples)
        self._queue = Fifo(2 * running.pipeline.hop_samples)
        self._n_in = first

    def feed(self, block: Audio) -> None:
        running = self.running
        hop = running.pipeline.hop_samples
        self._n_in += len(block)
        self._queue.push(block)
        while len(self._queue) >= hop:
            self.said.push(running.pipeline.process(self._queue.pop(hop), running.state, running.params))

    @property
    def next_step(self) -> int:
        """How much more input makes the next block."""
        return self.running.pipeline.hop_samples - len(self._queue)

    @property
    def on_time(self) -> int:
        """The sample to be played next where nothing waits longer than it must: what is asked before the next block is then there."""
        return self._n_in - self.running.pipeline.latency_samples - self.running.pipeline.hop_samples

    @property
    def settled(self) -> int:
        """The first sample that is worth hearing."""
        return self.first + SETTLE_SAMPLES


class PipelineSlot:
    """Holds what is heard, and carries out one swap at a time; a newer offer replaces one that has not begun."""

    def __init__(self, first: Running) -> None:
        self.current = first
        self._lane = _Lane(first, 0)
        self._incoming: _Lane | None = None
        self._leaving: _Lane | None = None
        self._faded = self._fade_length = 0
        self._offered: Running | None = None
        self._n_in = 0
        self._step = first.pipeline.hop_samples
        self.held_samples = 0
        """How much later than it must be the sound is, for a while after a swap."""

    def offer(self, running: Running) -> None:
        """Proposes the next pipeline; taken at a block edge."""
        self._offered = running

    def set_params(self, params: LiveParams) -> None:
        """Controls from the next block on, for whatever is or will be heard."""
        lanes = [lane.running for lane in (self._lane, self._incoming, self._leaving) if lane is not None]
        for running in (*lanes, self._offered):
            if running is not None:
                running.params = params

    @property
    def newest(self) -> Running:
        """What will be heard when all swaps are done."""
        incoming = self._incoming
        return self._offered or (incoming.running if incoming is not None else self.current)

    @property
    def hop_samples(self) -> int:
        """How much the next `process` takes."""
        return self._step

    def process(self, block: Audio) -> Audio:
        """`block` of `hop_samples` through what is heard; [n], n being the `hop_samples` of the next call."""
        self._take_offer()
        self._n_in += len(block)
        for lane in (self._lane, self._incoming, self._leaving):
            if lane is not None:
                lane.feed(block)
        if self._incoming is not None and self._ready(self._incoming):
            self._hand_over(self._incoming)
        self._step = self._lane.next_step
        out = self._play()
        self.held_samples = max(0, self._lane.on_time + self._step - self._lane.said.next)
        return out

    def _play(self) -> Audio:
        """[_step] samples."""
        if self._leaving is not None:
            return self._fade(self._leaving)
        return self._lane.said.take_sliding(self._step, self._wanted())

    def _take_offer(self) -> None:
        if self._incoming is None and self._leaving is None and self._offered is not None:
            self._incoming, self._offered = _Lane(self._offered, self._n_in), None

    def _wanted(self) -> int:
        """How much later in the timeline playing should be: not at all, as late as what is coming, or as early as it may."""
        target = self._lane.on_time
        if self._incoming is not None:
            target = min(self._incoming.on_time, self._lane.said.next)
        return target - self._lane.said.next

    def _ready(self, incoming: _Lane) -> bool:
        """Whether what is coming can go on where playing is, from now to ever."""
        return incoming.settled <= self._lane.said.next <= incoming.on_time

    def _hand_over(self, incoming: _Lane) -> None:
        incoming.said.seek(self._lane.said.next)
        available = self._lane.said.available
        self._fade_length = FADE_SAMPLES if incoming.next_step <= available else min(FADE_SAMPLES, available)
        self._lane, self._leaving, self._incoming, self._faded = incoming, self._lane, None, 0
        self.current = incoming.running

    def _fade(self, leaving: _Lane) -> Audio:
        """The next `_step` samples: both at the same moment of the input, from the old to the new."""
        new = self._lane.said.take(self._step)
        due = min(self._step, self._fade_length - self._faded)
        n = min(due, leaving.said.available)
        mixed = crossfade(leaving.said.take(n), new[:n], self._faded, self._fade_length)
        self._faded += n
        if self._faded == self._fade_length or n < due:
            self._leaving = None
            self.current.heard()
        return np.concatenate([mixed, new[n:]])
