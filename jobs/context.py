"""What a function that works long is given: where it says how far it is, and how it learns that it is to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from jobs.errors import WorkCancelled


@dataclass(frozen=True, slots=True)
class Step:
    """Where a work is: `done` 0..1, what is being done, with what (a file, a model, a voice)."""

    done: float
    doing: str = ""
    subject: str = ""


def _ignore(_: object) -> None:
    """No one wants to know."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class JobContext:
    """`report` hears of every step; `update` of what is known before the end (a level, a preview), where the kind of job has such;
    `cancelled` is asked at every step, at every megabyte, at every block."""

    report: Callable[[Step], None] = _ignore
    cancelled: Callable[[], bool] = _never
    subject: str = ""
    update: Callable[[object], None] = _ignore

    def step(self, done: float, doing: str = "") -> None:
        """Says how far the work is. Raises WorkCancelled if it was told to stop."""
        self.check()
        self.say(done, doing)

    def say(self, done: float, doing: str = "") -> None:
        """Says how far the work is, and goes on in any case: for what can no longer be stopped."""
        self.report(Step(done, doing, self.subject))

    def check(self) -> None:
        """Raises WorkCancelled if the work was told to stop."""
        if self.cancelled():
            raise WorkCancelled(self.subject)

    def about(self, subject: str) -> JobContext:
        """The same for work on `subject`."""
        return replace(self, subject=subject)

    def part(self, start: float, end: float) -> JobContext:
        """The same for a part of the work: its 0..1 is `start`..`end` of the whole."""
        return replace(self, report=lambda step: self.report(replace(step, done=start + (end - start) * step.done)))
