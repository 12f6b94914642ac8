"""The pipeline that is heard, and the one that will be: a swap without a gap.

Another thread prepares a pipeline and offers it. At the next block edge it starts to run beside the one that is heard, each in blocks of
its own length. Both say the same moment of the input at different times. So before the sound fades over, moment by moment, to a pipeline
that is later, the old one slows down a little until it is as late (engine/dsp/slide.py); and after fading to one that is earlier, that one
hurries until nothing waits any more. Nothing is left out, said twice, or missing meanwhile.

Where the new one hears with the same models it goes on with the very stream of the old one instead, and only the two voices' networks run
side by side for a block or some (`Pipeline.follow`): two whole pipelines of full size would be too much for most machines.

The output always lasts until the next block has come: `process` gives as many samples as the next block will have. But computing takes its
time, and more of it while two pipelines run beside each other, or when the new one is heavier. So the outputs say how much they have to
spare, and what is heard is drawn out before a swap until that is enough, and shortened again when it is too much.

Thread: `process` belongs to the worker; others may call `expect`, `offer` and `set_params`, the last two one at a time.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio
from engine.dsp.crossfade import FADE_SAMPLES, crossfade
from engine.dsp.fifo import Fifo
from engine.dsp.slide import Timeline
from engine.pipeline import LONG_SAMPLES, Pipeline, PipelineState
from engine.reserve import Reserve

WARM_UP_SAMPLES = 10 * FRAME_SAMPLES  # the pitch detector looks back about that far
MOST_SPARE_SAMPLES = 200 * SAMPLE_RATE_HZ // 1000
LITTLE_SAMPLES = 3 * SAMPLE_RATE_HZ // 1000
"""So much less than the margin may lie in an output: it varies by that."""
MUCH_SAMPLES = 10 * SAMPLE_RATE_HZ // 1000
"""More than that to spare is delay for nothing; less is the drift correction's."""
ESTIMATE_FACTOR = 1.5
"""Beside another pipeline, and on real speech, a hop takes so much longer than it did when it was warmed up."""
NETWORK_SHARE = 0.8
"""Of what a hop takes, what a voice's own networks take of it where they go on for another: six tenths, and what came before them. More
comes only from built-in voices, which cannot follow each other."""
SLOWDOWN_AVERAGED_S, MOST_SLOWDOWN = 0.3, 2.0
"""Over how long it is averaged by how much longer blocks take than when they were warmed up. More tells of a machine that stands still,
which no reserve covers."""
CORRECTING_SAMPLES = SAMPLE_RATE_HZ
"""How long after a swap, or after the last correction, the outputs are brought back to their margin."""
REMEMBERED_SAMPLES, REMEMBERED_HOPS = 200 * SAMPLE_RATE_HZ // 1000, 3
"""One late block is no reason to change how much waits."""
LONG_REMEMBERED_SAMPLES = 2 * SAMPLE_RATE_HZ
"""Nor are some that were soon done, where they take long: machines are quicker and slower by turns."""
LONGEST_DRAWING_SAMPLES = 500 * SAMPLE_RATE_HZ // 1000
"""So long a swap waits for the sound to be drawn out; noise has no periods to repeat."""


@dataclass(slots=True)
class RunningPipeline:
    """A pipeline with one stream in it and the controls it runs under; `taken_over` is called with it (on the worker) when its sound has
    taken over. It must not hold on to the RunningPipeline itself: what nobody hears any more has to go at once (a full-size voice holds 150
    MB), and the collector of circles hardly runs beside sound."""

    pipeline: Pipeline
    state: PipelineState
    params: LiveParams
    taken_over: Callable[[RunningPipeline], None] = lambda _: None

    @property
    def load(self) -> float:
        """Computing time over time."""
        return self.pipeline.cost.mean_samples / self.pipeline.hop_samples


