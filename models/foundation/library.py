"""The foundation models of this user: one folder a model, the folders are the truth.

{root}/{name}/          a converted model (models/foundation/manifest.py): contentvec, rmvpe, spin, ...
{root}/{file name}      a published file that was put there by hand; `fetch` takes it instead of downloading
{root}/.download/       a download under way or cut off
{root}/.incoming-*/     a conversion under way
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from jobs.context import JobContext
from models.errors import BadFoundationFile, FoundationBroken, FoundationUnknown, FoundationUnnamed
from models.foundation.catalogue import CATALOGUE, RMVPE, Kind, PublishedFile, encoder_named_in, model_id, model_of, models_in, with_sha256
from models.importers.printable import printable
from models.places import data_dir
from models.sha256 import sha256_of

if TYPE_CHECKING:
    from models.foundation.convert import ConvertedModel
    from models.foundation.manifest import FoundationManifest, FoundationModel

MIRROR_VARIABLE = "URVC_FOUNDATION_MIRROR"
DOWNLOADS = ".download"
INCOMING = ".incoming-"
STALE_S = 24 * 3600.0
_ENCODER_FILES = ("model.safetensors", "pytorch_model.bin", "rmvpe.pt", "rmvpe.onnx", "hubert_base.pt")


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Where a model stands: "ready", "missing", "by_hand" (its file has been put into the folder, not converted yet), "broken".

    model      the manifest and folder if it is ready
    published  the file that `fetch` would take; None for a model that is not in the catalogue
    """

    name: str
    state: Literal["ready", "missing", "by_hand", "broken"]
    model: FoundationModel | None = None
    published: PublishedFile | None = None
    detail: str = ""


class FoundationLibrary:
    """The models in `root`, which need not exist yet."""

    def __init__(self, root: Path | None = None, catalogue: Sequence[PublishedFile] = CATALOGUE) -> None:
        self.root = root or data_dir() / "foundation"
        self._catalogue = tuple(catalogue)

    def get(self, name: str) -> FoundationModel | None:
        """The model of this name (or another usual name of it); None where there is none. Raises FoundationBroken."""
        from models.foundation.manifest import read_foundation

        folder = self.root / model_of(name)
        return read_foundation(folder) if model_id(name) and folder.is_dir() else None

    def status(self) -> tuple[ModelStatus, ...]:
        """Every model of the catalogue, and every other one that is here."""
        own = [path.name for path in sorted(self.root.iterdir())] if self.root.is_dir() else []
        names = [*models_in(self._catalogue), *(name for name in own if name == model_id(name) and (self.root / name).is_dir())]
        return tuple(self._status(name) for name in dict.fromkeys(names))

    def fetch(self, name: str, context: JobContext | None = None) -> FoundationModel:
        """Makes the model, or the model of the published file, called `name`: from a file put here by hand, else from the network.

        Raises FoundationUnknown, DownloadError and its kinds, BadFoundationFile, WorkCancelled, OSError; nothing is changed then.
        """
        context = (context or JobContext()).about(name)
        files = [file for file in self._catalogue if name == file.name or model_of(name) == file.model]
        if not files:
            raise FoundationUnknown("fetch the foundation model", name, known=list(models_in(self._catalogue)))
        for file in files:
            if self._by_hand(file):
                return self.add(self.root / file.file_name, context)
        return self._from_network(files, context)

    def add(self, path: Path, context: JobContext | None = None, name: str = "") -> FoundationModel:
        """Converts a file (or the folder that holds one) and puts the model in the library, in the place of one of the same name.

        name: which encoder it is; "" where the file is a published one or its name or folder says it.
        Raises BadFoundationFile, FoundationUnnamed, WorkCancelled, OSError; nothing is changed then.
        """
        from models.foundation.convert import convert, kind_of
        from models.foundation.manifest import read_foundation, write_foundation

        context = (context or JobContext()).about(path.name)
        path = _the_file(path)
        context.step(0.0, "looking at the file")
        kind = kind_of(path)
        sha256 = sha256_of(path, context)
        published = with_sha256(sha256, self._catalogue)
        model = _name_of(path, kind, published, name)
        with self._workspace() as folder:
            made = convert(path, kind, folder, context.part(0.1, 0.98))
            write_foundation(folder, _manifest(model, path, sha256, published, made))
            context.step(0.99, "putting the model in the library")
            self._replace(model, folder)
        context.say(1.0, "done")
        return read_foundation(self.root / model)

    def _status(self, name: str) -> ModelStatus:
        files = [file for file in self._catalogue if file.model == name]
        first = files[0] if files else None
        try:
            model = self.get(name)
        except FoundationBroken as error:
            return ModelStatus(name, "broken", published=first, detail=str(error.facts["detail"]))
        if model is not None:
            return ModelStatus(name, "ready", model, first)
        here = next((file for file in files if self._by_hand(file)), None)
        return ModelStatus(name, "by_hand" if here else "missing", published=here or first)

    def _by_hand(self, file: PublishedFile) -> bool:
        path = self.root / file.file_name
        return path.is_file() and path.stat().st_size == file.n_bytes

    def _from_network(self, files: Sequence[PublishedFile], context: JobContext) -> FoundationModel:
        """The first of `files` that can be had; the next one helps where a server lacks one, not where there is no network."""
        from models.download import RefusedError, WrongFileError

        for file in files[:-1]:
            try:
                return self._downloaded(file, context)
            except (RefusedError, WrongFileError):
                continue
        return self._downloaded(files[-1], context)

    def _downloaded(self, file: PublishedFile, context: JobContext) -> FoundationModel:
        from models.download import WantedFile, download

        folder = self.root / DOWNLOADS
        wanted = WantedFile(file.file_name, file.n_bytes, file.sha256, addresses_of(file))
        try:
            path = download(wanted, folder, context.about(file.file_name).part(0.0, 0.8))
            try:
                return self.add(path, context.part(0.8, 1.0), file.model if file.kind == "content" else "")
            finally:
                path.unlink(missing_ok=True)
        finally:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    @contextmanager
    def _workspace(self) -> Iterator[Path]:
        """A fresh folder beside the models, gone afterwards. What a crash left behind is cleared away."""
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(f"{INCOMING}*"):
            if time.time() - left.stat().st_mtime > STALE_S:
                shutil.rmtree(left, ignore_errors=True)
        outer = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.root))
        try:
            folder = outer / "model"
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(outer, ignore_errors=True)

    def _replace(self, name: str, folder: Path) -> None:
        """Moves `folder` to its place; a model that was there is moved into the workspace and goes with it, or comes back."""
        place, old = self.root / name, folder.parent / "old"
        if not place.exists():
            folder.rename(place)
            return
        place.rename(old)
        try:
            folder.rename(place)
        except OSError:
            old.rename(place)
            raise


