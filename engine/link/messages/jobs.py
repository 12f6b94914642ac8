"""Long work: converting a file, measuring the delay, calibrating. How it is run: engine/jobs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.link.messages.base import Command, Event, InterimEvent, LinkMessage, Values
from engine.link.messages.live import LatencyPart


class Convert(Command):
    """A file through the same pipeline. Answered by `progress` events, then `converted`, `cancelled` or `failed`.

    channel: of a recording with several, from 1; 0 takes what sounds.
    """

    type: Literal["convert"] = "convert"
    input: str
    output: str
    voice: str
    config: Values = Field(default_factory=dict)
    params: Values = Field(default_factory=dict)
    channel: int = Field(default=0, ge=0, le=64)


class Cancel(Command):
    """Stops the job that the command of that `job` id started."""

    type: Literal["cancel"] = "cancel"
    job: int


class MeasureLatency(Command):
    """Plays chirps into the input of a running stream and listens at its output; answered by `latency`.

    `play` and `listen` name devices; empty means: the sink whose monitor the stream's input is, and the output's monitor.
    """

    type: Literal["measure_latency"] = "measure_latency"
    play: str = ""
    listen: str = ""
    repeats: int = Field(default=12, ge=3, le=200)


class Calibrate(Command):
    """Finds how RVC voices run best on this machine, with `voice` (empty: the first RVC voice of the library), and keeps it.

    Answered by `progress` events, then `calibrated`, `cancelled` or `failed`.
    """

    type: Literal["calibrate"] = "calibrate"
    voice: str = ""


class Progress(InterimEvent):
    """`done` 0..1 of a job."""

    type: Literal["progress"] = "progress"
    done: float


class Converted(Event):
    """A file is written. `rtf`: seconds of computing per second of audio; `repaired` counts input samples that were not finite.

    notes: what was done for the recording beyond reading it (engine/audio/files.py). provider: what computed it; not_as_asked: the facts
    where that is not what was asked for (asked, provider, reason).
    """

    type: Literal["converted"] = "converted"
    output: str
    seconds: float
    rtf: float
    repaired: int
    notes: list[str] = Field(default_factory=list)
    provider: str = ""
    not_as_asked: dict[str, str] = Field(default_factory=dict)


class TriedPlacement(LinkMessage):
    """One way that calibration tried. `refused` says why it is not used; `decoder_db` is its distance from float32."""

    provider: str
    hop_ms: int
    context_s: float
    detector: str
    rtf: float
    decoder_db: float | None = None
    refused: str = ""


class Calibrated(Event):
    """What suits this machine. `rtf`: seconds of computing per second of audio; `delay_ms`: from the microphone to the output."""

    type: Literal["calibrated"] = "calibrated"
    voice: str
    provider: str
    n_threads: int
    hop_ms: int
    lookahead_ms: int
    context_s: float
    detector: str
    rtf: float
    delay_ms: float
    tried: list[TriedPlacement]


class Cancelled(Event):
    """A job has stopped and left nothing behind."""

    type: Literal["cancelled"] = "cancelled"


class LatencyMeasured(Event):
    """Round trip through the devices, input to output, in ms; `engine_ms` is the engine's own figure for the same time."""

    type: Literal["latency"] = "latency"
    median_ms: float
    lowest_ms: float
    highest_ms: float
    heard: int
    engine_ms: float
    latency: list[LatencyPart]


JobsCommand = Convert | Cancel | MeasureLatency | Calibrate
JobsEvent = Progress | Converted | Calibrated | Cancelled | LatencyMeasured
