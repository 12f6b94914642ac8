"""A converted foundation model: a folder with `foundation.json` and the graphs that it names.

content   frames.onnx                     models/graphs/content.py, `frames`
          context-v1.onnx, -v2.onnx       `context` up to layer 9 with the projection, and up to layer 12 without
pitch     rmvpe.onnx                      models/graphs/rmvpe.py, or the published graph of the same inputs and outputs
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from models.errors import FoundationBroken
from models.graphs.content_spec import ContentSpec
from models.sha256 import is_as_written, sha256_of_file
from models.whole_file import read_small

MANIFEST = "foundation.json"
FORMAT = 1
_MAX_BYTES = 1 << 16


def _plain(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,60}", name):
        raise ValueError("not a plain file name")
    return name


class _FoundationRecord(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class PitchShape(_FoundationRecord):
    """Sizes of RMVPE: mel bands in, frames in multiples of `frame_multiple`, 20-cent bins out."""

    n_bands: int
    frame_multiple: int
    n_bins: int


class FoundationManifest(_FoundationRecord):
    """What a foundation model was made from and its sizes.

    source_file, sha256  the file as the user had it
    published            its name in the catalogue; "" for a file that is not in there
    hashes               SHA-256 of each file, as far as it is known
    graphs               role -> file: "frames", "context-v1", "context-v2"; or "salience"
    content              shape of the content encoder
    features             width of what an RVC version is given: {"v1": 256, "v2": 768}; a version that cannot be served is missing
    """

    format: Literal[1] = 1
    name: Annotated[str, AfterValidator(_plain)]
    kind: Literal["content", "pitch"]
    source_file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    published: str = ""
    graphs: dict[str, Annotated[str, AfterValidator(_plain)]]
    hashes: dict[str, str] = {}
    content: ContentSpec | None = None
    features: dict[Literal["v1", "v2"], int] = {}
    pitch: PitchShape | None = None


@dataclass(frozen=True, slots=True)
class FoundationModel:
    """A converted model that has been read: its manifest is valid and every graph is there."""

    folder: Path
    manifest: FoundationManifest

    def graph(self, role: str) -> Path:
        """The ONNX file of `role`. KeyError where the model has none."""
        return self.folder / self.manifest.graphs[role]


def read_foundation(folder: Path) -> FoundationModel:
    """Reads a converted model. Raises FoundationBroken."""
    path = folder / MANIFEST
    try:
        manifest = FoundationManifest.model_validate_json(read_small(path, _MAX_BYTES))
    except (OSError, ValidationError, ValueError) as error:
        raise FoundationBroken("read the foundation model", folder.name, detail=str(error).replace("\n", "; ")[:200]) from None
    missing = [name for name in manifest.graphs.values() if not (folder / name).is_file()]
    if missing or manifest.name != folder.name:
        detail = f"missing {', '.join(missing)}" if missing else "the folder was renamed"
        raise FoundationBroken("read the foundation model", folder.name, detail=detail)
    return FoundationModel(folder, manifest)


def write_foundation(folder: Path, manifest: FoundationManifest) -> None:
    """Writes `foundation.json` into a folder that is not in its place yet."""
    whole = manifest.model_copy(update={"hashes": {name: sha256_of_file(folder / name) for name in manifest.graphs.values()}})
    (folder / MANIFEST).write_text(whole.model_dump_json(indent=2) + "\n", encoding="utf-8")


def check_hashes(model: FoundationModel, *roles: str) -> None:
    """Whether the graphs of `roles` are as they were written. Raises FoundationBroken."""
    for role in roles:
        name = model.manifest.graphs[role]
        digest = model.manifest.hashes.get(name)
        if digest is not None and not is_as_written(model.folder / name, digest):
            raise FoundationBroken("open the foundation model", model.folder.name, detail=f"{name} is not as it was written")
