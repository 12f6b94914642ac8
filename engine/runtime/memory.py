"""Gives back what loading has left over, before sound starts."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle_memory() -> None:
    """What has been made so far lives as long as the engine: the collector need not walk it between two blocks, and the C library can
    return what compiling networks has freed (hundreds of MB, glibc keeps it otherwise). Takes some ms, so never while sound runs."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)
