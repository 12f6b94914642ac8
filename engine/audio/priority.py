"""Asks the system to run a thread before others, or after them. Every refusal is quietly answered with the next best."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar

Priority = Literal["realtime", "raised", "normal"]

REALTIME_LEVEL = 5
"""Low on purpose: above every ordinary program, not above the sound server (PulseAudio takes 5) or the kernel's own threads (50)."""
NICE_LEVEL = -11
AFTER_LEVEL = 19
"""Next to nothing where another thread wants the processor, all of it where none does. Loading a full-size voice made one in ten of the
hops of another, live beside it, take 1.2 times as long; with an ordinary thread it was 1.9 times, at 15 still 1.5."""

T = TypeVar("T")


def raise_priority_of(thread_name: str) -> None:
    """The same for every thread of this process that a C library has started under that name (at most 15 characters). Linux only."""
    if sys.platform == "linux":
        for comm in Path("/proc/self/task").glob("*/comm"):
            with suppress(OSError):  # a thread may end while we look at it
                if comm.read_text(encoding="utf-8").strip() == thread_name:
                    _linux(int(comm.parent.name), realtime=True)


def raise_libraries() -> None:
    """Raises every ordinary thread of this process that a library has started by itself: those of OpenVINO, ONNX Runtime and BLAS, which
    compute a part of each block. A block is as late as the last of them, so one that must share its processor with whatever else runs
    (a game, the system's housekeeping) makes it late, however high the worker is. Threads of Python's own are left as they are. Linux
    only: elsewhere threads cannot be found so."""
    if sys.platform == "linux":
        ours = {thread.native_id for thread in threading.enumerate()}
        for task in Path("/proc/self/task").iterdir():
            thread_id = int(task.name)
            with suppress(OSError):  # a thread may end while we look at it
                if thread_id not in ours and os.sched_getscheduler(thread_id) == os.SCHED_OTHER:
                    _linux(thread_id, realtime=False)


def raise_process(pid: int) -> None:
    """The same for every thread of a child process that computes a part of each block. Linux only."""
    if sys.platform == "linux":
        with suppress(OSError):  # it may have ended
            for task in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):
                    _linux(int(task.name), realtime=False)


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


def aside(job: Callable[[], T]) -> T:
    """What `job` returns or raises, computed after everything else that wants the processor: in a thread of its own, because a thread may
    lower its priority but not always raise it again. Threads that it starts are as patient as itself on Linux."""
    with ThreadPoolExecutor(1, thread_name_prefix="urvc-aside", initializer=_lower_priority) as pool:
        return pool.submit(job).result()


def _lower_priority() -> None:
    """Of the calling thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), AFTER_LEVEL)
    if sys.platform == "win32":
        _set_windows_priority(WINDOWS_LOWEST)
    if sys.platform == "darwin":
        _set_macos_class(MACOS_UTILITY)


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
    WINDOWS_TIME_CRITICAL, WINDOWS_HIGHEST, WINDOWS_LOWEST = 15, 2, -2

    def _windows(realtime: bool) -> Priority:
        return "raised" if _set_windows_priority(WINDOWS_TIME_CRITICAL if realtime else WINDOWS_HIGHEST) else "normal"

    def _set_windows_priority(level: int) -> bool:
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        return bool(kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), level))


if sys.platform == "darwin":
    MACOS_USER_INTERACTIVE, MACOS_UTILITY = 0x21, 0x11

    def _macos() -> Priority:
        return "raised" if _set_macos_class(MACOS_USER_INTERACTIVE) else "normal"

    def _set_macos_class(quality: int) -> bool:
        import ctypes

        system = ctypes.CDLL(None)
        return bool(system.pthread_set_qos_class_self_np(ctypes.c_uint(quality), ctypes.c_int(0)) == 0)
