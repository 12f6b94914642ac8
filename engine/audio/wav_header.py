"""WAV files whose recorder crashed before it wrote how much sound there is: the header says 0, and the sound stands behind it."""

from __future__ import annotations

import io
import struct
from pathlib import Path

_CHUNK = struct.Struct("<4sI")
_MOST_BYTES = 0xFFFFFFFF - 64
_MOST_CHUNKS = 64


def unfinished_wav(path: Path) -> io.RawIOBase | None:
    """The file with a header that fits, to be read in its place; None where it is no WAV file, or one whose header is true.

    Raises OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        at = _data_chunk(file, size)
    if at is None or size - at <= _CHUNK.size:
        return None
    n_bytes = size - at - _CHUNK.size
    with path.open("rb") as file:
        file.seek(at)
        _, said = _CHUNK.unpack(file.read(_CHUNK.size))
        following = file.read(_CHUNK.size)
    if said != 0 or _begins_a_chunk(following, n_bytes):
        return None
    return _Mended(path, {4: struct.pack("<I", min(size - 8, _MOST_BYTES)), at + 4: struct.pack("<I", min(n_bytes, _MOST_BYTES))})


def _data_chunk(file: io.BufferedReader, size: int) -> int | None:
    """Where the chunk of samples begins."""
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return None
    at = 12
    for _ in range(_MOST_CHUNKS):
        file.seek(at)
        chunk = file.read(_CHUNK.size)
        if len(chunk) < _CHUNK.size:
            return None
        name, n_bytes = _CHUNK.unpack(chunk)
        if name == b"data":
            return at
        at += _CHUNK.size + n_bytes + n_bytes % 2
        if at > size:
            return None
    return None


def _begins_a_chunk(following: bytes, n_left: int) -> bool:
    """Whether an empty recording is followed by something that is no sound."""
    if len(following) < _CHUNK.size:
        return False
    name, n_bytes = _CHUNK.unpack(following)
    return bool(name.isascii() and name.decode("ascii").isprintable() and n_bytes <= n_left)


class _Mended(io.RawIOBase):
    """A file with some bytes replaced."""

    def __init__(self, path: Path, patches: dict[int, bytes]) -> None:
        self._file = path.open("rb")
        self._patches = patches

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        start = self._file.tell()
        n_read = self._file.readinto(view)
        for at, patch in self._patches.items():
            for i, byte in enumerate(patch):
                if start <= at + i < start + n_read:
                    view[at + i - start] = byte
        return n_read

    def close(self) -> None:
        self._file.close()
        super().close()
