"""What a job is, and where all of them stand.

A new kind of job is one file that holds its request, its result and a JobKind, and one line in the registry of the program that runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from jobs.context import JobContext
from jobs.errors import JobError

Q = TypeVar("Q")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class JobKind(Generic[Q, R]):
    """A kind of long work.

    name      on the wire; unique within a registry
    request   the record that it is asked with, a frozen dataclass or a pydantic model
    result    the record that it ends with
    run       does it. Raises a CodedError where it cannot, WorkCancelled where it was stopped, and has then left nothing half-written.
              Heavy modules are imported inside, so that whoever only asks for the work does not load what does it
    update    the record that it tells before the end through `JobContext.update`, if it does
    """

    name: str
    request: type[Q]
    result: type[R]
    run: Callable[[Q, JobContext], R]
    update: type[Any] | None = None


AnyKind = JobKind[Any, Any]


class Registry:
    """The kinds of jobs that one program runs. Raises ValueError for two of one name."""

    def __init__(self, *kinds: AnyKind) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        if len(self._kinds) != len(kinds):
            raise ValueError(f"two kinds of jobs share a name: {[kind.name for kind in kinds]}")

    def __iter__(self) -> Iterator[AnyKind]:
        return iter(self._kinds.values())

    def get(self, name: str) -> AnyKind:
        """The kind of that name. Raises JobError `job.unknown`."""
        if name not in self._kinds:
            raise JobError("job.unknown", "find the job", name, {"known": list(self._kinds)})
        return self._kinds[name]

    def runs(self, request: object) -> bool:
        """Whether a kind is asked with such a record."""
        return any(type(request) is kind.request for kind in self)

    def asked_with(self, request: object) -> AnyKind:
        """The kind that is asked with such a record. Raises JobError `job.unknown`."""
        for kind in self:
            if type(request) is kind.request:
                return kind
        raise JobError("job.unknown", "find the job", type(request).__name__, {"known": list(self._kinds)})
