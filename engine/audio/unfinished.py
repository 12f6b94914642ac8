"""Files that are being written: hidden beside their place until they are whole, and found again when the program was killed meanwhile.

Whoever writes one holds a lock on it, which ends with the process: what nobody holds is left over. (Windows has no such lock and needs
none: a file that somebody writes cannot be renamed or removed there.)
"""

from __future__ import annotations

import logging
import os
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Literal

from engine.audio.repair import repair
from models.names import free_path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

Kind = Literal["part", "recording"]
"""What becomes of one that is left over: a `part` can be made again and is removed, a `recording` cannot and is saved."""
HIDDEN = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.(?P<kind>part|recording)")


class Unfinished:
    """A hidden file for `target`, locked. Raises OSError."""

    def __init__(self, target: Path, kind: Kind) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.{kind}")
        self._lock = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        _try_lock(self._lock)

    def put_in_place(self) -> None:
        """It becomes the target. Raises OSError."""
        self._unlock()
        os.replace(self.path, self.target)  # noqa: PTH105 - one atomic call on every system

    def remove(self) -> None:
        """It is gone, if it is still there."""
        self._unlock()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _unlock(self) -> None:
        lock, self._lock = self._lock, -1
        if lock >= 0:
            with suppress(OSError):
                os.close(lock)


def recover(folder: Path) -> list[Path]:
    """Saves the recordings in `folder` that a killed program has left, under the name they were to have, and removes other left-overs; the
    saved files. Trouble with one is logged and leaves it as it is."""
    saved = []
    with suppress(OSError):
        for path in sorted(folder.glob(".*")):
            match = HIDDEN.fullmatch(path.name)
            if match is not None:
                saved += _recover(path, match["name"], match["kind"])
    return saved


def _recover(path: Path, name: str, kind: str) -> list[Path]:
    try:
        lock = os.open(path, os.O_RDWR)
        try:
            if not _try_lock(lock):
                return []
            return _save(path, name) if kind == "recording" else _drop(path)
        finally:
            os.close(lock)
    except OSError as error:
        log.warning("%s is left as it is: %s", path, error)
        return []


def _save(path: Path, name: str) -> list[Path]:
    if not repair(path):
        return _drop(path)
    target = free_path(path.with_name(name))
    path.rename(target)
    return [target]


def _drop(path: Path) -> list[Path]:
    path.unlink()
    return []


def _try_lock(handle: int) -> bool:
    """Whether nobody else holds it, where that can be known."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
