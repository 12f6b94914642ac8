"""`measure_latency`: test sounds through the running stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.measure import Loop, find_loop, measure_latency
from engine.link.messages import LatencyMeasured, LatencyPart, MeasureLatency
from engine.runtime.session import Session
from jobs.context import JobContext
from jobs.kind import JobKind

LiveSession = Callable[[], Session]


def measuring(live: LiveSession) -> JobKind[MeasureLatency, LatencyMeasured]:
    """The kind of job that measures the stream that `live` gives."""
    return JobKind("measure_latency", MeasureLatency, LatencyMeasured, lambda command, context: _measure(command, live(), context))


def _measure(command: MeasureLatency, session: Session, context: JobContext) -> LatencyMeasured:
    streams = session.streams
    backend = choose_backend(streams.input_device.backend)
    devices = backend.list_devices()
    if command.play and command.listen:
        play, listen = find_device(devices, command.play, "output"), find_device(devices, command.listen, "input")
        loop = Loop(play, streams.input_device, listen)
    else:
        loop = find_loop(devices, streams.input_device, streams.output_device)
    with session.telling_latency() as told:
        report = measure_latency(backend, loop, command.repeats, context.about(streams.output_device.name))
    claimed = sorted(told, key=total_ms)
    usual = claimed[len(claimed) // 2]
    return LatencyMeasured(
        median_ms=report.median_ms,
        lowest_ms=report.min_ms,
        highest_ms=report.max_ms,
        heard=len(report.delays_ms),
        engine_ms=total_ms(usual),
        latency=usual,
    )


def total_ms(parts: Sequence[LatencyPart]) -> float:
    """The whole of a delay given step by step."""
    return sum(part.ms for part in parts)
