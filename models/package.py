"""A voice folder: `voice.json` and the files that it names. Written once, read by the library and the engine's assembly.

{id}/voice.json      the manifest below, versioned
{id}/*.onnx          the graphs, by role: "latent" and "decoder" of our own voices, "voice" of foreign ones
{id}/vectors.npy     float32 or float16 [n, phone_dim], the retrieval index; only if the voice has one
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from models.errors import BadVoiceFile
from models.graphs.spec import RvcSpec
from models.names import normal
from models.sha256 import is_as_written, sha256_of_file
from models.whole_file import read_small

if TYPE_CHECKING:  # what reads arrays is loaded where there are some
    from numpy.typing import NDArray

    from models.importers.index import VoiceIndex

MANIFEST = "voice.json"
INDEX_FILES = ("vectors.npy", "centroids.npy", "groups.npy")
FORMAT = 1
_MAX_MANIFEST_BYTES = 1 << 20
_DOING = "read the voice"


def _plain_file_name(name: str) -> str:
    """A manifest may name files of its own folder only."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name):
        raise ValueError("not a plain file name")
    return name


FileName = Annotated[str, AfterValidator(_plain_file_name)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class VoiceSource(_Record):
    """Where the voice came from: the names of the files as the user had them, and the SHA-256 of each."""

    file: str
    sha256: Sha256
    index_file: str = ""
    index_sha256: Sha256 | None = None


class Defaults(_Record):
    """Live controls as the voice proposes them.

    pitch_st      semitones against the speaker
    index_rate    share of the retrieved features, 0..1 (0 where there is no index)
    protect       weight of the retrieved features in unvoiced frames, 0..0.5; 0.5 turns the protection off
    unvoiced      f0 of unvoiced frames: "zero" as older voices were trained, "interpolate" as RVC does since 2026
    """

    pitch_st: Annotated[float, Field(ge=-24, le=24)] = 0.0
    formant_st: Annotated[float, Field(ge=-12, le=12)] = 0.0
    index_rate: Annotated[float, Field(ge=0, le=1)] = 0.0
    protect: Annotated[float, Field(ge=0, le=0.5)] = 0.33
    unvoiced: Literal["zero", "interpolate"] = "zero"
    speaker: Annotated[int, Field(ge=0)] = 0


class About(_Record):
    """What the file says of itself, and what the user adds."""

    info: str = ""
    author: str = ""
    created: str = ""
    epoch: int | None = None
    licence: str = ""
    description: str = ""


class OnnxInterface(_Record):
    """How a foreign graph is fed: its form (models/importers/onnx_forms.py) and the names in it."""

    form: Literal["rvc-webui", "w-okada", "deiteris", "obs-rvc"]
    inputs: tuple[str, ...]
    output: str


class Manifest(_Record):
    """Everything about a voice but its numbers. Rates in Hz; `encoder` is the content encoder that it was trained on; `hashes` are the
    SHA-256 of its files, as far as they are known."""

    format: Literal[1] = 1
    id: Annotated[str, Field(pattern=r"^[^/\\]{1,80}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    source: VoiceSource
    sample_rate_hz: Annotated[int, Field(ge=8000, le=192_000)]
    version: Literal["v1", "v2"]
    encoder: str = "contentvec"
    has_f0: bool
    phone_dim: Annotated[int, Field(ge=1, le=4096)]
    n_speakers: Annotated[int, Field(ge=1)] = 1
    speaker_names: tuple[str, ...] = ()
    spec: RvcSpec | None = None
    onnx: OnnxInterface | None = None
    graphs: dict[str, FileName]
    hashes: dict[FileName, Sha256] = {}
    n_vectors: Annotated[int, Field(ge=0)] = 0
    picture: FileName | None = None
    about: About = About()
    defaults: Defaults = Defaults()

    @property
    def has_index(self) -> bool:
        """Whether there is a retrieval index."""
        return self.n_vectors > 0


@dataclass(frozen=True, slots=True)
class VoicePackage:
    """A voice folder that has been read: the manifest is valid and every file it names is there."""

    folder: Path
    manifest: Manifest

    def graph(self, role: str) -> Path:
        """The ONNX file of `role` ("latent", "decoder"; "voice" of foreign ones). KeyError where the voice has none."""
        return self.folder / self.manifest.graphs[role]


def read_package(folder: Path) -> VoicePackage:
    """Reads `folder`. Raises BadVoiceFile (`reason` damaged, newer_format, missing_file)."""
    path = folder / MANIFEST
    try:
        content = json.loads(read_small(path, _MAX_MANIFEST_BYTES))
        written = content.get("format") if isinstance(content, dict) else None
        if type(written) is int and written > FORMAT:
            raise BadVoiceFile(_DOING, folder.name, reason="newer_format", detail=f"format {written}, and this program knows {FORMAT}")
        manifest = Manifest.model_validate_json(json.dumps(content))
    except OSError:
        raise BadVoiceFile(_DOING, folder.name, reason="missing_file", detail=f"no {MANIFEST}") from None
    except (ValidationError, ValueError, RecursionError) as error:
        raise BadVoiceFile(_DOING, folder.name, reason="damaged", detail=str(error).replace("\n", "; ")[:300]) from None
    if normal(manifest.id) != normal(folder.name):  # macOS may give names back in pieces
        raise BadVoiceFile(_DOING, folder.name, reason="damaged", detail=f"the folder of the voice {manifest.id!r} was renamed")
    files = [*manifest.graphs.values(), *(INDEX_FILES if manifest.has_index else ()), *([manifest.picture] if manifest.picture else [])]
    for name in files:
        if not (folder / name).is_file():
            raise BadVoiceFile(_DOING, folder.name, reason="missing_file", detail=f"no {name}")
    return VoicePackage(folder, manifest)


def read_voice_index(package: VoicePackage) -> VoiceIndex | None:
    """The retrieval index, or None where the voice has none. Raises BadVoiceFile."""
    manifest = package.manifest
    if not manifest.has_index:
        return None
    import numpy as np

    from models.importers.index import VoiceIndex

    vectors, centroids, groups = (_array(package, name) for name in INDEX_FILES)
    fits = vectors.shape == (manifest.n_vectors, manifest.phone_dim) and groups.shape == (manifest.n_vectors,)
    fits = fits and centroids.ndim == 2 and centroids.shape[1] == manifest.phone_dim and groups.dtype.kind == "i"
    if not fits or vectors.dtype.kind != "f" or centroids.dtype.kind != "f" or groups.min() < 0 or groups.max() >= len(centroids):
        raise BadVoiceFile(_DOING, manifest.id, reason="damaged", detail="the retrieval index does not fit the manifest")
    single = np.float32
    return VoiceIndex(vectors.astype(single, copy=False), centroids.astype(single, copy=False), groups.astype(np.int64))


def write_voice_index(folder: Path, index: VoiceIndex) -> None:
    """Writes the three files of a retrieval index, each whole or not at all."""
    import numpy as np

    for name, array in zip(INDEX_FILES, (index.vectors, index.centroids, index.group_of.astype(np.int32)), strict=True):
        with _replacing(folder / name) as temporary, temporary.open("wb") as out:
            np.save(out, array, allow_pickle=False)


def _array(package: VoicePackage, name: str) -> NDArray[Any]:
    import numpy as np

    try:
        array = np.load(package.folder / name, allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise BadVoiceFile(_DOING, package.manifest.id, reason="damaged", detail=f"{name}: {error!s:.200}") from None
    if not isinstance(array, np.ndarray):
        raise BadVoiceFile(_DOING, package.manifest.id, reason="damaged", detail=f"{name} is no array")
    return array


def hashed(folder: Path, manifest: Manifest) -> Manifest:
    """`manifest` with the SHA-256 of every file of numbers that it names and that is there. Raises OSError."""
    names = [*manifest.graphs.values(), *(INDEX_FILES if manifest.has_index else ())]
    return manifest.model_copy(update={"hashes": {name: sha256_of_file(folder / name) for name in names if (folder / name).is_file()}})


def check_hashes(package: VoicePackage) -> None:
    """Whether every file is as it was written: a flipped bit would be heard, or worse. Raises BadVoiceFile (damaged)."""
    for name, digest in package.manifest.hashes.items():
        if not is_as_written(package.folder / name, digest):
            raise BadVoiceFile(_DOING, package.manifest.id, reason="damaged", detail=f"{name} is not as it was written")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes `voice.json`, whole or not at all."""
    with _replacing(folder / MANIFEST) as temporary:
        temporary.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when the block ends well, and vanishes when it does not."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
