"""One file from the network: checked against its SHA-256, resumed after a cut, from the first address that has it.

    {folder}/{file}.part        what has come so far
    {folder}/{file}.part.json   from which address, and the mark (ETag or date) by which that server recognises the same file

A part is gone on with only from the address that it came from, and only if the server says that the file is still the same one
(`If-Range`). The hash decides in the end; nothing else is believed, so a mirror need not be trusted.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from jobs.context import JobContext
from models.errors import FoundationError

TIMEOUT_S = 30.0
ATTEMPTS = 4
"""Connections to one address before the next is tried; a cut one goes on where it ended."""

CHUNK_BYTES = 1 << 18
_DOING = "download"


@dataclass(frozen=True, slots=True)
class WantedFile:
    """The file: its name, exact size and hash, and where it lies."""

    file_name: str
    n_bytes: int
    sha256: str
    addresses: Sequence[str]


class DownloadError(FoundationError):
    """No address gave the file. Facts: `tried` ("host: why" for each address), `address` (the first), `folder`, `n_bytes`, `sha256`."""

    code = "foundation.download"


class OfflineError(DownloadError):
    """No server could be reached."""

    code = "foundation.offline"


class RefusedError(DownloadError):
    """Servers answered, and none of them with the file; or the connection was cut again and again (the part is kept)."""

    code = "foundation.refused"


class WrongFileError(DownloadError):
    """What came is another file than the one that was published."""

    code = "foundation.wrong_file"


class DiskError(FoundationError):
    """The disk refuses: full, or not allowed. Facts: `folder`, `detail`, `n_bytes`."""

    code = "foundation.disk"


class _UnusableError(Exception):
    """This address is of no use now. `kind` is the error that it makes if no other address helps."""

    def __init__(self, kind: type[DownloadError], why: str) -> None:
        super().__init__(why)
        self.kind = kind
        self.why = why


class _CutError(Exception):
    """The connection ended before the file did."""


def download(wanted: WantedFile, folder: Path, context: JobContext | None = None) -> Path:
    """The file in `folder` (made if needed), complete and checked; returns its path.

    Told to stop, by the context or by KeyboardInterrupt, or cut off, it keeps the part for the next time.
    Raises OfflineError, RefusedError, WrongFileError, DiskError, WorkCancelled.
    """
    context = context or JobContext(subject=wanted.file_name)
    with _disk_faults(wanted, folder):
        folder.mkdir(parents=True, exist_ok=True)
        return _from_any(wanted, _Part(folder, wanted), context)


def _from_any(wanted: WantedFile, part: _Part, context: JobContext) -> Path:
    failures: list[tuple[str, _UnusableError]] = []
    for address in part.best_first(wanted.addresses):
        try:
            return _from_one(address, wanted, part, context)
        except _UnusableError as error:
            failures.append((address, error))
    raise _failed(wanted, part.folder, failures)


def _failed(wanted: WantedFile, folder: Path, failures: Sequence[tuple[str, _UnusableError]]) -> DownloadError:
    kinds = [error.kind for _, error in failures]
    kind = next((kind for kind in (WrongFileError, RefusedError) if kind in kinds), OfflineError)
    tried = list(dict.fromkeys(f"{urlsplit(address).netloc}: {error.why}" for address, error in failures))
    facts: dict[str, str | int] = {"folder": str(folder), "n_bytes": wanted.n_bytes, "sha256": wanted.sha256}
    return kind(_DOING, wanted.file_name, tried=tried, address=next(iter(wanted.addresses), ""), **facts)


def _from_one(address: str, wanted: WantedFile, part: _Part, context: JobContext) -> Path:
    """The file from one address. Raises _UnusableError."""
    why = ""
    for _ in range(ATTEMPTS):
        try:
            with _answer(address, part, context) as answer:
                part.begin(address, answer)
                _receive(answer, part, wanted, context)
            return part.finish()
        except _CutError as error:
            why = f"the connection was cut ({error})"
    raise _UnusableError(RefusedError, why)


def _receive(answer: Any, part: _Part, wanted: WantedFile, context: JobContext) -> None:
    declared = answer.headers.get("Content-Length", "")
    if declared.isdecimal() and part.n_bytes + int(declared) != wanted.n_bytes:
        part.discard()
        raise _UnusableError(WrongFileError, f"a file of {part.n_bytes + int(declared)} bytes instead of {wanted.n_bytes}")
    host = urlsplit(answer.url).netloc
    with part.open() as file:
        while part.n_bytes <= wanted.n_bytes:
            context.step(min(1.0, part.n_bytes / wanted.n_bytes), f"downloading from {host}")
            chunk = _read(answer)
            if not chunk:
                break
            file.write(chunk)
            part.count(chunk)
    if part.n_bytes < wanted.n_bytes:
        raise _CutError(f"after {part.n_bytes} of {wanted.n_bytes} bytes")


def _read(answer: Any) -> bytes:
    try:
        chunk: bytes = answer.read1(CHUNK_BYTES)
    except (http.client.HTTPException, OSError) as error:
        raise _CutError(str(error) or type(error).__name__) from None
    return chunk


@contextmanager
def _answer(address: str, part: _Part, context: JobContext) -> Iterator[Any]:
    """An open answer of status 200 or 206. Raises _UnusableError, _CutError."""
    context.check()
    rest = part.resume_headers(address)
    request = Request(address, headers={"User-Agent": "urvc", "Accept-Encoding": "identity", **rest})
    try:
        answer = urlopen(request, timeout=TIMEOUT_S)
    except HTTPError as error:
        error.close()
        if rest and error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.discard()
            raise _CutError("the server does not have the rest") from None
        raise _UnusableError(RefusedError, f"the server says {error.code} {error.reason}") from None
    except URLError as error:
        raise _UnusableError(OfflineError, f"not reached ({error.reason})") from None
    except (http.client.HTTPException, OSError) as error:
        raise _CutError(str(error) or type(error).__name__) from None
    with answer:
        yield answer


@contextmanager
def _disk_faults(wanted: WantedFile, folder: Path) -> Iterator[None]:
    """What is left of OSErrors, once those of the network have been dealt with, comes from the disk."""
    try:
        yield
    except OSError as error:
        facts: dict[str, str | int] = {"folder": str(folder), "n_bytes": wanted.n_bytes}
        raise DiskError(_DOING, wanted.file_name, detail=error.strerror or str(error), **facts) from None


class _Part:
    """The part of a file that has come so far: its bytes on disk, their number and running hash."""

    def __init__(self, folder: Path, wanted: WantedFile) -> None:
        self.folder = folder
        self.n_bytes = 0
        self._wanted = wanted
        self._path = folder / f"{wanted.file_name}.part"
        self._note = folder / f"{wanted.file_name}.part.json"
        self._hash = hashlib.sha256()
        self._address, self._mark = self._noted()
        if self._mark and self._path.is_file() and self._path.stat().st_size < wanted.n_bytes:
            with self._path.open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    self.count(chunk)
        else:
            self.discard()

    def best_first(self, addresses: Sequence[str]) -> list[str]:
        """The address that the part came from, if there is one, and then the others."""
        return sorted(addresses, key=lambda address: address != self._address)

    def resume_headers(self, address: str) -> dict[str, str]:
        """What asks for the rest; nothing where the part came from elsewhere or cannot be told from a newer file."""
        if not self.n_bytes or address != self._address or not self._mark:
            return {}
        return {"Range": f"bytes={self.n_bytes}-", "If-Range": self._mark}

    def begin(self, address: str, answer: Any) -> None:
        """Takes up where the part ended if the server does, else begins anew."""
        if answer.status == http.client.PARTIAL_CONTENT:
            begins = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
            if begins and int(begins[1]) == self.n_bytes:
                return
            self.discard()
            raise _CutError("the server sent another part than the one that was asked for")
        self.discard()
        tag, date = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        self._address, self._mark = address, tag if tag.startswith('"') else date  # a weak tag says nothing about the bytes
        self._note.write_text(json.dumps({"address": self._address, "mark": self._mark}), encoding="utf-8")

    def open(self) -> Any:
        """The part, to be appended to."""
        return self._path.open("ab", buffering=0)

    def count(self, chunk: bytes) -> None:
        """Takes note of bytes that have been written."""
        self._hash.update(chunk)
        self.n_bytes += len(chunk)

    def finish(self) -> Path:
        """Gives the complete file its name. Raises _UnusableError if it is not the one that was wanted."""
        if self.n_bytes != self._wanted.n_bytes or self._hash.hexdigest() != self._wanted.sha256:
            self.discard()
            raise _UnusableError(WrongFileError, "another file than the published one (its SHA-256 differs)")
        self._note.unlink(missing_ok=True)
        return self._path.replace(self.folder / self._wanted.file_name)

    def discard(self) -> None:
        """Forgets the part."""
        self._path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.n_bytes = 0
        self._hash = hashlib.sha256()
        self._address, self._mark = "", ""

    def _noted(self) -> tuple[str, str]:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "", ""
        address, mark = (note.get("address"), note.get("mark")) if isinstance(note, dict) else ("", "")
        return (address, mark) if isinstance(address, str) and isinstance(mark, str) else ("", "")
