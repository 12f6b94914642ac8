"""What of this computer can compute voices: looked for once, by a child process (app/jobs/find_processors.py).

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from app.jobs.find_processors import FindProcessors, Processor, ProcessorsFound
from app.jobs.registry import LIBRARY_JOBS
from app.roles import program_command
from app.viewmodels.child_jobs import ChildJobs


class ProcessorsVM(QObject):
    """`found_them` once they are there; `found` is empty before, and where the child failed."""

    found_them = Signal()

    def __init__(self, command: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[Processor, ...] = ()
        self._child = ChildJobs(command or program_command("app.jobs"), LIBRARY_JOBS, self)
        self._child.result.connect(self._on_result, Qt.ConnectionType.QueuedConnection)
        self._child.failed.connect(lambda *_: self._child.end(), Qt.ConnectionType.QueuedConnection)
        self._asked = False

    def look(self) -> None:
        """Begins to look, the first time it is called."""
        if not self._asked:
            self._asked = True
            self._child.run(FindProcessors())

    def close(self) -> None:
        """Gives up, and waits for the end of the child."""
        self._child.close()

    def _on_result(self, _: int, result: object) -> None:
        assert isinstance(result, ProcessorsFound)
        self.found = result.processors
        self._child.end()
        self.found_them.emit()
