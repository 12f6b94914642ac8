"""A machine in simulated time: a microphone, a worker that computes, an output, each with a clock of its own.

The real worker, crossfader, output buffer, ring and playout run in it; only time is made up, so that what they decide can be written down
to the sample and compared between two versions of the code. Times in seconds, levels in samples at 48 kHz.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pytest

from engine.audio.playout import Playout
from engine.audio.ring import Ring
from engine.audio.streams import MISSED, XRUNS, CaptureStream, Counters, PlaybackStream, StreamOptions
from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.fifo import Fifo
from engine.pipeline import HopCost
from engine.runtime.crossfader import Crossfader, RunningPipeline
from engine.runtime.device_buffers import STARTING_MS, CaptureBuffer, PlaybackBuffer
from engine.runtime.telemetry import TelemetryCounters
from engine.runtime.worker import Worker
from tests.engine.runtime.passing import Passing

PERIOD_SAMPLES = 240
MARGIN_MS = 9.0


@dataclass
class Clock:
    """Simulated time; `at` says what happens when. Whoever computes lets it go on with `advance`."""

    now_s: float = 0.0
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0

    def at(self, time_s: float, what: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (time_s, self._count, what))

    def advance(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while self._events and self._events[0][0] <= end_s:
            self.now_s, _, what = heapq.heappop(self._events)
            what()
        self.now_s = end_s

    def every(self, period_s: float, first_s: float, what: Callable[[], None]) -> None:
        def tick(number: int) -> None:
            what()
            self.at(first_s + (number + 1) * period_s, lambda: tick(number + 1))

        self.at(first_s, lambda: tick(0))


@dataclass
class Computing(Passing):
    """A pipeline that takes `took_s(hop number)` of the machine's time for every hop."""

    clock: Clock = field(default_factory=Clock)
    took_s: Callable[[int], float] = lambda number: 0.0
    hops: int = 0

    def process(self, block: Audio, state: Fifo, params: LiveParams) -> Audio:
        self.clock.advance(self.took_s(self.hops))
        self.hops += 1
        return super().process(block, state, params)


class Capture:
    """The microphone's stream: its ring takes a period of `sound` at each tick."""

    rate_hz = SAMPLE_RATE_HZ

    def __init__(self, sound: Audio) -> None:
        self.ring = Ring(4 * SAMPLE_RATE_HZ)
        self._sound, self._at = sound, 0

    def tick(self) -> None:
        self.ring.write(np.take(self._sound, range(self._at, self._at + PERIOD_SAMPLES), mode="wrap"))
        self._at += PERIOD_SAMPLES


class Playback:
    """The output's stream: its device takes a period at each tick."""

    rate_hz = SAMPLE_RATE_HZ

    def __init__(self, hop_ms: float, prefill_ms: float) -> None:
        self.ring = Ring(4 * SAMPLE_RATE_HZ)
        self.counters = Counters()
        options = StreamOptions(prefill_ms=prefill_ms, hop_ms=hop_ms, starting_ms=STARTING_MS)
        self.playout = Playout(self.ring, self.counters, self.rate_hz, options)
        self._out = np.zeros(PERIOD_SAMPLES, np.float32)

    def level_samples(self) -> float:
        return self.playout.level_samples()

    def tick(self) -> None:
        self.playout.fill(self._out)


@dataclass(frozen=True)
class Trace:
    """What happened, one entry a block. `level` is what lay in the output before it, `given` how much longer (or shorter) it was made than
    it came in, `ratio_ppm` what the drift correction asked of the resampler. `xruns`, `missed`, `late` are totals so far."""

    at_s: list[float] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    given: list[int] = field(default_factory=list)
    ratio_ppm: list[float] = field(default_factory=list)
    reserve: list[int] = field(default_factory=list)
    xruns: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)

    def array(self, name: str) -> np.ndarray[Any, Any]:
        return np.asarray(getattr(self, name), dtype=np.float64)

    def between(self, name: str, from_s: float, to_s: float) -> np.ndarray[Any, Any]:
        at_s = self.array("at_s")
        found: np.ndarray[Any, Any] = self.array(name)[(at_s >= from_s) & (at_s < to_s)]
        return found


