"""The API of the control channel, version 1: what may be asked and what is answered (docs/control.md shows it from outside)."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from app.control.steering import NOT_PARAMS, Fault, Status, VoiceChoice
from app.errors import AppError
from engine.config import LiveParams, Setting, settings_of


class Request(BaseModel):
    """What all requests share: nothing unknown is accepted, `id` is echoed in the answer on a WebSocket."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: int = 0


class Ask(Request):
    """Reads and changes nothing."""

    do: Literal["status", "voices", "controls"]


class SelectVoice(Request):
    """A voice by id or name."""

    do: Literal["voice"]
    voice: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Switch(Request):
    """Something that is on or off."""

    do: Literal["on", "bypass", "mute", "monitor"]
    value: bool | Literal["toggle"]


class SetParams(Request):
    """Live controls by name; all are changed or none."""

    do: Literal["params"]
    values: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(min_length=1, max_length=50)


class Auth(BaseModel):
    """The first message of a WebSocket that had no Authorization header."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    do: Literal["auth"]
    token: Annotated[str, StringConstraints(max_length=200)]


AnyRequest = Annotated[Ask | SelectVoice | Switch | SetParams, Field(discriminator="do")]
REQUEST: TypeAdapter[AnyRequest] = TypeAdapter(AnyRequest)


class VoiceRef(BaseModel):
    """Which voice."""

    id: str
    name: str


class FaultBody(BaseModel):
    """A stable code, and a sentence for people."""

    code: str
    text: str


class StatusBody(BaseModel):
    """How things are (app/control/steering.py says what each field means)."""

    on: bool
    bypass: bool
    muted: bool
    monitor: bool
    voice: VoiceRef
    params: dict[str, float]
    latency_ms: float
    load: float
    dropouts: int
    error: FaultBody | None


class VoiceBody(BaseModel):
    """A voice that can be selected."""

    id: str
    name: str
    description: str
    ready: bool


class ControlBody(BaseModel):
    """A live control: what it is called (also `short`), and what it may be."""

    name: str
    short: str
    label: str
    unit: str
    low: float
    high: float
    value: float


def parse(values: object) -> AnyRequest:
    """The request that `values`, a decoded JSON value, is. Raises AppError `control.malformed`."""
    try:
        return REQUEST.validate_python(values)
    except ValidationError as error:
        raise malformed(error) from None


def parse_auth(text: str) -> Auth:
    """Raises AppError `control.token`: whoever says anything else first is a stranger."""
    try:
        return Auth.model_validate_json(text)
    except ValidationError:
        raise AppError("control.token", "use the control channel") from None


def malformed(error: ValidationError) -> AppError:
    """The first thing that is wrong, without what was sent."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return AppError("control.malformed", "understand the request", place or "request", {"reason": first["msg"]})


def status_body(status: Status) -> StatusBody:
    """The status as it is sent."""
    return StatusBody(
        on=status.on,
        bypass=status.bypass,
        muted=status.muted,
        monitor=status.monitor,
        voice=VoiceRef(id=status.voice_id, name=status.voice_name),
        params={name: float(value) for name, value in status.params.items()},
        latency_ms=round(status.latency_ms, 1),
        load=round(status.load, 3),
        dropouts=status.dropouts,
        error=fault_body(status.error) if status.error else None,
    )


def fault_body(fault: Fault) -> FaultBody:
    return FaultBody(code=fault.code, text=fault.text)


def voice_bodies(voices: list[VoiceChoice]) -> dict[str, Any]:
    """The list of voices as it is sent."""
    return {"voices": [VoiceBody(id=v.id, name=v.name, description=v.description, ready=v.ready).model_dump() for v in voices]}


def control_bodies(status: Status) -> dict[str, Any]:
    """Every live control with its range and its value now."""
    return {"controls": [_control(name, rule, status).model_dump() for name, rule in _controls().items()]}


def _controls() -> dict[str, Setting]:
    return {name: rule for name, rule in settings_of(LiveParams).items() if name not in NOT_PARAMS}


def _control(name: str, rule: Setting, status: Status) -> ControlBody:
    assert rule.low is not None
    assert rule.high is not None
    value = float(status.params.get(name, 0.0))
    return ControlBody(name=name, short=rule.option, label=rule.label, unit=rule.unit, low=rule.low, high=rule.high, value=value)


def _short(name: str) -> str:
    return _controls()[name].option or name


def named(values: dict[str, float]) -> dict[str, float]:
    """`values` under the controls' own names; short names are understood. Raises AppError `control.unknown_param` with the nearest."""
    table = _controls()
    names = {**{rule.option: name for name, rule in table.items() if rule.option}, **{name: name for name in table}}
    for name in values:
        if name not in names:
            close = difflib.get_close_matches(name.lower(), names, n=2, cutoff=0.5)
            facts = {"nearest": list(dict.fromkeys(_short(names[match]) for match in close)), "known": [_short(known) for known in table]}
            raise AppError("control.unknown_param", "change a control", name[:100], facts)
    return {names[name]: value for name, value in values.items()}
