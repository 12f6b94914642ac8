"""How busy this machine is, from the system's own counters; a measure beside other work would choose too carefully.

Thread: any.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

STAT = Path("/proc/stat")


def processor_times() -> tuple[float, float] | None:
    """(busy, all) since the machine was started, over all cores, in the system's own unit; None where it does not tell."""
    if sys.platform == "win32":
        return _windows_times()
    try:
        fields = [float(word) for word in STAT.read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    except (OSError, ValueError, IndexError):
        return None
    idle = fields[3] + fields[4]
    return sum(fields) - idle, sum(fields)


def busy_between(before: tuple[float, float] | None, after: tuple[float, float] | None) -> float:
    """The share of all cores that was in use between two looks, 0..1."""
    if before is None or after is None:
        return _load_average()
    span = after[1] - before[1]
    return min(1.0, max(0.0, (after[0] - before[0]) / span)) if span > 0 else 0.0


def _load_average() -> float:
    if not hasattr(os, "getloadavg"):
        return 0.0
    return min(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _windows_times() -> tuple[float, float] | None:
    import ctypes

    idle, kernel, user = ctypes.c_uint64(), ctypes.c_uint64(), ctypes.c_uint64()
    kernel32 = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
    if not kernel32.GetSystemTimes(ctypes.byref(idle), ctypes.byref(kernel), ctypes.byref(user)):
        return None
    total = float(kernel.value + user.value)  # the kernel's time holds the idle one
    return total - float(idle.value), total
