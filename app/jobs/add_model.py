"""A foundation model from a file that the user has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jobs.context import JobContext
from jobs.kind import JobKind


@dataclass(frozen=True, slots=True)
class AddModel:
    """`path`: a model file, or the folder that holds one. `name`: which encoder it is, "" where the file says it; `otherwise`: which it is
    where the file does not say it."""

    path: str
    name: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class ModelAdded:
    """The name of the model in the library."""

    name: str


def add_model(request: AddModel, context: JobContext) -> ModelAdded:
    """Raises ModelError, AppError `import.disk`, WorkCancelled; the library is then as it was."""
    from app.voice_report import on_disk
    from models.errors import FoundationUnnamed
    from models.foundation import FoundationLibrary

    path, library = Path(request.path), FoundationLibrary()
    with on_disk("add the foundation model", path.name):
        try:
            model = library.add(path, context, request.name)
        except FoundationUnnamed:
            if not request.otherwise:
                raise
            model = library.add(path, context, request.otherwise)
    return ModelAdded(model.manifest.name)


ADD_MODEL = JobKind("add_model", AddModel, ModelAdded, add_model)
