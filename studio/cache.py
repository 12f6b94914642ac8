"""What steps have made, kept under a key of their content and parameters; the least recently used goes when the limit is passed.

The library diskcache keeps table and files; keys and records are JSON (nothing in the folder is ever unpickled). Whoever is given a result
gets a link of its own to it, so that making room never takes away what is in use.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import diskcache

from models.places import data_dir
from studio.errors import disk
from studio.step import Facts

LIMIT_BYTES = 8 << 30
LIMIT_VARIABLE = "URVC_STUDIO_CACHE_MB"
DOING = "keep what was computed"


def cache_folder() -> Path:
    """Where it lies unless told otherwise."""
    return data_dir() / "studio" / "cache"


def limit_bytes() -> int:
    """8 GB, or what the environment variable says."""
    text = os.environ.get(LIMIT_VARIABLE, "")
    return int(text) << 20 if text.isdecimal() else LIMIT_BYTES


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that is known: each output's file, and the facts."""

    outputs: Mapping[str, Path]
    facts: Facts


class StepCache:
    """A context manager; one thread at a time, any number of processes. Raises StudioError `studio.disk`."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self.folder = folder or cache_folder()
        with disk(DOING, self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._cache: Any = diskcache.Cache(
                str(self.folder / "kept"),
                disk=diskcache.JSONDisk,
                size_limit=limit or limit_bytes(),
                eviction_policy="least-recently-used",
            )

    def __enter__(self) -> StepCache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._cache.close()

    def find(self, key: str, outputs: Mapping[str, Path]) -> Facts | None:
        """The facts of a known result, whose files now also lie at `outputs`; None where it is not known whole."""
        record = self._cache.get(key)
        if record is None:
            return None
        with disk(DOING, self.folder):
            for name, path in outputs.items():
                if not self._put(f"{key}/{name}", path):
                    return None
        facts: Facts = record
        return facts

    def keep(self, key: str, outputs: Mapping[str, Path], facts: Facts) -> None:
        """Remembers the files at `outputs`, which stay where they are."""
        with disk(DOING, self.folder):
            for name, path in outputs.items():
                with path.open("rb") as file:
                    self._cache.set(f"{key}/{name}", file, read=True)
            self._cache.set(key, facts)

    def text(self, key: str) -> str | None:
        """A short text that was remembered."""
        value = self._cache.get(key)
        return value if isinstance(value, str) else None

    def remember(self, key: str, text: str) -> None:
        """Remembers a short text."""
        with disk(DOING, self.folder):
            self._cache.set(key, text)

    def used_bytes(self) -> int:
        """Disk in use."""
        return int(self._cache.volume())

    def clear(self) -> int:
        """Forgets everything; the bytes that were freed."""
        before = self.used_bytes()
        self._cache.clear()
        return before

    def _put(self, key: str, path: Path) -> bool:
        file = self._cache.get(key, read=True)
        if file is None:
            return False
        with file:
            link_or_copy(Path(file.name), path)
        return True


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name where the disk can, else a copy. Raises OSError."""
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)
