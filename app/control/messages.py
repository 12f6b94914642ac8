"""The API of the control channel, version 1: what may be asked and what is answered (docs/control.md shows it from outside)."""

from __future__ import annotations

import difflib
from collections.abc import Container, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.actions import REMOTE, Action, Takes, Value
from app.errors import AppError
from app.live.status import NOT_PARAMS, Fault, Status, sent
from app.live.steering import VoiceChoice
from engine.config import LiveParams, Setting, settings_of


class Request(BaseModel):
    """What all requests share: nothing unknown is accepted, `id` is echoed in the answer on a WebSocket."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: int = 0


class Ask(Request):
    """Reads and changes nothing."""

    do: Literal["status", "voices", "controls", "actions"]


class ChangeParams(Request):
    """Live controls by name; all are changed or none."""

    do: Literal["params"]
    values: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(min_length=1, max_length=50)


class Do(Request):
    """An action without an argument."""

    do: str


class SelectVoice(Do):
    """A voice by id or name."""

    voice: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SwitchTo(Do):
    """Something that is on or off."""

    value: bool | Literal["toggle"]


class Hold(Do):
    """Something that acts while it is held."""

    value: bool


class Auth(BaseModel):
    """The first message of a WebSocket that had no Authorization header."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    do: Literal["auth"]
    token: Annotated[str, StringConstraints(max_length=200)]


AnyRequest = Ask | ChangeParams | Do
ASKED = ("status", "voices", "controls", "actions")
OF_ACTIONS: Mapping[Takes, type[Do]] = {"nothing": Do, "switch": SwitchTo, "hold": Hold, "voice": SelectVoice}
CHANGED: Mapping[str, type[AnyRequest]] = {"params": ChangeParams, **{action.name: OF_ACTIONS[action.takes] for action in REMOTE}}
REQUESTS: Mapping[str, type[AnyRequest]] = {**dict.fromkeys(ASKED, Ask), **CHANGED}
"""What may be in `do`."""


class VoiceBody(BaseModel):
    """A voice that can be selected."""

    id: str
    name: str
    description: str
    ready: bool


class ControlBody(BaseModel):
    """A live control: what it is called (also `short`), what that means, and what it may be."""

    name: str
    short: str
    label: str
    help: str
    unit: str
    low: float
    high: float
    value: float


def parse(values: object) -> AnyRequest:
    """The request that `values`, a decoded JSON value, is. Raises AppError `control.malformed`."""
    asked = values.get("do") if isinstance(values, dict) else None
    kind = REQUESTS.get(asked) if isinstance(asked, str) else None
    if kind is None:
        raise AppError("control.malformed", "understand the request", "do", {"reason": f"it must be one of: {', '.join(REQUESTS)}"})
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise malformed(error) from None


def argument(request: Do) -> Value:
    """What goes with the verb."""
    match request:
        case SelectVoice(voice=voice):
            return voice
        case SwitchTo(value=value) | Hold(value=value):
            return value
    return None


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


def status_body(status: Status) -> dict[str, Any]:
    """The status as it is sent: its fields (app/live/status.py says what each means), the voice as one."""
    body: dict[str, Any] = {}
    for name, decimals in sent():
        value = getattr(status, name)
        body[name] = value if decimals is None else round(value, decimals)
    voice = {"id": body.pop("voice_id"), "name": body.pop("voice_name")}
    params = {name: float(value) for name, value in status.params.items()}
    return {**body, "voice": voice, "params": params, "error": fault_body(status.error) if status.error else None}


def fault_body(fault: Fault) -> dict[str, str]:
    """A stable code, and a sentence for people."""
    return asdict(fault)


def voice_bodies(voices: list[VoiceChoice]) -> dict[str, Any]:
    """The list of voices as it is sent."""
    return {"voices": [VoiceBody(id=v.id, name=v.name, description=v.description, ready=v.ready).model_dump() for v in voices]}


def action_bodies(offers: Container[str]) -> dict[str, Any]:
    """Every verb, with what it takes and whether this program can do it."""
    return {"actions": [_action(one, not one.offered or one.name in offers) for one in REMOTE]}


def _action(action: Action, is_possible: bool) -> dict[str, Any]:
    return {"name": action.name, "label": action.label, "about": action.about, "takes": action.takes, "possible": is_possible}


def control_bodies(status: Status) -> dict[str, Any]:
    """Every live control with its range and its value now."""
    return {"controls": [_control(name, rule, status).model_dump() for name, rule in _controls().items()]}


def _controls() -> dict[str, Setting]:
    return {name: rule for name, rule in settings_of(LiveParams).items() if name not in NOT_PARAMS}


def _control(name: str, rule: Setting, status: Status) -> ControlBody:
    assert rule.low is not None
    assert rule.high is not None
    value = float(status.params.get(name, 0.0))
    return ControlBody(
        name=name, short=rule.option, label=rule.label, help=rule.help, unit=rule.unit, low=rule.low, high=rule.high, value=value
    )


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
