"""Bringing voices in, and the models that they need: `urvc voices add --json` and `urvc foundation fetch --json` as child processes, so
that neither a large file nor a slow network ever holds the window up.

Thread: GUI.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

KILL_AFTER_MS = 5000
BATCH_CHARS = 16_000
"""Of file names a process: within the shortest command line (Windows, 32 767)."""


def program_command() -> list[str]:
    """How to start this program as a command line."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


class ImportJob(QObject):
    """One import of any number of files. progress(0..1, file, what is being done); added(voice record); refused(sentence), one a file;
    finished(added, known, refused, stopped)."""

    progress = Signal(float, str, str)
    added = Signal(dict)
    refused = Signal(str)
    finished = Signal(int, int, int, bool)

    def __init__(self, paths: Sequence[str], index: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._batches = _batches(paths)
        self.first = paths[0]
        self._index = index
        self._n_paths, self._n_done = max(1, len(paths)), 0
        self._at = ""
        self._counts = {"added": 0, "known": 0, "refused": 0}
        self._refused_before = 0  # by the processes before this one
        self._stopped = False
        self._rest = b""
        self._last_words = ""
        self._process: QProcess | None = None

    def start(self) -> None:
        """Begins; signals follow."""
        self._next()

    def cancel(self) -> None:
        """Stops after the step in progress; what has been added stays."""
        self._stopped = True
        self._batches = []
        if self._process is not None:
            self._process.terminate()
            QTimer.singleShot(KILL_AFTER_MS, self._process, self._process.kill)

    def close(self) -> None:
        """Stops, and waits for the end of the process; no signal comes any more."""
        self.blockSignals(True)
        self.cancel()
        if self._process is not None and not self._process.waitForFinished(KILL_AFTER_MS):
            self._process.kill()
            self._process.waitForFinished(KILL_AFTER_MS)

    def _next(self) -> None:
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed_to_start)
        self._process, self._rest = process, b""
        self._refused_before = self._counts["refused"]
        batch = self._batches.pop(0)
        command = [*program_command(), *self._arguments(batch)]
        process.start(command[0], command[1:])

    def _arguments(self, batch: Sequence[str]) -> list[str]:
        return ["voices", "add", "--json", *(["--index", self._index] if self._index else []), "--", *batch]

    def _read(self) -> None:
        assert self._process is not None
        lines = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            try:
                self._said(json.loads(line))
            except ValueError:
                self._last_words = line.decode("utf-8", "replace")

    def _said(self, record: dict[str, Any]) -> None:
        if "error" in record:
            self._refuse(str(record["error"]["text"]))
        elif record.get("type") == "progress":
            self._advance(str(record["file"]), float(record["done"]), str(record["doing"]))
        elif record.get("type") == "voice":
            self._counts["added" if record["outcome"] == "new" else "known"] += 1
            self._file_done()
            self.added.emit(record["voice"])
            for sentence in record["left_out"]:
                self.refused.emit(str(sentence))

    def _advance(self, path: str, done: float, doing: str) -> None:
        self._at = path
        self.progress.emit(min(1.0, (self._n_done + done) / self._n_paths), path, doing)

    def _file_done(self) -> None:
        # A folder may hold more voices than it counted for.
        self._n_done += 1
        self._n_paths = max(self._n_paths, self._n_done)

    def _refuse(self, sentence: str) -> None:
        self._counts["refused"] += 1
        self._file_done()
        self.refused.emit(sentence)

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._ended(-1)

    def _ended(self, status: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._check_end(process, status)
        process.deleteLater()
        if self._batches:
            self._next()
            return
        counts = self._counts
        self.finished.emit(counts["added"], counts["known"], counts["refused"], self._stopped)

    def _check_end(self, process: QProcess, status: int) -> None:
        """A child that died without a word is said too. One that ends with 1 has named what it refused, or a fault of its own ended it."""
        told = status == 0 or (status == 1 and self._counts["refused"] > self._refused_before)
        if self._stopped or (told and process.exitStatus() == QProcess.ExitStatus.NormalExit):
            return
        words = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        reason = words[-1] if words else self._last_words or process.errorString()
        self._refuse(self.tr("The import stopped by itself: {reason}").format(reason=reason))


class FetchJob(ImportJob):
    """Models by name, downloaded and made ready. `added` tells of each as `urvc foundation fetch --json` does."""

    def _arguments(self, batch: Sequence[str]) -> list[str]:
        return ["foundation", "fetch", "--json", "--", *batch]

    def _said(self, record: dict[str, Any]) -> None:
        if record.get("type") == "progress":
            self._advance(str(record["subject"]), float(record["done"]), str(record["doing"]))
        elif record.get("type") == "model":
            self._counts["added"] += 1
            self._file_done()
            self.added.emit(record)
        else:
            super()._said(record)


def _batches(paths: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = [[]]
    n_chars = 0
    for path in paths:
        if n_chars and n_chars + len(path) > BATCH_CHARS:
            batches.append([])
            n_chars = 0
        batches[-1].append(path)
        n_chars += len(path)
    return batches
