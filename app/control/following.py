"""What the engine's events mean for the status: pure functions from what is known and one event to what is known after it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from app.control.steering import NOT_PARAMS, Fault, Status
from app.error_text import error_text
from engine.config import LiveParams, with_values
from engine.link.messages import AnyEvent, Failed, MonitorSet, Notice, Params, Started, Stopped, Telemetry, VoiceHeard
from models.errors import ModelError
from models.shelf import find_voice

DROPOUTS = ("underruns", "overruns", "late_blocks")


@dataclass(frozen=True, slots=True)
class Known:
    """The status, and the live controls whole, as the engine takes them."""

    status: Status
    params: LiveParams


def at_start(started: Started, monitor: bool) -> Known:
    """What is known when a stream has just begun."""
    status = Status(on=True, bypass=False, muted=False, monitor=monitor, voice_id=started.voice, voice_name=name_of(started.voice))
    return with_controls(status, with_values(LiveParams(), started.params))


def with_controls(status: Status, params: LiveParams) -> Known:
    """`status` with the controls of `params` in it."""
    values = {name: value for name, value in asdict(params).items() if name not in NOT_PARAMS}
    return Known(replace(status, params=values, bypass=params.bypass, muted=params.muted), params)


def after(known: Known, event: AnyEvent) -> Known:
    """What is known once `event` has happened."""
    status = known.status
    if isinstance(event, Started):
        status = replace(status, on=True, error=None, dropouts=0)
    if isinstance(event, (Started, VoiceHeard)):
        status = replace(status, voice_id=event.voice, voice_name=name_of(event.voice))
    if isinstance(event, (Started, VoiceHeard, Params)):
        return with_controls(status, with_values(LiveParams(), event.params))
    return replace(known, status=_status_after(status, event))


def _status_after(status: Status, event: AnyEvent) -> Status:
    match event:
        case Telemetry():
            dropouts = sum(event.counters.get(name, 0) for name in DROPOUTS)
            return replace(status, latency_ms=event.latency_ms, load=event.load, dropouts=dropouts)
        case Stopped():
            return replace(status, on=False, latency_ms=0.0, load=0.0)
        case MonitorSet():
            return replace(status, monitor=bool(event.monitor))
        case Notice(code="device.lost") | Failed(reply_to=0):
            return replace(status, error=Fault(event.code, error_text(event.code, "go on", event.subject, event.facts)))
        case Notice(code="device.back"):
            return replace(status, error=None)
    return status


def lasting(status: Status) -> Status:
    """`status` without what changes all the time: two that are equal need not be told again."""
    return replace(status, latency_ms=0.0, load=0.0, dropouts=0)


def name_of(voice_id: str) -> str:
    """What people call the voice; the id of one that was taken off the shelf while it speaks."""
    try:
        return find_voice(voice_id).name
    except ModelError:
        return voice_id
