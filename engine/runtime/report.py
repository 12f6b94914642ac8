"""What the session tells about itself: counters, the delay step by step, the telemetry event."""

from __future__ import annotations

from collections.abc import Mapping

from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import LatencyPart, Telemetry
from engine.pipeline import STAGES
from engine.runtime.crossfader import Crossfader
from engine.runtime.live_streams import LiveStreams
from engine.runtime.telemetry import Recent, TelemetryCounters


def counters(telemetry: TelemetryCounters, crossfader: Crossfader, stream_counts: Mapping[str, int]) -> dict[str, int]:
    """Everything that is counted since the start; "overruns" and "underruns" are events, the others say what they are."""
    counted = {"overruns": 0, "underruns": 0, "late_blocks": 0, "late_samples": 0, **stream_counts}
    return {
        **counted,
        "hops": telemetry.hops,
        "late_blocks": counted["late_blocks"] + telemetry.late_blocks,
        "late_samples": counted["late_samples"] + telemetry.late_samples,
        "repaired_samples": crossfader.current.state.repaired,
    }


def latency_parts(crossfader: Crossfader, streams: LiveStreams, recent: Recent | None) -> list[LatencyPart]:
    """The way of the newest sample of a block, from the microphone to the ear, in ms; measured where `recent` is given, else expected."""
    pipeline = crossfader.current.pipeline
    stages = [LatencyPart(name=name, ms=_ms(samples)) for name, samples in pipeline.latency_parts() if samples]
    return [
        LatencyPart(name="capture", ms=streams.capture_ms()),
        LatencyPart(name="block", ms=float(pipeline.hop_ms)),
        *stages,
        *([LatencyPart(name="change of voice", ms=_ms(crossfader.held_samples))] if crossfader.held_samples else []),
        LatencyPart(name="computing", ms=recent.compute_ms if recent else 0.0),
        LatencyPart(name="output ring", ms=recent.wait_out_ms if recent else streams.margin_ms),
        LatencyPart(name="playback", ms=streams.playback_ms()),
    ]


def telemetry_event(
    crossfader: Crossfader, streams: LiveStreams, telemetry: TelemetryCounters, recent: Recent, lost: Mapping[str, int]
) -> Telemetry:
    """The snapshot that goes up about 20 times a second."""
    parts = latency_parts(crossfader, streams, recent)
    running = crossfader.current
    blocks = max(1, running.state.blocks)
    counts = {name: lost.get(name, 0) + count for name, count in streams.counts().items()}
    return Telemetry(
        seconds=telemetry.samples / SAMPLE_RATE_HZ,
        input_db=recent.input_db,
        output_db=recent.output_db,
        f0_hz=running.state.f0_hz,
        load=recent.load,
        latency_ms=sum(part.ms for part in parts),
        latency=parts,
        stage_ms={name: float(ns) / 1e6 / blocks for name, ns in zip(STAGES, running.state.stage_ns, strict=True)},
        counters=counters(telemetry, crossfader, counts),
        file_s=streams.file_s,
    )


def _ms(samples: int) -> float:
    return 1000.0 * samples / SAMPLE_RATE_HZ
