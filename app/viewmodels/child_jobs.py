"""Jobs of a child process as signals.

The child is started with the first job and again after a death; its events come from threads of its own and arrive on the GUI thread.

Thread: GUI.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from jobs.child import JobProcess
from jobs.events import JobCancelled, JobEvent, JobFailed, JobProgress, JobResult, JobUpdate
from jobs.kind import Registry


class ChildJobs(QObject):
    """`run` gives the number under which the signals tell of the job: progress(number, 0..1, subject, what is being done), update(number,
    record); then one of result(number, record), failed(number, JobFailed), cancelled(number).

    After `end`: ended(), once the child has gone."""

    progress = Signal(int, float, str, str)
    update = Signal(int, object)
    result = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)
    ended = Signal()
    _told = Signal(object)

    def __init__(self, command: Sequence[str], registry: Registry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told.connect(self._tell)
        self._child = JobProcess(command, registry, self._told.emit)
        self._ending: threading.Thread | None = None

    def run(self, request: object) -> int:
        """Asks for the job of this request."""
        return self._child.run(request)

    def cancel(self, number: int) -> None:
        """Asks a job to stop; its end follows, if need be with that of the child."""
        self._child.cancel(number)

    def end(self) -> None:
        """Ends the child, without waiting for it; `ended` follows."""
        self._ending = threading.Thread(target=self._end, name="urvc-child-end", daemon=True)
        self._ending.start()

    def close(self) -> None:
        """Ends the child and returns when it has gone; no signal comes any more."""
        self.blockSignals(True)
        self._child.stop()
        if self._ending is not None:
            self._ending.join()

    def _end(self) -> None:
        self._child.stop()
        self.ended.emit()

    def _tell(self, event: JobEvent) -> None:
        match event:
            case JobProgress():
                self.progress.emit(event.job, event.done, event.subject, event.doing)
            case JobUpdate():
                self.update.emit(event.job, event.value)
            case JobResult():
                self.result.emit(event.job, event.value)
            case JobFailed():
                self.failed.emit(event.job, event)
            case JobCancelled():
                self.cancelled.emit(event.job)
