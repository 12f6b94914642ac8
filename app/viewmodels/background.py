"""Work that may take a while (a disk, a slow import), off the GUI thread, one piece after the other; results come back as calls.

Thread: GUI, except `work`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from jobs.errors import CodedError

log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Background(QObject):
    """`run(work, done, failed)`: exactly one of the two is called, on the GUI thread. After `close` neither is."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._open = True
        self._finished.connect(self._tell)

    def run(self, work: Callable[[], Any], done: Done, failed: Failed | None = None) -> None:
        """Puts `work` in the queue. Expected faults (CodedError, OSError) go to `failed`."""
        if self._open:
            self._pool.start(_Piece(work, done, failed, self._finished.emit))

    def close(self) -> None:
        """Waits for the piece in progress and forgets the others."""
        self._open = False
        self._pool.clear()
        self._pool.waitForDone()

    def _tell(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


class _Piece(QRunnable):
    def __init__(self, work: Callable[[], Any], done: Done, failed: Failed | None, tell: Callable[[Callable[[], None]], None]) -> None:
        super().__init__()
        self._work, self._done, self._failed, self._tell = work, done, failed, tell

    def run(self) -> None:
        try:
            result = self._work()
        except (CodedError, OSError) as error:
            fault = error
            failed = self._failed
            self._tell((lambda: failed(fault)) if failed else lambda: log.warning("background work failed: %s", fault))
            return
        self._tell(lambda: self._done(result))
