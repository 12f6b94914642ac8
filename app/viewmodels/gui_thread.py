"""A way onto the GUI's thread, from any other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class GuiThread(QObject):
    """`run` calls `work` on the thread that made this object: at once where it is the caller's own, else in its turn."""

    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._call)

    def run(self, work: Callable[[], None]) -> None:
        self._came.emit(work)

    def _call(self, work: Callable[[], None]) -> None:
        work()