class _Track:
    """A running pipeline with a queue of its own before it. What it says stands on the input's timeline: all tracks share sample
    numbers."""

    def __init__(self, running: RunningPipeline, first: int) -> None:
        self.running = running
        self.first = first
        self.output = Timeline(first - running.pipeline.latency_samples)
        self._queue = Fifo(2 * running.pipeline.hop_samples)
        self._n_in = first

    def feed(self, block: Audio) -> None:
        running = self.running
        hop = running.pipeline.hop_samples
        self._n_in += len(block)
        self._queue.push(block)
        while len(self._queue) >= hop:
            self.output.push(running.pipeline.process(self._queue.pop(hop), running.state, running.params))

    @property
    def next_step(self) -> int:
        """How much more input makes the next block."""
        return self.running.pipeline.hop_samples - len(self._queue)

    @property
    def on_time(self) -> int:
        """The sample to be played next where nothing waits longer than it must: what is asked before the next block is then there."""
        return self._n_in - self.running.pipeline.latency_samples - self.running.pipeline.hop_samples

    @property
    def first_warm_sample(self) -> int:
        """The first sample that is worth hearing."""
        return self.first + WARM_UP_SAMPLES


class Crossfader:
    """Holds what is heard, and carries out one swap at a time; a newer offer replaces one that has not begun."""

    def __init__(self, first: RunningPipeline) -> None:
        self.current = first
        self._track = _Track(first, 0)
        self._incoming: _Track | None = None
        self._leaving: _Track | None = None
        self._faded = self._fade_length = 0
        self._followed: RunningPipeline | None = None
        self._offered: RunningPipeline | None = None
        self._expecting = False
        self._waited = 0
        self._spare: deque[tuple[int, int]] = deque()
        self._reserve = Reserve()
        self._slowdown = 1.0
        self._given_more = 0
        self._alone_since = 0  # before, two computed beside each other
        self._correcting_until = 0  # after a swap; without one, what is said is what was computed, to the bit
        self._n_in = 0
        self._step = first.pipeline.hop_samples
        self.held_samples = 0
        """How much later than it must be the sound is, for a while after a swap."""
        self.retired: deque[RunningPipeline] = deque()
        """What nobody hears any more, for another thread to let go of: giving back 150 MB takes the worker too long."""
        self.reserve_samples = self._usual_reserve_samples
        """How much more than their margin should lie in the outputs (engine/reserve.py), more around a swap."""

    def expect(self, another: bool = True) -> None:
        """Another pipeline is being made (or, after all, none is): loading takes time from the one that is heard, so what the swap will
        need to spare is drawn out now."""
        self._expecting = another

    def offer(self, running: RunningPipeline) -> None:
        """Proposes the next pipeline; taken at a block edge."""
        self._offered, self._expecting = running, False

    def set_params(self, params: LiveParams) -> None:
        """Controls from the next block on, for whatever is or will be heard."""
        tracks = [track.running for track in (self._track, self._incoming, self._leaving) if track is not None]
        for running in (*tracks, self._offered):
            if running is not None:
                running.params = params

    def note_spare(self, spare_samples: int, margin_samples: int) -> None:
        """Worker, after each block: what an output had left beyond its margin just before it was given what `process` returned."""
        if self._is_steady and self._reserve.note(self._n_in, spare_samples, margin_samples, self._step, self._usual_of_current):
            # One late block says nothing of what usually waits there: the next ones do, and what is missing is then put in.
            self._spare.clear()
            self._correcting_until = self._n_in + self._step + CORRECTING_SAMPLES
            return
        self._spare.append((self._n_in, spare_samples + self._given_more))
        remembered = LONG_REMEMBERED_SAMPLES if self._usual_of_current >= LONG_SAMPLES else self._remembered
        while self._spare[0][0] < self._n_in - remembered:
            self._spare.popleft()

    def note_took(self, samples: float) -> None:
        """Worker, after each block: how long `process` computed, where nothing is being swapped."""
        if self._incoming is None and self._leaving is None and self._followed is None:
            slower = min(max(1.0, samples / max(1.0, self._usual_of_current)), MOST_SLOWDOWN)
            self._slowdown += (slower - self._slowdown) * (1 - math.exp(-self._step / (SLOWDOWN_AVERAGED_S * SAMPLE_RATE_HZ)))

    @property
    def newest(self) -> RunningPipeline:
        """What will be heard when all swaps are done."""
        incoming = self._incoming
        return self._offered or (incoming.running if incoming is not None else self.current)

    @property
    def usual_samples(self) -> float:
        """How long `process` usually computes."""
        return max(self.current.pipeline.cost.mean_samples, self.newest.pipeline.cost.mean_samples)

    @property
    def hop_samples(self) -> int:
        """How much the next `process` takes."""
        return self._step

    def process(self, block: Audio) -> Audio:
        """`block` of `hop_samples` through what is heard; [n], n being the `hop_samples` of the next call, drawn out or shortened."""
        self._take_offer(len(block))
        self._n_in += len(block)
        for track in (self._track, self._incoming, self._leaving):
            if track is not None:
                track.feed(block)
        if self._incoming is not None and self._ready(self._incoming):
            self._hand_over(self._incoming)
        if self._followed is not None and self.current.pipeline.has_taken_over(self.current.state):
            self._let_go(self._followed)
            self._followed = None
        self._step = self._track.next_step
        out = self._play()
        self.held_samples = max(0, self._track.on_time + self._step - self._track.output.next)
        return out

    def _play(self) -> Audio:
        """[_step] samples, or some more or fewer so that the outputs have what they need."""
        if self._leaving is not None:
            return self._given(self._fade(self._leaving))
        more = self._more_wanted()
        if more < 0:
            # What is kept back is held here; then the track hurries.
            return self._given(self._track.output.take_sliding(self._step - min(-more, self._step // 2), self._wanted()))
        out = self._track.output.take_sliding(self._step, self._wanted() - more)
        ahead = self._track.on_time + self._step - self._track.output.next
        return self._given(np.concatenate([out, self._track.output.take(max(0, min(more, ahead)))]))

    def _given(self, out: Audio) -> Audio:
        """`out`; what the outputs have to spare changes with it."""
        self._given_more = len(out) - self._step
        if self._given_more:
            self._spare = deque((at, spare + self._given_more) for at, spare in self._spare)
        return out

    def _more_wanted(self) -> int:
        """By how much what is heard should be drawn out (negative: shortened)."""
        if self._incoming is not None or self._followed is not None or not self._spare:
            return 0
        spare = self._least_spare()
        if self._offered is not None or self._expecting:
            needed = self._needed(self._offered) if self._offered is not None else self._needed_to_follow(self.current)
            # Never less than before: what has been drawn out would seem to be a delay, and be skipped. Nor at once afterwards.
            self.reserve_samples = max(self.reserve_samples, needed)
            if needed > self._usual_reserve_samples:
                self._correcting_until = self._n_in + self._step + CORRECTING_SAMPLES
            return max(0, self.reserve_samples - spare)
        usual_reserve = self._usual_reserve_samples
        too_much = spare - usual_reserve
        if self._n_in >= self._correcting_until or -LITTLE_SAMPLES <= too_much <= MUCH_SAMPLES:
            self.reserve_samples = usual_reserve
            return 0
        self._correcting_until = self._n_in + CORRECTING_SAMPLES
        self.reserve_samples = max(usual_reserve, spare)
        if MUCH_SAMPLES < too_much <= self._usual_of_current:
            # Where blocks take longer and shorter by turns, what is too much now will be missed in a moment.
            too_much = max(0, self._least_spare(LONG_REMEMBERED_SAMPLES) - usual_reserve)
        return -too_much

    @property
    def _usual_reserve_samples(self) -> int:
        """What the outputs should have to spare as long as nothing changes."""
        return self._reserve.samples(self._usual_of_current)

    @property
    def _usual_of_current(self) -> float:
        return self.current.pipeline.cost.mean_samples

    @property
    def _is_steady(self) -> bool:
        """Whether what the outputs hold is only what one pipeline leaves in them."""
        swap = (self._offered, self._incoming, self._leaving, self._followed)
        return not self._expecting and all(one is None for one in swap) and self._n_in >= self._correcting_until

    @property
    def _remembered(self) -> int:
        return max(REMEMBERED_SAMPLES, REMEMBERED_HOPS * self._step)

    def _least_spare(self, over_samples: int = 0) -> int:
        """Of the newest blocks, or of the last `over_samples`; as much as any swap needs where no output says."""
        if not self._spare:
            return MOST_SPARE_SAMPLES
        newest = self._spare[-1][0]
        since = min(newest - self._remembered, max(newest - over_samples, self._alone_since))
        return min(spare for at, spare in takewhile(lambda one: one[0] >= since, reversed(self._spare)))

    def _needed(self, new: RunningPipeline) -> int:
        """What the outputs must have to spare before `new` may start beside the one that is heard: what it computes in one go, and what
        the two together fall behind until one of them goes."""
        if new.pipeline.can_follow(self.current.pipeline):
            return self._needed_to_follow(new)
        later = max(0, _delay(new.pipeline) - _delay(self.current.pipeline))
        overlap = WARM_UP_SAMPLES + 2 * new.pipeline.hop_samples + later * 3 // 2  # sliding to what is later takes its time
        behind = max(0.0, self._slowdown * (new.load + self.current.load) - 1.0) * overlap
        blocks = max(1, self.current.pipeline.hop_samples // new.pipeline.hop_samples)  # computed in one go
        cost = new.pipeline.cost
        at_once = self._slowdown * (cost.longest_samples + (blocks - 1) * cost.mean_samples)
        return min(max(round(ESTIMATE_FACTOR * at_once + behind), self._usual_reserve_samples), MOST_SPARE_SAMPLES)

    def _needed_to_follow(self, new: RunningPipeline) -> int:
        """The same where all but the networks goes on as it is."""
        hop, cost, slower = new.pipeline.hop_samples, new.pipeline.cost, self._slowdown
        blocks = -(-WARM_UP_SAMPLES // hop)
        more = slower * NETWORK_SHARE * cost.longest_samples
        behind = blocks * max(0.0, slower * cost.mean_samples + more - hop)
        return min(max(round(ESTIMATE_FACTOR * more + behind), self._usual_reserve_samples), MOST_SPARE_SAMPLES)

    def _take_offer(self, n: int) -> None:
        if self._incoming is not None or self._leaving is not None or self._followed is not None or self._offered is None:
            return
        self._waited += n
        if self._needed(self._offered) - self._least_spare() < LITTLE_SAMPLES or self._waited > LONGEST_DRAWING_SAMPLES:
            new, self._offered, self._waited = self._offered, None, 0
            if new.pipeline.can_follow(self.current.pipeline):
                self._follow(new)
            else:
                self._incoming = _Track(new, self._n_in)

    def _follow(self, new: RunningPipeline) -> None:
        """`new` goes on with the stream that is heard; only its networks run beside the ones before, for a block or some."""
        self._followed = self.current
        new.state = new.pipeline.follow(self.current.pipeline, self.current.state, self.current.params)
        self.current = self._track.running = new
        self._spare.clear()  # of blocks that took less
        self._correcting_until = self._n_in + new.pipeline.hop_samples + CORRECTING_SAMPLES

    def _let_go(self, old: RunningPipeline) -> None:
        """`old` is not heard any more, and the current one is."""
        self._alone_since = self._n_in
        self.retired.append(old)
        self.current.taken_over(self.current)

    def _wanted(self) -> int:
        """How much later in the timeline playing should be: not at all, as late as what is coming, or as early as it may."""
        target = self._track.on_time
        if self._incoming is not None:
            target = min(self._incoming.on_time, self._track.output.next)
        return target - self._track.output.next

    def _ready(self, incoming: _Track) -> bool:
        """Whether what is coming can go on where playing is, from now to ever."""
        return incoming.first_warm_sample <= self._track.output.next <= incoming.on_time

    def _hand_over(self, incoming: _Track) -> None:
        incoming.output.seek(self._track.output.next)
        available = self._track.output.available
        self._fade_length = FADE_SAMPLES if incoming.next_step <= available else min(FADE_SAMPLES, available)
        self._track, self._leaving, self._incoming, self._faded = incoming, self._track, None, 0
        self._correcting_until = self._n_in + CORRECTING_SAMPLES
        self.current = incoming.running

    def _fade(self, leaving: _Track) -> Audio:
        """The next `_step` samples: both at the same moment of the input, from the old to the new."""
        new = self._track.output.take(self._step)
        due = min(self._step, self._fade_length - self._faded)
        n = min(due, leaving.output.available)
        mixed = crossfade(leaving.output.take(n), new[:n], self._faded, self._fade_length)
        self._faded += n
        if self._faded == self._fade_length or n < due:
            self._leaving = None
            self._let_go(leaving.running)
        return np.concatenate([mixed, new[n:]])


def _delay(pipeline: Pipeline) -> int:
    return pipeline.latency_samples + pipeline.hop_samples
