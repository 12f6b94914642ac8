"""Work that may wait for a disk or a sound server, done in order on a thread of its own, so that no command waits with it."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Errands:
    """The thread begins with the first errand. It is a daemon: what hangs does not keep the process from ending."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def begun(self) -> bool:
        """Whether anything was ever asked."""
        return self._thread is not None

    @property
    def busy(self) -> bool:
        """Whether the thread is there; after `end`: whether something is still being done."""
        return self._thread is not None and self._thread.is_alive()

    def do(self, work: Callable[[], None]) -> None:
        """Queues `work`, which answers for its own faults. Any one thread at a time."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._asked.put(work)

    def end(self) -> None:
        """Nothing is asked any more: the thread ends after what it has been asked."""
        self._asked.put(None)

    def join(self, limit_s: float) -> None:
        """Waits for that, so long at most."""
        if self._thread is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while (work := self._asked.get()) is not None:
            try:
                work()
            except Exception:
                log.exception("an errand failed")