class Machine:
    """One live stream. `ppm`: how much faster the output's clock runs than the microphone's. `phase`: where in its period the output
    begins. `stall_s(now)`: how long the machine stands still (devices go on) before a block that could begin now."""

    def __init__(
        self,
        sound: Audio,
        voice: Callable[[Clock], Computing],
        ppm: float = 0.0,
        phase: float = 0.5,
        stall_s: Callable[[float], float] = lambda now_s: 0.0,
    ) -> None:
        self.clock = Clock()
        first = voice(self.clock)
        self.crossfader = Crossfader(self.running(first))
        hop_ms = 1000 * first.hop_samples / SAMPLE_RATE_HZ
        reserve_ms = 1000 * self.crossfader.reserve_samples / SAMPLE_RATE_HZ
        self.capture = Capture(sound)
        self.playback = Playback(hop_ms, MARGIN_MS + reserve_ms + hop_ms)
        self.buffer = PlaybackBuffer(cast(PlaybackStream, self.playback), MARGIN_MS, 1.0, self.crossfader.reserve_samples, STARTING_MS)
        source = CaptureBuffer(cast(CaptureStream, self.capture))
        self.telemetry = TelemetryCounters()
        self.worker = Worker(
            source, [self.buffer], self.crossfader, self.telemetry, clock=lambda: self.clock.now_s, starting_samples=2 * SAMPLE_RATE_HZ
        )
        self.trace = Trace()
        self._stall_s = stall_s
        period_s = PERIOD_SAMPLES / SAMPLE_RATE_HZ
        self.clock.every(period_s, period_s, self.capture.tick)
        self.clock.every(period_s / (1 + ppm * 1e-6), phase * period_s, self.playback.tick)
        self._watch()

    @staticmethod
    def running(pipeline: Computing) -> RunningPipeline:
        return RunningPipeline(cast(Any, pipeline), cast(Any, pipeline.prepare()), LiveParams())

    def run(self, seconds: float) -> Trace:
        """Goes on for so long; the trace of everything so far."""
        end_s = self.clock.now_s + seconds
        while self.clock.now_s < end_s:
            self.clock.advance(self._stall_s(self.clock.now_s))
            if not self.worker.step():
                self.clock.advance(0.0005)
        return self.trace

    def _watch(self) -> None:
        """Writes the trace at every block that reaches the output."""
        push, drift, ratio = self.buffer.push, self.buffer._drift, [1.0]
        update, clocks_only = drift.update, drift.clocks_only

        def updated(fill_samples: float, elapsed_s: float) -> float:
            ratio[0] = update(fill_samples, elapsed_s)
            return ratio[0]

        def of_clocks() -> float:
            ratio[0] = clocks_only()
            return ratio[0]

        def pushed(block: Audio) -> None:
            level, before, ratio[0] = self.playback.level_samples(), self.playback.ring.total_written, 1.0
            push(block)
            values, trace = self.playback.counters.values, self.trace
            trace.at_s.append(self.clock.now_s)
            trace.level.append(level)
            trace.given.append(self.playback.ring.total_written - before - self.crossfader_hop)
            trace.ratio_ppm.append(1e6 * (ratio[0] - 1))
            trace.reserve.append(self.buffer.reserve_samples)
            trace.xruns.append(int(values[XRUNS]))
            trace.missed.append(int(values[MISSED]))
            trace.late.append(self.telemetry.late_blocks + self.buffer.late_blocks)

        drift.update, drift.clocks_only = updated, of_clocks  # type: ignore[method-assign]
        self.buffer.push = pushed  # type: ignore[method-assign]

    @property
    def crossfader_hop(self) -> int:
        return self.crossfader.current.pipeline.hop_samples


def voice(hop_ms: float, latency_ms: float, cost_ms: float, varies: float = 0.0, seed: int = 1) -> Callable[[Clock], Computing]:
    """A voice whose hops take `cost_ms`, now and then up to `varies` of that longer."""
    hop, latency, cost = (round(48 * one) for one in (hop_ms, latency_ms, cost_ms))
    longer = np.random.default_rng(seed).exponential(varies / 3, 4096).clip(0, varies)

    def make(clock: Clock) -> Computing:
        return Computing(
            hop, hop, latency, cost=HopCost(cost, cost), clock=clock, took_s=lambda k: cost_ms / 1000 * (1 + longer[k % len(longer)])
        )

    return make


LIGHT = (10.0, 20.0, 2.0)
HEAVY = (100.0, 50.0, 45.0)


@contextmanager
def simulated_time(machine: Machine) -> Iterator[None]:
    """The playout's clock is the machine's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.audio.playout.time.monotonic", lambda: machine.clock.now_s)
        yield
