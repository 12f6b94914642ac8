"""The SHA-256 of a file, which may be large."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from jobs.context import JobContext

CHUNK_BYTES = 1 << 20


def sha256_of_file(path: Path) -> str:
    """In hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_written(path: Path, digest: str) -> bool:
    """Whether the file has this SHA-256. Read once as long as it does not change: voices are opened often."""
    try:
        about = path.stat()
        return _digest(path, about.st_size, about.st_mtime_ns, about.st_ino) == digest
    except OSError:
        return False


@lru_cache(maxsize=256)
def _digest(path: Path, size: int, mtime_ns: int, inode: int) -> str:
    return sha256_of_file(path)


def sha256_of(path: Path, context: JobContext) -> str:
    """In hexadecimal. Raises WorkCancelled, OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            context.check()
            digest.update(chunk)
    return digest.hexdigest()
