"""What can go wrong, in the one form in which it travels.

CodedError          a stable code, what was being done, with what, and facts; the app owns the words
├── WorkCancelled   the work was told to stop; nothing half-written is left
├── JobError        a request that names no job, or is none (`job.unknown`, `job.malformed`)
└── ...             the trees of the floors above: ModelError, EngineError, AppError
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fact = str | int | float | bool | list[str] | None
Facts = Mapping[str, Fact]


class CodedError(Exception):
    """Base of every expected fault.

    `code` is stable and machine-readable; `doing` and `subject` complete "could not {doing}: {subject}"; `facts` are plain values for the
    sentence that the app writes.
    """

    def __init__(self, code: str, doing: str, subject: str = "", facts: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{code}: {doing}: {subject} {dict(facts) if facts else ''}".rstrip())
        self.code = code
        self.doing = doing
        self.subject = subject
        self.facts: Mapping[str, object] = facts or {}


class WorkCancelled(CodedError):
    """The work was told to stop: `job.cancelled`. Nothing half-written is left of it."""

    def __init__(self, subject: str = "") -> None:
        super().__init__("job.cancelled", "go on", subject)


class JobError(CodedError):
    """A request that cannot become a job: `job.*`. `job` is the number it came with, 0 where that is not known."""

    job = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A fault as plain values, to be sent or shown."""

    code: str
    doing: str
    subject: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def failure_of(error: BaseException, doing: str = "finish a job", subject: str = "", internal: str = "job.internal") -> Failure:
    """`error` as plain values; a fault of our own, which has no code, under `internal` with what Python says of it."""
    if isinstance(error, CodedError):
        facts = {name: list(fact) if isinstance(fact, (list, tuple)) else fact for name, fact in error.facts.items()}
        return Failure(error.code, error.doing, error.subject, facts)
    return Failure(internal, doing, subject, {"reason": repr(error)})
