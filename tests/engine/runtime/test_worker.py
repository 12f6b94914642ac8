from __future__ import annotations

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.runtime.crossfader import Crossfader
from engine.runtime.telemetry import ROWS, TelemetryCounters, TelemetryReader
from engine.runtime.worker import LATE_LIMIT_SAMPLES, Worker
from tests.engine.runtime.passing import MemorySink, MemorySource, Passing
from tests.engine.runtime.test_crossfader import running


class Bench:
    """A worker between memory and memory."""

    def __init__(self, hop_samples: int = 480, starting_samples: int = 0) -> None:
        self.source, self.sink, self.telemetry = MemorySource(), MemorySink(), TelemetryCounters()
        self.seen: list[tuple[Audio, Audio]] = []
        crossfader = Crossfader(running(Passing(hop_samples)))
        seen = self.seen

        def tap(block: Audio, out: Audio) -> None:
            seen.append((block, out))

        self.worker = Worker(self.source, [self.sink], crossfader, self.telemetry, tap, starting_samples=starting_samples)

    def give(self, block: Audio) -> None:
        self.source.queue.push(block)

    def run_dry(self) -> None:
        while self.worker.step():
            pass


def ramp(n: int, start: int = 0) -> Audio:
    return (np.arange(start, start + n) / 100_000).astype(np.float32)


def test_every_sample_passes_in_order_whatever_the_device_brings() -> None:
    bench = Bench()
    sent = ramp(48_000)
    position = 0
    for n in [1, 239, 240, 480, 7, 960, 241] * 30:
        bench.give(sent[position : position + n])
        position = min(len(sent), position + n)
        bench.run_dry()
    n_out = position // 480 * 480
    assert np.array_equal(bench.sink.audio, np.concatenate([np.zeros(960, np.float32), sent])[:n_out])
    assert bench.telemetry.late_blocks == 0


def test_a_backlog_beyond_the_limit_is_skipped_with_a_splice_and_counted() -> None:
    bench = Bench()
    bench.give(np.full(LATE_LIMIT_SAMPLES + 961, 0.25, np.float32))
    bench.run_dry()
    assert bench.telemetry.late_blocks == 1
    assert bench.telemetry.late_samples == LATE_LIMIT_SAMPLES + 481
    assert len(bench.sink.audio) == 480
    bench.give(np.full(2400, 0.25, np.float32))
    bench.run_dry()
    assert np.abs(np.diff(bench.sink.audio[961:])).max() < 1e-6, "the splice clicks"


def test_a_backlog_within_the_limit_is_played() -> None:
    bench = Bench()
    bench.give(ramp(LATE_LIMIT_SAMPLES))
    bench.run_dry()
    assert bench.telemetry.late_blocks == 0
    assert bench.telemetry.samples == LATE_LIMIT_SAMPLES


def test_delay_that_has_piled_up_at_the_output_is_skipped_too() -> None:
    bench = Bench()
    bench.sink.excess_samples = LATE_LIMIT_SAMPLES
    bench.give(ramp(480))
    bench.run_dry()
    assert bench.telemetry.late_blocks == 0, "nothing is waiting at the input: nothing can be skipped"
    bench.give(ramp(1440))
    bench.run_dry()
    assert bench.telemetry.late_blocks == 1


def test_an_input_that_ends_is_spoken_to_its_end() -> None:
    bench = Bench()
    sent = ramp(1000, start=1)
    bench.give(sent)
    bench.source.ended = True
    bench.worker.run()
    assert np.array_equal(bench.sink.audio[960 : 960 + 1000], sent)
    assert not bench.sink.audio[1960:].any()


def test_the_tap_sees_what_went_in_and_came_out() -> None:
    bench = Bench(960)
    bench.give(ramp(2880))
    bench.run_dry()
    assert np.array_equal(np.concatenate([block for block, _ in bench.seen]), ramp(2880))
    assert np.array_equal(np.concatenate([out for _, out in bench.seen]), bench.sink.audio)


def test_what_was_measured_long_ago_is_not_told_any_more() -> None:
    """A device has gone: no level, no load."""
    telemetry, now_s = TelemetryCounters(), [0.0]
    reader = TelemetryReader(telemetry, lambda: now_s[0])
    telemetry.note(np.ones(9600, np.float32), np.ones(9600, np.float32), 0.1, 0.02)
    told = [reader.recent()]
    for seconds in (0.05, 0.6, 1.0):
        now_s[0] = seconds
        told.append(reader.recent())
    assert all(one == told[0] for one in told)
    assert (round(told[0].compute_ms), round(told[0].wait_out_ms), round(told[0].load, 3)) == (100, 20, 0.5)
    now_s[0] = 2.0
    assert (reader.recent().load, reader.recent().input_db) == (0.0, -120.0)


def test_readers_of_telemetry_do_not_take_from_each_other() -> None:
    telemetry = TelemetryCounters()
    first, second = TelemetryReader(telemetry), TelemetryReader(telemetry)
    quiet, loud = np.full(480, 0.01, np.float32), np.full(480, 1.0, np.float32)
    telemetry.note(loud, quiet, 0.002, 0.01)
    assert abs(first.recent().input_db) < 1e-6
    telemetry.note(quiet, quiet, 0.002, 0.01)
    assert abs(first.recent().input_db + 40) < 1e-4
    now = second.recent()
    assert abs(now.input_db) < 1e-6
    assert abs(now.load - 0.2) < 1e-9
    assert second.recent() == now, "a hop may last longer than a reader waits"
    for _ in range(3 * ROWS):
        telemetry.note(quiet, loud, 0.001, 0.0)
    assert abs(second.recent().output_db) < 1e-6
    assert telemetry.samples == (2 + 3 * ROWS) * 480
    assert telemetry.samples / SAMPLE_RATE_HZ > 30


def test_what_piled_up_before_the_sound_was_going_is_left_out_for_nothing() -> None:
    bench = Bench(starting_samples=SAMPLE_RATE_HZ)
    bench.give(ramp(LATE_LIMIT_SAMPLES))
    bench.run_dry()
    assert len(bench.sink.audio) == 480
    for _ in range(100):
        bench.give(ramp(480))
        bench.run_dry()
    bench.give(ramp(LATE_LIMIT_SAMPLES))
    bench.run_dry()
    assert len(bench.sink.audio) == 101 * 480 + LATE_LIMIT_SAMPLES
    assert bench.telemetry.late_blocks == 0
