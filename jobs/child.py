"""The parent's side of a child process that runs jobs (jobs/serve.py).

The child is started when it is first needed, and again after a death. Every job that was asked for comes to exactly one end: what a child
leaves open when it dies is `failed` (`job.died`), what it leaves open when it is stopped is `cancelled`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from jobs.context import JobContext, Step
from jobs.errors import CodedError, JobError, WorkCancelled
from jobs.events import JobCancelled, JobEnd, JobEvent, JobFailed, JobProgress, JobResult, JobUpdate
from jobs.kind import JobKind, Registry
from jobs.lines import END_S, LineProcess
from jobs.wire import decode_event, encode_cancel, encode_run

Q = TypeVar("Q")
R = TypeVar("R")
POLL_S = 0.1


class JobProcess:
    """`run` asks for jobs, any number; `on_event` hears of them, mostly in a thread of this object, which must not call `stop`."""

    def __init__(self, command: Sequence[str], registry: Registry, on_event: Callable[[JobEvent], None]) -> None:
        self._command, self._registry, self._on_event = list(command), registry, on_event
        self._lock = threading.Condition()
        self._process: LineProcess | None = None
        self._open: dict[int, str] = {}
        self._next = 0
        self._stopping = False

    @property
    def pid(self) -> int:
        """Of the child; 0 where none runs."""
        process = self._process
        return process.pid if process is not None else 0

    def run(self, request: object) -> int:
        """Asks for the job of this request, under the number that is returned. Raises JobError for a request of no kind."""
        kind = self._registry.asked_with(request)
        with self._lock:
            self._next += 1
            number = self._next
            line = encode_run(number, kind, request)
            self._open[number] = kind.name
            self._stopping = False
            try:
                process = self._process = self._process or LineProcess(self._command, self._on_line, self._ended)
            except OSError as error:
                self._open.pop(number)
                reason = error.strerror or str(error)
                failed = JobFailed(job=number, code="job.died", doing="start the work", facts={"status": None, "reason": reason})
                process = None
        if process is None:
            self._on_event(failed)
        else:
            process.send(line)  # to one that has just died: its end is told by its reader
        return number

    def cancel(self, number: int, end_s: float = END_S) -> None:
        """Asks a job to stop; its end follows. One that has not stopped after `end_s` is stopped with the child, and all that it runs."""
        process = self._process
        if process is not None and number in self._open:
            process.send(encode_cancel(number))
            threading.Thread(target=self._insist, args=(number, end_s), name="urvc-child-cancel", daemon=True).start()

    def stop(self, end_s: float = END_S) -> None:
        """Ends the child, and returns when it has gone: what was running is cancelled, and killed if it does not listen."""
        with self._lock:
            self._stopping = True
            process = self._process
        if process is not None:
            process.stop(end_s=end_s)

    def _insist(self, number: int, end_s: float) -> None:
        with self._lock:
            ended = self._lock.wait_for(lambda: number not in self._open, end_s)
        if not ended:
            self.stop(end_s)

    def _on_line(self, process: LineProcess, line: str) -> None:
        try:
            event = decode_event(line, self._registry)
        except JobError:
            process.note(line.rstrip("\n"))
            return
        if isinstance(event, JobEnd):
            with self._lock:
                if self._open.pop(event.job, None) is None and event.job:
                    return
                self._lock.notify_all()
        self._on_event(event)

    def _ended(self, process: LineProcess) -> None:
        log = process.last_words()
        with self._lock:
            left, self._open = self._open, {}
            stopping = self._stopping
            if self._process is process:
                self._process = None
            self._lock.notify_all()
        facts = {"status": process.status, "log": log[-5:], "reason": log[-1].strip() if log else ""}
        for number in left:
            if stopping:
                self._on_event(JobCancelled(job=number))
            else:
                self._on_event(JobFailed(job=number, code="job.died", doing="finish a job", facts=facts))


def run_in_child(
    command: Sequence[str], registry: Registry, kind: JobKind[Q, R], request: Q, context: JobContext | None = None, end_s: float = END_S
) -> R:
    """The result of one job, done by a child of its own; `context` hears of it and may stop it.

    Raises WorkCancelled, or a CodedError with what the job failed with (`job.died` where the child did).
    """
    context = context or JobContext()
    events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
    child = JobProcess(command, registry, events.put)
    try:
        number = child.run(request)
        asked = False
        while True:
            if context.cancelled() and not asked:
                asked = True
                child.cancel(number, end_s)
            try:
                event = events.get(timeout=POLL_S)
            except queue.Empty:
                continue
            match event:
                case JobProgress():
                    context.report(Step(event.done, event.doing, event.subject))
                case JobUpdate():
                    context.update(event.value)
                case JobCancelled():
                    raise WorkCancelled(context.subject)
                case JobFailed():
                    raise CodedError(event.code, event.doing, event.subject, event.facts)
                case JobResult(value=value):
                    assert isinstance(value, kind.result)
                    return value
    finally:
        child.stop(end_s)
