"""Bounds-checked reading of a file: every read is inside the file or a MalformedError."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError


class FileBytes:
    """An open file as a span of bytes. Reads only what is asked for, so that a file of 900 MB can be looked into cheaply.

    No memory map: a file that shrinks or a stick that is pulled out would then kill the process.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._file = path.open("rb")
        self.size = path.stat().st_size
        if self.size > limits.max_file_bytes:
            self._file.close()
            raise MalformedError("too_large", f"the file has {self.size} bytes")

    def __enter__(self) -> FileBytes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def read(self, offset: int, n_bytes: int) -> bytes:
        """`n_bytes` from `offset`; raises MalformedError `damaged` where the file is shorter."""
        if offset < 0 or n_bytes < 0 or offset + n_bytes > self.size:
            raise MalformedError("damaged", f"{n_bytes} bytes at {offset} lie outside the file of {self.size} bytes")
        self._file.seek(offset)
        data = self._file.read(n_bytes)
        if len(data) != n_bytes:
            raise MalformedError("damaged", "the file became shorter while it was read")
        return data
