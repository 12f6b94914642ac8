"""A file to where the user wants it: whole or not at all, and never silently over another."""

from __future__ import annotations

from pathlib import Path

from engine.audio.unfinished import Unfinished
from studio.cache import link_or_copy
from studio.errors import StudioError, disk

DOING = "write the file"


def deliver(source: Path, target: Path, overwrite: bool = False) -> Path:
    """`source` at `target`, whose folder is made. Raises StudioError `studio.exists`, `studio.disk`."""
    if target.exists() and not overwrite:
        raise StudioError("studio.exists", DOING, str(target))
    with disk(DOING, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Unfinished(target, "part")
        try:
            with source.open("rb") as file, unfinished.path.open("wb") as copy:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
            unfinished.put_in_place()
        finally:
            unfinished.remove()
    return target


def place(source: Path, target: Path) -> Path:
    """`source` under a second name in a folder of the program's own: a link where the disk can. Raises StudioError `studio.disk`."""
    with disk(DOING, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        link_or_copy(source, target)
    return target
