"""The threads that something leaves behind when it is closed: none, a moment later."""

from __future__ import annotations

import threading
from collections.abc import Iterable

LONG_S = 20.0


def left_of(threads: Iterable[threading.Thread]) -> list[threading.Thread]:
    """Those that do not end. The threads of a pool that is told to end are still running for a moment after it has been told."""
    threads = list(threads)
    for thread in threads:
        thread.join(LONG_S)
    return [thread for thread in threads if thread.is_alive()]


def left_since(before: set[threading.Thread]) -> list[threading.Thread]:
    """Those that were started since and do not end."""
    return left_of(set(threading.enumerate()) - before)
