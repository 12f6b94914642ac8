"""Ctrl+C and a polite kill, for commands that run until then."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl+C and a polite kill set the event instead of raising: a stream is ended, not torn."""
    event = threading.Event()
    wanted = [signal.SIGINT, signal.SIGTERM]
    before = {number: signal.signal(number, lambda *_: event.set()) for number in wanted}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
