"""Projects: a folder each, with what was made, its parts, and `project.json`, which says how."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from studio.errors import StudioError, disk
from studio.recipe import Recipe

RECORD = "project.json"
PARTS = "parts"


class ProjectFile(BaseModel):
    """A file of a project: `role` is the result, or a step's output ("stems.vocals"); `path` within the folder, or absolute elsewhere."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str
    path: str


class Project(BaseModel):
    """What `project.json` holds. kind: cover, speak, convert, ...; source: the file, or where the text begins; facts: step -> what it
    said."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    kind: str
    title: str
    created: datetime
    source: str = ""
    voice: str = ""
    recipe: Recipe
    files: tuple[ProjectFile, ...] = ()
    facts: dict[str, dict[str, Any]] = {}

    def result(self, folder: Path) -> Path | None:
        """The file that it was all about; None where it has none."""
        for file in self.files:
            if file.role == "result":
                return folder / file.path
        return None


def write_project(folder: Path, project: Project) -> None:
    """Raises StudioError `studio.disk`."""
    path = folder / RECORD
    with disk("write down how it was made", path):
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(project.model_dump_json(indent=1) + "\n", encoding="utf-8")
        os.replace(part, path)  # noqa: PTH105 - one atomic call on every system


def read_project(folder: Path) -> Project:
    """Raises StudioError `studio.project`."""
    try:
        return Project.model_validate_json((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError) as error:
        raise StudioError("studio.project", "read the project", str(folder), reason=str(error).replace("\n", "; ")[:200]) from None


def delete_project(folder: Path) -> None:
    """The folder with everything in it; results that were written elsewhere stay. Raises StudioError `studio.project`, `studio.disk`."""
    read_project(folder)
    with disk("delete the project", folder):
        shutil.rmtree(folder)


def folder_bytes(folder: Path) -> int:
    """Disk in use."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def facts_of(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of every step that has something to say."""
    return {name: dict(result.facts) for name, result in results.items() if result.facts}
