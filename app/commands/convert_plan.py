"""What `urvc convert` will read and write, decided before anything starts: no recording is lost to another's result."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from models.names import free_path, key_of

READABLE = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au", ".caf", ".w64", ".rf64"}
WRITABLE = {".wav", ".flac"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`pairs` of source and target; `left_out`: what lies in the folders and cannot be read."""

    pairs: tuple[tuple[Path, Path], ...]
    left_out: tuple[Path, ...] = ()


def plan(paths: list[Path], overwrite: bool = False) -> Plan:
    """What is to be done. Results of one name are numbered. Raises AppError where there is nothing to do or no place to put it, where a
    result would replace a source, or without `overwrite` anything else; nothing has been changed then."""
    if len(paths) < 2:
        raise AppError("cli.convert", "convert", "", {"reason": "give the recording and the file to write"})
    *sources, out = [path.expanduser() for path in paths]
    into_folder = out.is_dir() or len(sources) > 1 or any(source.is_dir() for source in sources)
    if not into_folder:
        planned = Plan(((sources[0].absolute(), out.absolute()),))
        if not _same(sources[0], out):  # the engine's own words for that
            _check(planned.pairs, overwrite)
        return planned
    found, left_out = _found(sources)
    if not found:
        raise AppError("cli.convert", "convert", str(sources[0]), {"reason": "no audio file is in that folder"})
    if out.suffix and not out.is_dir():
        raise AppError("cli.convert", "convert", str(out), {"reason": "several files need a folder to go to"})
    pairs = tuple(zip(found, _targets(out.absolute(), found), strict=True))
    _check(pairs, overwrite)
    make_folder(out)
    return Plan(pairs, left_out)


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError("file.unwritable", "make the folder", str(folder), {"reason": error.strerror or str(error)}) from None


def _found(sources: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Files themselves, and what is right inside folders: (read, not read), each once. What macOS and file managers leave is nobody's."""
    read: dict[Path, None] = {}
    left_out: dict[Path, None] = {}
    for source in sources:
        if not source.is_dir():
            read[source.absolute()] = None
            continue
        try:
            inside = sorted(path for path in source.iterdir() if not path.name.startswith(".") and path.is_file())
        except OSError as error:
            raise AppError("file.unreadable", "read the folder", str(source), {"reason": error.strerror or str(error)}) from None
        for path in inside:
            (read if path.suffix.lower() in READABLE else left_out)[path.absolute()] = None
    return tuple(read), tuple(path for path in left_out if path.name.lower() not in ("thumbs.db", "desktop.ini"))


def _targets(folder: Path, sources: Sequence[Path]) -> list[Path]:
    """Same names; formats that are read but not written become WAV, and the second of one name is numbered."""
    taken: set[str] = set()
    targets = []
    for source in sources:
        suffix = source.suffix if source.suffix.lower() in WRITABLE else ".wav"
        target = free_path(folder / f"{source.stem}{suffix}", lambda path: _key(path) in taken)
        taken.add(_key(target))
        targets.append(target)
    return targets


def _key(path: Path) -> str:
    """Two names that some file system takes for one have one key."""
    return key_of(path.name)


def _check(pairs: Sequence[tuple[Path, Path]], overwrite: bool) -> None:
    for _, target in pairs:
        if not os.path.lexists(target):
            continue
        if any(_same(source, target) for source, _ in pairs):
            raise AppError("cli.replaces_source", "convert", str(target))
        if not overwrite and not target.is_dir():
            raise AppError("cli.would_replace", "convert", str(target))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
