"""Asks the system to run a thread before others. Every refusal is quietly answered with the next best."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

Priority = Literal["realtime", "raised", "normal"]

REALTIME_LEVEL = 5
"""Low on purpose: above every ordinary program, not above the sound server (PulseAudio takes 5) or the kernel's own threads (50)."""
NICE_LEVEL = -11


def raise_priority_of(thread_name: str) -> None:
    """The same for every thread of this process that a C library has started under that name (at most 15 characters). Linux only."""
    if sys.platform == "linux":
        for comm in Path("/proc/self/task").glob("*/comm"):
            with suppress(OSError):  # a thread may end while we look at it
                if comm.read_text(encoding="utf-8").strip() == thread_name:
                    _linux(int(comm.parent.name), realtime=True)


def raise_priority(computes: bool = False) -> Priority:
    """Gives the calling thread real-time priority where the system allows it, else a raised one, and says which it got. Never fails.

    On Linux the right to it comes from the limits `rtprio` and `nice` (an `audio` group usually has them) or from an administrator.

    A thread that `computes` for many milliseconds at a time is never real-time: the sound server's own ordinary threads would have to wait
    on its core, and then the server is what has gaps (some 20 ms of silence at every long block, as measured with PulseAudio).
    """
    if sys.platform == "linux":
        return _linux(threading.get_native_id(), realtime=not computes)
    if sys.platform == "win32":
        return _windows(realtime=not computes)
    if sys.platform == "darwin":
        return _macos()
    return "normal"


if sys.platform == "linux":

    def _linux(thread_id: int, realtime: bool) -> Priority:
        if realtime:
            try:
                # RESET_ON_FORK: a child process must not inherit a priority that can stall the machine.
                os.sched_setscheduler(thread_id, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(REALTIME_LEVEL))
                return "realtime"
            except OSError:
                pass
        try:
            if os.sched_getscheduler(thread_id) != os.SCHED_OTHER:
                os.sched_setscheduler(thread_id, os.SCHED_OTHER, os.sched_param(0))
            os.setpriority(os.PRIO_PROCESS, thread_id, NICE_LEVEL)
            return "raised"
        except OSError:
            return "normal"


if sys.platform == "win32":

    def _windows(realtime: bool) -> Priority:
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        time_critical, highest = 15, 2
        level = time_critical if realtime else highest
        return "raised" if kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), level) else "normal"


if sys.platform == "darwin":

    def _macos() -> Priority:
        import ctypes

        system = ctypes.CDLL(None)
        user_interactive = 0x21
        return "raised" if system.pthread_set_qos_class_self_np(ctypes.c_uint(user_interactive), ctypes.c_int(0)) == 0 else "normal"
