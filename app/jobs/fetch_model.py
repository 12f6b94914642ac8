"""A foundation model from the network, or from its file where that lies in the library already."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.context import JobContext
from jobs.kind import JobKind


@dataclass(frozen=True, slots=True)
class FetchModel:
    """`name`: a model of the catalogue, or one of its published files."""

    name: str


@dataclass(frozen=True, slots=True)
class ModelFetched:
    """The name of the model in the library; `known` where it was there already."""

    name: str
    known: bool


def fetch_model(request: FetchModel, context: JobContext) -> ModelFetched:
    """Raises ModelError, AppError `import.disk`, WorkCancelled; the library is then as it was."""
    from app.voice_report import on_disk
    from models.foundation import CATALOGUE, FoundationLibrary
    from models.foundation.catalogue import model_of

    library, name = FoundationLibrary(), request.name
    with on_disk("fetch the foundation model", name):
        ready = {model.name for model in library.status() if model.state == "ready"}
        # Who names a file wants that one, whatever the model was made from.
        if model_of(name) in ready and name not in {file.name for file in CATALOGUE}:
            return ModelFetched(model_of(name), known=True)
        return ModelFetched(library.fetch(name, context).manifest.name, known=False)


FETCH_MODEL = JobKind("fetch_model", FetchModel, ModelFetched, fetch_model)
