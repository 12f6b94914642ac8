"""What the process of foreign graphs gives up before it opens the first: files, and memory without end."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

    def confine(memory_bytes: int) -> None:
        """From now on this process can open no file, write none, and take `memory_bytes` beside what it has now (that last on Linux; on
        macOS only the runtime's arena is bounded). Cannot be undone."""
        if sys.platform == "linux":
            # Not RLIMIT_AS: what threads only reserve (64 MB each) is nothing that is taken.
            _limit(resource.RLIMIT_DATA, _taken_bytes() + memory_bytes)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NOFILE, 0)  # descriptors that are open stay so; a thread needs none

    def _limit(kind: int, most: int) -> None:
        with suppress(ValueError, OSError):  # a lower limit that somebody else has set stays
            resource.setrlimit(kind, (most, most))

    def _taken_bytes() -> int:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - loads nothing more
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")

else:

    def confine(memory_bytes: int) -> None:
        """Windows lets a process set no such limits for itself; the runtime's arena is bounded, and the engine watches the time."""
