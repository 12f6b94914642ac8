"""Bringing voices in, and the models that they need: jobs of a child process (app/jobs), so that neither a large file nor a slow network
ever holds the window up.

Thread: GUI.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from app.jobs.add_model import AddModel
from app.jobs.fetch_model import FetchModel
from app.jobs.import_voice import ImportVoice, VoiceImported
from app.jobs.registry import LIBRARY_JOBS
from app.roles import program_command
from app.viewmodels.child_jobs import ChildJobs
from app.viewmodels.messages import coded
from jobs.errors import Failure
from jobs.events import JobFailed

DEATHS = 3
"""Children that die one after the other without finishing anything; what is left is then given up."""


class LibraryJob(QObject):
    """One thing after the other. progress(0..1, which, what is being done); added(the record it ended with); refused(sentence), one a
    thing; finished(added, known, refused, stopped)."""

    progress = Signal(float, str, str)
    added = Signal(object)
    refused = Signal(str)
    finished = Signal(int, int, int, bool)

    def __init__(self, names: Sequence[str], request: Callable[[str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first = names[0]
        self._left, self._request = deque(names), request
        self._at, self._number = "", 0
        self._n_all, self._n_done, self._n_deaths = len(names), 0, 0
        self._counts = {"added": 0, "known": 0, "refused": 0}
        self._stopped = False
        self._child = ChildJobs(program_command("app.jobs"), LIBRARY_JOBS, self)
        self._child.progress.connect(self._on_progress)
        # Queued: a child that cannot be started fails before its number is known.
        self._child.result.connect(self._on_result, Qt.ConnectionType.QueuedConnection)
        self._child.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self._child.cancelled.connect(self._next, Qt.ConnectionType.QueuedConnection)
        self._child.ended.connect(self._finish)

    def start(self) -> None:
        """Begins; signals follow."""
        self._next()

    def cancel(self) -> None:
        """Stops after the step in progress; what has been added stays."""
        self._stopped = True
        self._left.clear()
        self._child.cancel(self._number)

    def close(self) -> None:
        """Stops, and waits for the end of the process; no signal comes any more."""
        self.blockSignals(True)
        self._stopped = True
        self._left.clear()
        self._child.close()

    def take(self, result: object) -> None:
        """Counts what a thing ended with."""
        self._count("added", result)

    def _next(self, _: int = 0) -> None:
        if self._left:
            self._at = self._left.popleft()
            self._number = self._child.run(self._request(self._at))
            return
        self._child.end()

    def _finish(self) -> None:
        counts = self._counts
        self.finished.emit(counts["added"], counts["known"], counts["refused"], self._stopped)

    def _on_progress(self, number: int, done: float, subject: str, doing: str) -> None:
        self.progress.emit(min(1.0, (self._n_done + done) / self._n_all), self._at, doing)

    def _on_result(self, number: int, result: object) -> None:
        self._n_deaths = 0
        self.take(result)
        self._next()

    def _on_failed(self, number: int, event: JobFailed) -> None:
        if event.code == "job.died":
            self._n_deaths += 1
            reason = str(event.facts.get("reason") or event.facts.get("status"))
            self._refuse(self.tr("The import stopped by itself: {reason}").format(reason=reason))
            if self._n_deaths >= DEATHS:
                self._counts["refused"] += len(self._left)
                self._left.clear()
        else:
            self._n_deaths = 0
            self._refuse(sentence(event))
        self._next()

    def _count(self, how: str, result: object) -> None:
        self._counts[how] += 1
        self._n_done += 1
        self.added.emit(result)

    def _more(self, names: Sequence[str]) -> None:
        """What is to be done in the place of the thing that is under way."""
        self._left.extendleft(reversed(names))
        self._n_all += len(names) - 1

    def _refuse(self, words: str) -> None:
        self._counts["refused"] += 1
        self._n_done += 1
        self.refused.emit(words)


class ImportJob(LibraryJob):
    """Voices from files, archives, folders and addresses."""

    def __init__(self, paths: Sequence[str], index: str = "", parent: QObject | None = None) -> None:
        super().__init__(paths, lambda path: ImportVoice(path, index), parent)

    def take(self, result: object) -> None:
        assert isinstance(result, VoiceImported)
        if result.outcome == "several":
            self._more(result.instead)
            return
        self._count("known" if result.outcome in ("known", "index_added") else "added", result)
        for failure in result.left_out:
            self.refused.emit(sentence(failure))


class FetchJob(LibraryJob):
    """Models by name, downloaded and made ready."""

    def __init__(self, models: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(models, FetchModel, parent)


class AddJob(LibraryJob):
    """Models from files. otherwise: which encoder it is where a file does not say it."""

    def __init__(self, paths: Sequence[str], otherwise: str = "", parent: QObject | None = None) -> None:
        super().__init__(paths, lambda path: AddModel(path, otherwise=otherwise), parent)


def sentence(fault: Failure | JobFailed) -> str:
    """What went wrong, in the user's language."""
    return coded("bad", fault.code, fault.subject, fault.facts, fault.doing).text
