"""Foundation models that lie on this machine already: in a folder of RVC, of Applio or of another program, or among the downloads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.foundation.catalogue import CATALOGUE, CONTENTVEC, RMVPE, PublishedFile, encoder_named_in

MOST_FOLDERS = 20_000
"""Folders that one search looks into; a disk of millions of files is given up in time."""
DEPTH, HOME_DEPTH = 6, 5
_NOT_INTO = frozenset(("node_modules", "site-packages", "__pycache__", "$recycle.bin", "windows", "appdata", "library", "proc", "sys"))
_ENCODER_WEIGHTS = ("pytorch_model.bin", "model.safetensors")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is called like a foundation model and is about as large. Whether it is one, adding it finds out."""

    model: str
    path: Path


def files_in(
    folder: Path, stopped: Callable[[], bool] = lambda: False, depth: int = DEPTH, catalogue: Sequence[PublishedFile] = CATALOGUE
) -> tuple[FoundFile, ...]:
    """The best file of each model below `folder`: those of the catalogue first, in its order. Links are not followed; what cannot be read
    is passed over."""
    found: dict[str, tuple[int, Path]] = {}
    for path in _walk(folder, depth, stopped):
        known = _known(path, catalogue)
        if known is not None and (known[0] not in found or known[1] < found[known[0]][0]):
            found[known[0]] = (known[1], path)
    return tuple(FoundFile(model, path) for model, (_, path) in found.items())


def usual_places() -> tuple[Path, ...]:
    """Where people keep such programs: the home folder, and the other disks of a Windows machine."""
    drives = [Path(f"{letter}:\\") for letter in "CDEFGH"] if sys.platform == "win32" else []
    return tuple(place for place in (Path.home(), *drives) if place.is_dir())


def search(
    models: Sequence[str], stopped: Callable[[], bool] = lambda: False, places: Sequence[Path] | None = None
) -> tuple[FoundFile, ...]:
    """Files of these models in the usual places."""
    found: dict[str, FoundFile] = {}
    for place in usual_places() if places is None else places:
        for file in files_in(place, stopped, HOME_DEPTH):
            if file.model in models:
                found.setdefault(file.model, file)
        if len(found) == len(models) or stopped():
            break
    return tuple(found.values())


def _known(path: Path, catalogue: Sequence[PublishedFile]) -> tuple[str, int] | None:
    """(model, rank) by the file's name, size and folder; the lower rank is the better file."""
    try:
        n_bytes = path.stat().st_size
    except OSError:
        return None
    for rank, file in enumerate(catalogue):
        if path.name == file.file_name and n_bytes == file.n_bytes:
            return file.model, rank
    names = {"hubert_base.pt": CONTENTVEC, "rmvpe.pt": RMVPE, "rmvpe.onnx": RMVPE}
    model = names.get(path.name) or (encoder_named_in(path.parent.name) if path.name in _ENCODER_WEIGHTS else "")
    return (model, len(catalogue)) if model and n_bytes else None


def _walk(folder: Path, depth: int, stopped: Callable[[], bool]) -> Iterator[Path]:
    """Files below `folder`, its own first: every folder before those inside it."""
    level, n_folders = [folder], 0
    for _ in range(depth):
        below: list[Path] = []
        for one in level:
            n_folders += 1
            if n_folders > MOST_FOLDERS or stopped():
                return
            files, inside = _listed(one)
            yield from files
            below += inside
        level = below


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    files: list[Path] = []
    folders: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink() or entry.name.startswith("."):
                    continue
                if entry.is_file():
                    files.append(Path(entry.path))
                elif entry.is_dir() and entry.name.lower() not in _NOT_INTO:
                    folders.append(Path(entry.path))
    except OSError:
        pass
    return files, sorted(folders)