def addresses_of(file: PublishedFile) -> tuple[str, ...]:
    """The published addresses; those of one's own server where URVC_FOUNDATION_MIRROR names it."""
    mirror = os.environ.get(MIRROR_VARIABLE, "").rstrip("/")
    return (f"{mirror}/{quote(file.file_name)}",) if mirror else file.addresses


def _the_file(path: Path) -> Path:
    """The file itself, or the one in a folder as transformers lays it out. Raises BadFoundationFile."""
    if path.is_file():
        return path
    found = [path / name for name in _ENCODER_FILES if (path / name).is_file()]
    if not found:
        detail = "the folder holds no file of a foundation model" if path.is_dir() else "there is no such file"
        raise BadFoundationFile("read the foundation model", path.name, reason="no_file", detail=detail)
    return found[0]


def _name_of(path: Path, kind: Kind, published: PublishedFile | None, name: str) -> str:
    if published is not None and kind == published.kind and not name:
        return published.model
    if kind == "pitch":
        return RMVPE
    found = model_of(name) or encoder_named_in(path.stem) or encoder_named_in(path.absolute().parent.name)
    if not found or found == RMVPE:
        raise FoundationUnnamed("add the content encoder", path.name)
    return found


def _manifest(name: str, path: Path, sha256: str, published: PublishedFile | None, made: ConvertedModel) -> FoundationManifest:
    from models.foundation.manifest import FoundationManifest

    return FoundationManifest(
        name=name,
        kind=made.kind,
        source_file=printable(path.name),
        sha256=sha256,
        published=published.name if published else "",
        graphs=made.graphs,
        content=made.content,
        features=made.features or {},
        pitch=made.pitch,
    )
