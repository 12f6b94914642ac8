"""Who wants to hear of every new status: the part of `Steering.subscribe` that all implementations share."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.control.steering import Callback, Status, Unsubscribe


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

    def tell(self, newest: Callable[[], Status]) -> None:
        """Calls them all with `newest()`, which is asked while nobody else tells: later calls carry later states."""
        with self._telling:
            status = newest()
            for callback in self._callbacks:
                callback(status)
