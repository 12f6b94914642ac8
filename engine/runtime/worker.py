"""The worker: follows the input ring, runs the pipeline hop by hop, feeds the output rings.

Delay never grows: what piles up beyond a hop and LATE_LIMIT (a stalled machine, a pipeline too heavy for it) is skipped at the input with a
short crossfade and counted; less than that drains through the drift correction of the outputs, which skip what piles up with them.

Thread: its own. In a hop: no lock, no I/O, no logging. It sleeps until the input says that there is more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio
from engine.dsp.crossfade import splice
from engine.pipeline import LONG_SAMPLES
from engine.runtime.crossfader import Crossfader
from engine.runtime.telemetry import TelemetryCounters

LATE_LIMIT_SAMPLES = 60 * SAMPLE_RATE_HZ // 1000
LONGEST_WAIT_S = 0.02


class SampleSource(Protocol):
    """Where samples come from, at 48 kHz (engine/runtime/device_buffers.py)."""

    @property
    def available(self) -> int: ...

    @property
    def ended(self) -> bool: ...

    def pull(self, n: int) -> Audio: ...


class SampleSink(Protocol):
    """Where samples go, at 48 kHz. `excess_samples`: how much more waits there than should; `waiting_s`: how long a sample waits;
    `reserve_samples`: how much more than `margin_samples` should wait for now; `spare_samples`: how much more did when the last block
    came."""

    reserve_samples: int

    @property
    def margin_samples(self) -> int: ...

    @property
    def spare_samples(self) -> int: ...

    @property
    def excess_samples(self) -> int: ...

    @property
    def waiting_s(self) -> float: ...

    def push(self, block: Audio) -> None: ...


class Worker:
    """One live stream from `source` through `crossfader` to `sinks`. `tap(block, out)` sees every hop. `wait(timeout_s)` sleeps until there
    is more input; `clock` in seconds. `sinks` may be replaced, whole, by another thread. `prioritise(computes)` is told whether hops are
    long from now on (they count as long until then)."""

    def __init__(
        self,
        source: SampleSource,
        sinks: Sequence[SampleSink],
        crossfader: Crossfader,
        telemetry: TelemetryCounters,
        tap: Callable[[Audio, Audio], None] | None = None,
        wait: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.perf_counter,
        starting_samples: int = 0,
        prioritise: Callable[[bool], object] = lambda computes: None,
    ) -> None:
        self.telemetry = telemetry
        self._source, self._crossfader, self._tap = source, crossfader, tap
        self.sinks = tuple(sinks)
        self._clock, self._wait = clock, wait
        self._started_at = telemetry.samples + starting_samples
        self._prioritise, self._computes = prioritise, True
        self._stop = threading.Event()
        self._flush_left = -1

    def run(self) -> None:
        """Until `stop`, or until an input that ends has been spoken to its end."""
        while not self._stop.is_set() and not self.finished:
            if not self.step():
                self._wait(LONGEST_WAIT_S)

    def stop(self) -> None:
        """Asks `run` to return after the hop in progress; any thread."""
        self._stop.set()

    @property
    def finished(self) -> bool:
        """Whether the input has ended and its last sample is out."""
        return self._flush_left == 0

    def step(self) -> bool:
        """One hop if there is enough input for it; says whether there was."""
        if self._computes != (self._crossfader.usual_samples > LONG_SAMPLES):
            self._computes = not self._computes
            self._prioritise(self._computes)
        hop = self._crossfader.hop_samples
        available = self._source.available
        if available < hop:
            if self._source.ended:
                self._flush(hop)
            return self._source.ended
        surplus = available - hop
        if surplus >= max(hop // 2, FRAME_SAMPLES) and self.telemetry.samples < self._started_at:
            self._source.pull(surplus)
            surplus = 0
        excess = surplus + max((sink.excess_samples for sink in self.sinks), default=0)
        self._hop(self._splice(hop, surplus) if surplus >= hop and excess > LATE_LIMIT_SAMPLES + hop else self._source.pull(hop))
        return True

    def _hop(self, block: Audio) -> None:
        started = self._clock()
        out = self._crossfader.process(block)
        self._crossfader.note_took(SAMPLE_RATE_HZ * (self._clock() - started))
        if self._tap is not None:
            self._tap(block, out)
        sinks = self.sinks
        waiting_s = max((sink.waiting_s for sink in sinks), default=0.0)
        for sink in sinks:
            sink.reserve_samples = self._crossfader.reserve_samples
            sink.push(out)
        if sinks:
            self._crossfader.note_spare(sinks[0].spare_samples, sinks[0].margin_samples)
        self.telemetry.note(block, out, self._clock() - started, waiting_s)

    def _splice(self, hop: int, surplus: int) -> Audio:
        """Skips the `surplus` oldest samples; the first of them fade into the first of the `hop` that is kept."""
        late = self._source.pull(surplus)
        block = splice(late, self._source.pull(hop))
        self.telemetry.late_blocks += 1
        self.telemetry.late_samples += surplus
        return block

    def _flush(self, hop: int) -> None:
        """What is left of an ended input, then silence until the pipeline's delay has been spoken too."""
        rest = self._source.pull(self._source.available)
        if self._flush_left < 0:
            self._flush_left = self._crossfader.current.pipeline.latency_samples + self._crossfader.held_samples + len(rest)
        self._hop(np.concatenate([rest, np.zeros(hop - len(rest), np.float32)]))
        self._flush_left = max(0, self._flush_left - hop)
