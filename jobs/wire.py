"""Jobs as lines of JSON: requests down, events up, one object a line, versioned.

    {"v": 1, "type": "run", "job": 7, "kind": "import_voice", "request": {...}}
    {"v": 1, "type": "cancel", "job": 7}

`request`, `value` of a result and `value` of an update are the records that the kind declares. A line that is not of this form, or a
record that is not the declared one, raises JobError `job.malformed`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from jobs.errors import JobError
from jobs.events import VERSION, JobEvent, JobResult, JobUpdate
from jobs.kind import AnyKind, Registry
from jobs.text import as_json, not_text

MAX_LINE_CHARS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob:
    """Asks for a job: `request` is the record of its kind, as plain values."""

    v: Literal[1] = VERSION
    type: Literal["run"] = "run"
    job: int
    kind: str
    request: Any
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelJob:
    """Asks a job to stop."""

    v: Literal[1] = VERSION
    type: Literal["cancel"] = "cancel"
    job: int
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


JobCommand = RunJob | CancelJob
_commands: TypeAdapter[JobCommand] = TypeAdapter(Annotated[JobCommand, Field(discriminator="type")])
_events: TypeAdapter[JobEvent] = TypeAdapter(Annotated[JobEvent, Field(discriminator="type")])


@cache
def _record(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def encode_run(number: int, kind: AnyKind, request: object) -> str:
    """One line, without the line end. Raises JobError `job.malformed` for a request of another kind, `file.name` for a path that is no
    text."""
    plain = _plain(kind.request, request)
    if name := not_text(plain):
        raise JobError("file.name", "send a job", name)
    return _line(RunJob(job=number, kind=kind.name, request=plain))


def encode_cancel(number: int) -> str:
    """One line, without the line end."""
    return _line(CancelJob(job=number))


def decode_command(line: str, registry: Registry) -> JobCommand:
    """With the request as the record of its kind. Raises JobError `job.malformed`, `job.unknown`."""
    command: JobCommand = _read(_commands, line, "read a request")
    if not isinstance(command, RunJob):
        return command
    try:
        return replace(command, request=_typed(registry.get(command.kind).request, command.request, command.kind))
    except JobError as error:
        error.job = command.job
        raise


def encode_event(event: JobEvent, registry: Registry) -> str:
    """One line, without the line end."""
    if isinstance(event, (JobResult, JobUpdate)):
        event = replace(event, value=_plain(_value_type(event, registry), event.value))
    return _line(event)


def decode_event(line: str, registry: Registry) -> JobEvent:
    """With the value as the record of its kind. Raises JobError `job.malformed`, `job.unknown`."""
    event: JobEvent = _read(_events, line, "read an event of a job")
    if isinstance(event, (JobResult, JobUpdate)):
        return replace(event, value=_typed(_value_type(event, registry), event.value, event.kind))
    return event


def _value_type(event: JobResult | JobUpdate, registry: Registry) -> type[Any]:
    kind = registry.get(event.kind)
    wanted = kind.result if isinstance(event, JobResult) else kind.update
    if wanted is None:
        raise JobError("job.malformed", "read an event of a job", event.kind, {"reason": f"{event.kind} has no updates"})
    return wanted


def _line(record: JobCommand | JobEvent) -> str:
    return as_json(asdict(record))


def _plain(wanted: type[Any], value: object) -> Any:
    if not isinstance(value, wanted):
        raise JobError("job.malformed", "send a job", type(value).__name__, {"reason": f"a {wanted.__name__} is wanted"})
    return _record(wanted).dump_python(value, mode="json")  # type: ignore[arg-type]  # mypy holds no type[Any] for hashable


def _typed(wanted: type[Any], value: Any, subject: str) -> Any:
    try:
        return _record(wanted).validate_json(to_json(value))  # type: ignore[arg-type]
    except ValidationError as error:
        raise JobError("job.malformed", "read a job", subject, {"reason": _first(error)}) from None


def _read(adapter: TypeAdapter[Any], line: str, doing: str) -> Any:
    if len(line) > MAX_LINE_CHARS:
        raise JobError("job.malformed", doing, line[:80], {"reason": "the line is too long"})
    try:
        return adapter.validate_json(line)
    except ValidationError as error:
        raise JobError("job.malformed", doing, line[:200], {"reason": _first(error)}) from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}".lstrip(": ")
