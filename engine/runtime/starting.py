"""A start under way: a voice may take long to load, and a stop must not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.link.messages import AnyCommand, Start
from engine.runtime.session import Session


class Starting(threading.Thread):
    """Starts `session`, then calls `done` with itself and what went wrong, if anything did.

    later     commands for the session that have come meanwhile, in their order
    stop_id   the command that asked to stop meanwhile; 0 where none did
    """

    def __init__(self, command: Start, session: Session, done: Callable[[Starting, Exception | None], None]) -> None:
        super().__init__(name="urvc-start")
        self.command, self.session, self._done = command, session, done
        self.later: list[AnyCommand] = []
        self.stop_id = 0

    def give_up(self) -> None:
        """What cannot be foreseen is not waited for any more; the rest ends by itself. Any thread."""
        self.session.leave()

    def run(self) -> None:
        error: Exception | None = None
        try:
            self.session.start()
        except Exception as fault:  # noqa: BLE001 - told to whoever asked, as every command's
            error = fault
        self._done(self, error)
