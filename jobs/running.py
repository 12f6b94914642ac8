"""One job in a thread of its own: started, where it is, and exactly one end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled, failure_of
from jobs.events import JobCancelled, JobEnd, JobEvent, JobFailed, JobProgress, JobResult, JobStarted, JobUpdate
from jobs.kind import AnyKind

log = logging.getLogger(__name__)

Emit = Callable[[JobEvent], None]
PROGRESS_EVERY_S = 0.1
"""More often is told only when something else is being done."""


class RunningJob(threading.Thread):
    """Runs `kind` for `request` once and emits its events, in the thread of the job."""

    def __init__(self, number: int, kind: AnyKind, request: object, emit: Emit) -> None:
        super().__init__(name=f"urvc-job-{number}")
        self.number, self.kind = number, kind
        self._request, self._emit = request, emit
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Asks the job to stop; `cancelled` follows when it has. Any thread."""
        self._cancelled.set()

    def run(self) -> None:
        self._emit(JobStarted(job=self.number, kind=self.kind.name))
        self._emit(self._end())

    def _end(self) -> JobEnd:
        progress = _Progress(self.number, self._emit)
        context = JobContext(progress.tell, self._cancelled.is_set, update=self._update)
        try:
            result = self.kind.run(self._request, context)
            if not isinstance(result, self.kind.result):
                raise TypeError(f"the job {self.kind.name} gave {type(result).__name__}")
        except WorkCancelled:
            return JobCancelled(job=self.number)
        except Exception as error:
            failure = failure_of(error)
            if failure.code == "job.internal":
                log.exception("job %s failed", self.kind.name)
            return JobFailed(job=self.number, code=failure.code, doing=failure.doing, subject=failure.subject, facts=failure.facts)
        return JobResult(job=self.number, kind=self.kind.name, value=result)

    def _update(self, value: object) -> None:
        if self.kind.update is None or not isinstance(value, self.kind.update):
            raise TypeError(f"the job {self.kind.name} tells no {type(value).__name__}")
        self._emit(JobUpdate(job=self.number, kind=self.kind.name, value=value))


class _Progress:
    """Steps as events: never going back (a download may begin anew), and not more often than anybody can see."""

    def __init__(self, job: int, emit: Emit) -> None:
        self._job, self._emit = job, emit
        self._done, self._told_s = 0.0, float("-inf")
        self._last_told = ("", "")

    def tell(self, step: Step) -> None:
        self._done = max(self._done, min(1.0, step.done))
        now_s, step_told = time.monotonic(), (step.doing, step.subject)
        if step_told == self._last_told and now_s - self._told_s < PROGRESS_EVERY_S:
            return
        self._told_s, self._last_told = now_s, step_told
        self._emit(JobProgress(job=self._job, done=self._done, doing=step.doing, subject=step.subject))
