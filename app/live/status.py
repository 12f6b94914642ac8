"""How the live voice stands: the one record that the window, the control channel, OBS and the command line look at, and what each event of
the engine means for it.

A new fact is a field of `Status`, and a line in `after` where an event tells it. Fields marked `_inside` are not sent to other programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from engine.config import LiveParams, settings_of
from engine.link.messages import AnyEvent, MonitorSet, Notice, Params, Recorded, RecordingStarted, Started, Stopped, Telemetry, VoiceChanged

State = Literal["off", "starting", "live", "waiting", "stopping"]
"""`waiting`: live, but a device has gone and is awaited."""
ON: tuple[State, ...] = ("starting", "live", "waiting")

DROPOUTS = ("underruns", "overruns", "late_blocks")
"""The engine's counters of gaps in the sound."""
NOT_PARAMS = tuple(name for name, rule in settings_of(LiveParams).items() if rule.kept == "moment")
"""Live controls that have switches of their own and are no entries of `Status.params`."""
LOST, BACK = "device.lost", "device.back"

ParamValue = float | int


def _figure(decimals: int) -> Any:
    """A number that changes all the time, and is sent with so many decimals."""
    return field(default=0.0, metadata={"figure": True, "decimals": decimals})


def _inside(default: Any = None, **how: Any) -> Any:
    """What the program needs for itself."""
    return field(default=default, metadata={"inside": True}) if not how else field(metadata={"inside": True}, **how)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong now: a stable code and the sentence for people (app/error_text.py)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """How things are. `params`: the live controls wanted by name (engine/config.py `LiveParams`, without `bypass` and `muted`).

    on          the voice runs, or is about to; while it is off, everything else says what will be in force when it is switched on
    monitor     the user hears the voice as well
    latency_ms  from microphone to output, 0 while off
    load        computing time over block time, 0 while off
    dropouts    underruns, overruns and late blocks since it was switched on
    error       what stopped it, or what it waits for (a device that has gone); None while all is well
    state       on and off, step by step
    busy        another voice is being prepared; the old one is spoken meanwhile
    provider    what computes the voice
    recording   it is being written to a file
    in_force    the controls as the engine has confirmed them; `monitor_in_force` likewise
    """

    on: bool = False
    bypass: bool = False
    muted: bool = False
    monitor: bool = False
    voice_id: str = ""
    voice_name: str = ""
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    latency_ms: float = _figure(1)
    load: float = _figure(3)
    dropouts: int = field(default=0, metadata={"figure": True})
    error: Fault | None = None
    state: State = "off"
    busy: bool = False
    provider: str = ""
    recording: bool = False
    in_force: Mapping[str, Any] = _inside(default_factory=dict)
    monitor_in_force: bool = _inside(False)


def in_state(status: Status, state: State) -> Status:
    """`status` in another state; figures fall to rest while it is off."""
    status = replace(status, state=state, on=state in ON)
    return status if status.on else replace(status, latency_ms=0.0, load=0.0, dropouts=0, recording=False)


def after(status: Status, event: AnyEvent) -> Status:
    """What is known once `event` of the engine has happened."""
    told: dict[str, Any] = {}
    match event:
        case Telemetry():
            told = {"latency_ms": event.latency_ms, "load": event.load, "dropouts": n_dropouts(event.counters)}
        case Started():
            told = {"provider": event.provider, "in_force": event.params, "monitor_in_force": bool(event.monitor), "dropouts": 0}
        case VoiceChanged():
            told = {"provider": event.provider, "in_force": event.params}
        case Params():
            told = {"in_force": event.params}
        case MonitorSet():
            told = {"monitor_in_force": bool(event.monitor)}
        case RecordingStarted() | Recorded():
            told = {"recording": isinstance(event, RecordingStarted)}
        case Stopped():
            told = {"in_force": {}, "monitor_in_force": False, "recording": False}
        case Notice(code=code) if code in (LOST, BACK) and status.on:
            return in_state(status, "waiting" if code == LOST else "live")
    return replace(status, **told)


def n_dropouts(counters: Mapping[str, int]) -> int:
    """Gaps in the sound, by the engine's counters."""
    return sum(counters.get(name, 0) for name in DROPOUTS)


def lasting(status: Status) -> Status:
    """`status` without what changes all the time: two that are equal need not be told again."""
    resting: dict[str, Any] = {one.name: one.default for one in fields(Status) if one.metadata.get("figure")}
    return replace(status, in_force={}, **resting)


def sent() -> Iterable[tuple[str, int | None]]:
    """(name, decimals) of every field that other programs are told."""
    return ((one.name, one.metadata.get("decimals")) for one in fields(Status) if not one.metadata.get("inside"))
