"""Writing a file so that nobody ever sees a part of it, and reading a small one that anything may have become."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def read_small(path: Path, most_bytes: int) -> str:
    """The text of a file in UTF-8, also with the mark that some editors put before it.

    Raises ValueError for what is no text or larger; FileNotFoundError; OSError, also for what is no file: whoever opens a pipe waits for
    somebody to write into it.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no file")
    with path.open("rb") as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ValueError(f"it has more than {most_bytes} bytes")
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")


def write_whole(path: Path, data: bytes) -> None:
    """Puts `data` where `path` says, making its folder: another process sees the old state or the whole file. Raises OSError, and leaves
    nothing behind then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).replace(path)
    except OSError:
        with suppress(OSError):
            Path(part).unlink()
        raise
