"""The child's side: requests on standard input, events on standard output, one JSON object a line (jobs/wire.py).

Jobs run one after the other, in the order in which they were asked for. End of input means that the parent has gone: what runs is
cancelled, what waits is forgotten, and the process ends. So does a polite kill. Standard error is for the log.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable

from jobs.errors import JobError
from jobs.events import JobCancelled, JobEvent, JobFailed
from jobs.kind import Registry
from jobs.running import RunningJob
from jobs.streams import LineWriter, claim_stdout, end_politely, ignore_terminal
from jobs.wire import RunJob, decode_command, encode_event

log = logging.getLogger(__name__)

LAST_S = 20.0
"""How long a job may take to stop once nobody is there to wait for it."""


def main(registry: Registry) -> int:
    """Runs the jobs of `registry` on this process's own standard streams; returns the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ignore_terminal()
    end_politely()
    writer = LineWriter(claim_stdout())
    server = JobServer(registry, lambda event: writer.write(encode_event(event, registry)))
    try:
        server.run(sys.stdin)
    finally:
        if not server.close(LAST_S):
            log.error("a job does not stop; the process ends without it")
            writer.close()
            os._exit(1)
        writer.close()
    return 0


class JobServer:
    """Runs requests one after the other, in a thread of its own."""

    def __init__(self, registry: Registry, emit: Callable[[JobEvent], None]) -> None:
        self._registry, self._emit = registry, emit
        self._asked: queue.SimpleQueue[RunJob | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: RunningJob | None = None
        self._waiting: set[int] = set()
        self._closed = False
        self._worker = threading.Thread(target=self._work, name="urvc-jobs", daemon=True)
        self._worker.start()

    def run(self, lines: Iterable[str]) -> None:
        """Obeys every line until there are no more; a line that is no request is answered by `failed`."""
        for line in lines:
            if not line.strip():
                continue
            try:
                self._obey(line)
            except JobError as error:
                self._emit(JobFailed(job=error.job, code=error.code, doing=error.doing, subject=error.subject, facts=dict(error.facts)))

    def close(self, wait_s: float) -> bool:
        """Cancels what runs, forgets what waits; whether all came to its end within `wait_s`."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.cancel()
        self._asked.put(None)
        self._worker.join(wait_s)
        return not self._worker.is_alive()

    def _obey(self, line: str) -> None:
        command = decode_command(line, self._registry)
        if isinstance(command, RunJob):
            with self._lock:
                self._waiting.add(command.job)
            self._asked.put(command)
        else:
            self._cancel(command.job)

    def _cancel(self, number: int) -> None:
        """One that waits ends at once: what runs before it may take hours."""
        with self._lock:
            waited = number in self._waiting
            self._waiting.discard(number)
            if self._running is not None and self._running.number == number:
                self._running.cancel()
        if waited:
            self._emit(JobCancelled(job=number))

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            job = RunningJob(asked.job, self._registry.get(asked.kind), asked.request, self._emit)
            with self._lock:
                if self._closed:
                    return
                if asked.job not in self._waiting:
                    continue
                self._waiting.discard(asked.job)
                self._running = job
            job.run()  # in this thread: one after the other
