"""Who wants to hear of every new status, on any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.live.status import Status

Callback = Callable[[Status], None]
Unsubscribe = Callable[[], None]


class Listeners:
    """Callbacks that come and go; any thread. After an unsubscribe has returned, no further call begins."""

    def __init__(self) -> None:
        self._telling = threading.Lock()  # held while callbacks run
        self._callbacks: list[Callback] = []

    def add(self, callback: Callback) -> Unsubscribe:
        """Calls `callback` from now on, until what is returned is called."""
        with self._telling:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._telling:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def tell(self, status: Status) -> None:
        """Calls them all."""
        with self._telling:
            for callback in self._callbacks:
                callback(status)
