"""What a user drops -> the one voice file and its index: a single file, a folder, a zip of either."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from jobs.context import JobContext
from models.checkpoint import Limits, read_outline
from models.checkpoint.limits import DEFAULT_LIMITS
from models.checkpoint.lookalikes import HEAD_BYTES, told_apart
from models.checkpoint.malformed import MalformedError
from models.checkpoint.source import FileBytes
from models.checkpoint.zip_entries import ZipEntry, entry_chunks, read_directory
from models.errors import BadVoiceFile
from models.importers.index_names import index_matches, is_trained_only
from models.importers.kinds import check_is_voice
from models.importers.onnx_forms import read_onnx
from models.importers.refusal import Refusal
from models.importers.rvc import as_voice_values

CHECKPOINTS = (".pth", ".pt", ".ckpt", ".safetensors")
MODELS = (*CHECKPOINTS, ".onnx")
MAX_UNPACKED_BYTES = 3 << 30
MAX_MODELS = 64
MAX_FILES = 20_000
MAX_ZIP_DEPTH = 2
_DOING = "import the voice"
_JUNK = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class VoiceFiles:
    """The files of one voice. `name` and `index_name` are the original file names; the paths may be copies in the workspace."""

    model: Path
    name: str
    kind: Literal["rvc", "onnx"]
    index: Path | None = None
    index_name: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file and the name that the user knows it by."""

    path: Path
    name: str

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


def find_voice(path: Path, workspace: Path, context: JobContext | None = None, limits: Limits = DEFAULT_LIMITS) -> VoiceFiles:
    """The voice in `path`. Archives are unpacked into `workspace`, an empty folder that the caller deletes.

    An index is found inside the same archive or folder, or beside a single file by its name. Raises BadVoiceFile (several_voices, no_voice,
    unsafe_path, and what is wrong with the only candidate), WorkCancelled, OSError.
    """
    context = context or JobContext(subject=path.name)
    try:
        if path.is_dir():
            return _choose(_in_folder(path, _Unpacker(workspace, context, limits)), path.name)
        if re.match(r"(https?|ftp):/", str(path)):
            raise Refusal("no_voice", "this is an address on the net. Download the file, then give the file")
        if not path.is_file():
            raise Refusal("no_voice", "there is no such file")
        if _is_package(path, limits):
            return _choose(_Unpacker(workspace, context, limits).unpack(path), path.name)
        return _single(path)
    except Refusal as refusal:
        raise refusal.about(_DOING, path.name) from None
    except MalformedError as error:
        raise Refusal(error.reason, error.detail).about(_DOING, path.name) from None


# --- one file ------------------------------------------------------------------------------------------------------------------------


def _single(path: Path) -> VoiceFiles:
    if path.suffix.lower() == ".index":
        raise Refusal("no_voice", "an index alone: drop the voice's .pth, or both together")
    kind = _kind(_Found(path, path.name))
    beside = [_Found(other, other.name) for other in sorted(path.parent.glob("*.index")) if other.is_file()]
    index = _best_index(path.stem, [found for found in beside if index_matches(found.stem, path.stem)])
    return VoiceFiles(path, path.name, kind, index.path if index else None, index.name if index else "")


def _kind(found: _Found) -> Literal["rvc", "onnx"]:
    """Looks into the file; raises BadVoiceFile or Refusal unless it is a voice."""
    if found.suffix == ".onnx":
        read_onnx(found.path)
        return "onnx"
    check_is_voice(as_voice_values(read_outline(found.path)))
    return "rvc"


def _is_package(path: Path, limits: Limits) -> bool:
    """Whether the file is a zip of files and no torch checkpoint, whatever its name says."""
    with FileBytes(path, limits) as source:
        if source.size < 4 or source.read(0, 2) != b"PK":
            if path.suffix.lower() == ".zip":
                raise told_apart(source.read(0, min(source.size, HEAD_BYTES))) or MalformedError("damaged", "the file is no zip archive")
            return False
        entries = read_directory(source, limits)
        return not any(entry.name == "data.pkl" or entry.name.endswith("/data.pkl") for entry in entries)


# --- several files -------------------------------------------------------------------------------------------------------------------


