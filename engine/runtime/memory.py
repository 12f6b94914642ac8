"""Gives back what loading has left over, before sound starts."""

from __future__ import annotations

import ctypes
import gc
import mmap
import sys
from pathlib import Path

from models.places import data_dir


def release_memory() -> None:
    """What has been made so far lives as long as the engine: the collector need not walk it between two blocks, and the system can have
    back what loading has left over (hundreds of MB). Takes some ms, so never while sound runs."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        _return_freed(library)
        _return_read(library, data_dir() / "compiled")


def _return_freed(library: ctypes.CDLL) -> None:
    """What compiling networks has freed: glibc keeps it otherwise."""
    trim = getattr(library, "malloc_trim", None)  # glibc has it, musl has not
    if trim is not None:
        trim(0)


def _return_read(library: ctypes.CDLL, folder: Path) -> None:
    """The pages of the files in `folder` that are mapped to be read: networks have taken their own form of what stands there (half a GB of
    a full-size voice). Whoever reads there again gets it from the file again."""
    advise = library.madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        fields = line.split(maxsplit=5)  # span, access, offset, device, inode, path
        if len(fields) == 6 and fields[1].startswith("r-") and Path(fields[5]).parent == folder:
            start, end = (int(address, 16) for address in fields[0].split("-"))
            advise(start, end - start, mmap.MADV_DONTNEED)
