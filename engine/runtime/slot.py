"""The pipeline that is heard, and the one that will be: a swap without a gap.

Another thread prepares a pipeline and offers it. At the next block edge it starts to run beside the one that is heard, each in blocks of
its own length. Both say the same moment of the input at different times. So before the sound fades over, moment by moment, to a pipeline
that is later, the old one slows down a little until it is as late (engine/dsp/slide.py); and after fading to one that is earlier, that one
hurries until nothing waits any more. Nothing is left out, said twice, or missing meanwhile.

The output always lasts until the next block has come: `process` gives as many samples as the next block will have. Unless computing will
take longer from now on, because two pipelines run beside each other for a while, or because the new one is heavier: then what is heard is
first drawn out by that much, so that the outputs have something to play meanwhile; and shortened again afterwards.

Thread: `process` belongs to the worker; `offer` and `set_params` may be called from one other thread (each is one assignment).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio
from engine.dsp.crossfade import FADE_SAMPLES, crossfade
from engine.dsp.fifo import Fifo
from engine.dsp.slide import LONGEST_MOVE, SHORTEST_MOVE, Timeline
from engine.pipeline import Pipeline, PipelineState

SETTLE_SAMPLES = 10 * FRAME_SAMPLES  # the pitch detector looks back about that far
MOST_SLACK_SAMPLES = 200 * SAMPLE_RATE_HZ // 1000
GIVEN_BACK = 256
"""A hop's 256th (0.4 %) is less than the drift correction may ask of the resampler."""
LONGEST_DRAWING_SAMPLES = 500 * SAMPLE_RATE_HZ // 1000
"""So long a swap waits for the sound to be drawn out; noise has no periods to repeat."""


@dataclass(slots=True)
class Running:
    """A pipeline with one stream in it and the controls it runs under; `heard` is called (on the worker) when its sound has taken over.
    `cost_samples`: how long one of its blocks is computed, as far as is known."""

    pipeline: Pipeline
    state: PipelineState
    params: LiveParams
    heard: Callable[[], None] = lambda: None
    cost_samples: int = 0

    @property
    def load(self) -> float:
        """Computing time over time."""
        return self.cost_samples / self.pipeline.hop_samples


class _Lane:
    """A running pipeline with a queue of its own before it. What it says stands on the input's timeline: all lanes share sample numbers."""

    def __init__(self, running: Running, first: int) -> None:
        self.running = running
        self.first = first
        self.said = Timeline(first - running.pipeline.latency_samples)
        self._queue = Fifo(2 * running.pipeline.hop_samples)
        self._n_in = first

    def feed(self, block: Audio) -> int:
        """Says whatever `block` completes; returns how long that took, by the pipeline's own estimate, in samples."""
        running, spent = self.running, 0
        hop = running.pipeline.hop_samples
        self._n_in += len(block)
        self._queue.push(block)
        while len(self._queue) >= hop:
            self.said.push(running.pipeline.process(self._queue.pop(hop), running.state, running.params))
            spent += running.cost_samples
        return spent

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
        self._waited = self._behind = 0
        self._n_in = 0
        self._step = first.pipeline.hop_samples
        self.held_samples = 0
        """How much later than it must be the sound is, for a while after a swap."""
        self.slack_samples = 0
        """How much more has been given out than the voice that is heard needs, around a swap."""

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
        """`block` of `hop_samples` through what is heard; [n], n being the `hop_samples` of the next call, drawn out or shortened."""
        self._take_offer(len(block))
        self._n_in += len(block)
        lanes = [lane for lane in (self._lane, self._incoming, self._leaving) if lane is not None]
        spent = sum(lane.feed(block) for lane in lanes)
        self._behind = max(0, self._behind + spent - len(block))
        if self._incoming is not None and self._ready(self._incoming):
            self._hand_over(self._incoming)
        self._step = self._lane.next_step
        out = self._play()
        self.held_samples = max(0, self._lane.on_time + self._step - self._lane.said.next)
        return out

    def _play(self) -> Audio:
        """[_step] samples, or some more or fewer on the way to another slack."""
        if self._leaving is not None:
            return self._fade(self._leaving)
        if self._incoming is None:
            more = self._slack_wanted() - self.slack_samples
            if more >= SHORTEST_MOVE or (more < 0 and self._step > LONGEST_MOVE + FADE_SAMPLES):
                out = self._lane.said.take_stretched(self._step, more)
                self.slack_samples += len(out) - self._step
                return out
            # Too short to leave a period out: the outputs' own drift correction takes it away bit by bit.
            self.slack_samples -= min(max(0, -more), self._step // GIVEN_BACK)
        return self._lane.said.take_sliding(self._step, self._wanted())

    def _slack_wanted(self) -> int:
        """What must lie ready before the offered pipeline may start beside the one that is heard: what it computes in one go, and what the
        two together fall behind until one of them goes."""
        new = self._offered
        if new is None:
            return self._behind  # the slack is in use until the worker has caught up
        later = max(0, _delay(new.pipeline) - _delay(self.current.pipeline))
        overlap = SETTLE_SAMPLES + 2 * new.pipeline.hop_samples + later * 3 // 2  # sliding to what is later takes its time
        behind = max(0.0, new.load + self.current.load - 1.0) * overlap
        blocks = max(1, self.current.pipeline.hop_samples // new.pipeline.hop_samples)  # computed in one go
        return min(round(new.cost_samples * blocks + behind), MOST_SLACK_SAMPLES)

    def _take_offer(self, n: int) -> None:
        if self._incoming is not None or self._leaving is not None or self._offered is None:
            return
        self._waited += n
        if self._slack_wanted() - self.slack_samples < SHORTEST_MOVE or self._waited > LONGEST_DRAWING_SAMPLES:
            self._incoming, self._offered, self._waited = _Lane(self._offered, self._n_in), None, 0

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
        # What comes later from now on because it takes longer to compute is no slack.
        self.slack_samples -= incoming.running.cost_samples - self.current.cost_samples
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


def _delay(pipeline: Pipeline) -> int:
    return pipeline.latency_samples + pipeline.hop_samples
