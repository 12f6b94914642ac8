"""What a job tells, in this order: started; any number of progress and update; then exactly one of result, failed, cancelled.

Plain records without a heavy import. `job` is the number that the asker gave. How they look as JSON: jobs/wire.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

VERSION: Literal[1] = 1
_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStarted:
    """The work has begun."""

    v: Literal[1] = VERSION
    type: Literal["started"] = "started"
    job: int
    kind: str
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """`done` 0..1, never less than before; what is being done, with what."""

    v: Literal[1] = VERSION
    type: Literal["progress"] = "progress"
    job: int
    done: float
    doing: str = ""
    subject: str = ""
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUpdate:
    """Something that is known before the end: a record of the kind's `update` type."""

    v: Literal[1] = VERSION
    type: Literal["update"] = "update"
    job: int
    kind: str
    value: Any
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """The end: a record of the kind's `result` type."""

    v: Literal[1] = VERSION
    type: Literal["result"] = "result"
    job: int
    kind: str
    value: Any
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed:
    """The end: a stable code and the facts; the words belong to the program that shows them."""

    v: Literal[1] = VERSION
    type: Literal["failed"] = "failed"
    job: int
    code: str
    doing: str
    subject: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCancelled:
    """The end: the job was told to stop, and has left nothing half-written."""

    v: Literal[1] = VERSION
    type: Literal["cancelled"] = "cancelled"
    job: int
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


JobEvent = JobStarted | JobProgress | JobUpdate | JobResult | JobFailed | JobCancelled
JobEnd = JobResult | JobFailed | JobCancelled