def _in_folder(folder: Path, unpacker: _Unpacker) -> list[_Found]:
    found: list[_Found] = []
    n_files = 0
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not _is_junk(name))
        n_files += len(files)
        if n_files > MAX_FILES:
            raise Refusal("too_large", f"a folder of over {MAX_FILES} files")
        for name in sorted(files):
            path = Path(parent) / name
            if _is_junk(name) or path.is_symlink():
                continue
            if path.suffix.lower() == ".zip":
                found += unpacker.unpack(path, MAX_ZIP_DEPTH - 1)
            elif path.suffix.lower() in (*MODELS, ".index"):
                found.append(_Found(path, name))
    return found


class _Unpacker:
    """Unpacks the models and indexes of archives, and of archives inside them, within one budget of bytes.

    Files are written under names of our own: an archive's names never become paths.
    """

    def __init__(self, workspace: Path, context: JobContext, limits: Limits) -> None:
        self._workspace = workspace
        self._context = context
        self._limits = limits
        self._left_bytes = MAX_UNPACKED_BYTES
        self._count = 0

    def unpack(self, path: Path, depth: int = MAX_ZIP_DEPTH) -> list[_Found]:
        """The models and indexes of the archive at `path`."""
        found: list[_Found] = []
        with FileBytes(path, self._limits) as source:
            for entry in _safe_entries(read_directory(source, self._limits)):
                suffix = PurePosixPath(entry.name).suffix.lower()
                if suffix in (*MODELS, ".index"):
                    found.append(_Found(self._write(source, entry, suffix), PurePosixPath(entry.name).name))
                elif suffix == ".zip" and depth > 1:
                    found += self.unpack(self._write(source, entry, suffix), depth - 1)
        return found

    def _write(self, source: FileBytes, entry: ZipEntry, suffix: str) -> Path:
        self._left_bytes -= entry.n_bytes
        if self._left_bytes < 0:
            raise Refusal("too_large", f"the archive unpacks to over {MAX_UNPACKED_BYTES >> 20} MB")
        target = self._workspace / f"{self._count:05d}{suffix}"
        self._count += 1
        with target.open("wb") as out:
            for piece in entry_chunks(source, entry, self._limits):
                self._context.check()
                out.write(piece)
        return target


def _safe_entries(entries: list[ZipEntry]) -> Iterator[ZipEntry]:
    for entry in entries:
        parts = entry.name.split("/")
        if entry.name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", entry.name):
            raise Refusal("unsafe_path", f"the archive holds the path {entry.name[:120]!r}")
        if not entry.is_folder and not any(_is_junk(part) for part in parts):
            yield entry


def _is_junk(name: str) -> bool:
    return name.lower() in _JUNK or name.startswith("._")


# --- the choice ----------------------------------------------------------------------------------------------------------------------


def _choose(found: list[_Found], subject: str) -> VoiceFiles:
    models = [one for one in found if one.suffix != ".index"]
    if len(models) > MAX_MODELS:
        raise Refusal("several_voices", f"{len(models)} model files", voices=[one.name for one in models[:MAX_MODELS]])
    voices: list[tuple[_Found, Literal["rvc", "onnx"]]] = []
    refused: list[BadVoiceFile] = []
    for one in models:
        try:
            voices.append((one, _kind(one)))
        except Refusal as refusal:
            refused.append(refusal.about(_DOING, one.name))
        except BadVoiceFile as error:
            refused.append(BadVoiceFile(error.doing, one.name, **error.facts))
    if not voices:
        if len(refused) == 1:
            raise refused[0]
        kinds = [f"{error.subject}: {error.facts['detail']}" for error in refused]
        raise Refusal("no_voice", "; ".join(kinds)[:500] or f"no voice file in {subject}")
    checkpoints = [voice for voice in voices if voice[1] == "rvc"]
    if len(checkpoints) == 1:  # the same voice exported beside its checkpoint: the checkpoint streams better
        voices = checkpoints
    if len(voices) > 1:
        raise Refusal("several_voices", f"{len(voices)} voices", voices=[one.name for one, _ in voices])
    voice, kind = voices[0]
    index = _best_index(voice.stem, [one for one in found if one.suffix == ".index"])
    return VoiceFiles(voice.path, voice.name, kind, index.path if index else None, index.name if index else "")


def _best_index(voice_stem: str, found: list[_Found]) -> _Found | None:
    """One that is not empty and has the voice's name, if there is one; then the larger one, then the first."""

    def merit(one: _Found) -> tuple[bool, bool, int]:
        return (not is_trained_only(one.stem), index_matches(one.stem, voice_stem), one.path.stat().st_size)

    return max(sorted(found, key=lambda one: one.name), key=merit, default=None)
