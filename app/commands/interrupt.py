"""Ctrl+C, a polite kill and a terminal that is closed, for commands that run until then."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
"""Ctrl+C, a polite kill, the terminal's end."""


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """What asks the program to end sets the event instead of raising: a stream is ended, not torn."""
    event = threading.Event()
    before = {number: signal.signal(number, lambda *_: event.set()) for number in ENDING}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
