"""Training takes what is left of the machine."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

LOWEST_NICE = 19
IDLE_PRIORITY_CLASS = 0x40


def give_way() -> None:
    """This process, and all that it starts, run after every other program."""
    with suppress(OSError, AttributeError):
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), IDLE_PRIORITY_CLASS)
        else:
            os.nice(LOWEST_NICE - os.nice(0))
