"""`run_recipe`: a recipe from its files to a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.context import JobContext
from jobs.kind import JobKind
from studio.recipe import Recipe

if TYPE_CHECKING:
    from studio.runner import RecipeRun


@dataclass(frozen=True, slots=True)
class RunRecipe:
    """kind: what it is, for the library ("cover"). deliver: result's place in the recipe -> where it goes, absolute, or a name within the
    project's folder. keep: places in the recipe whose files the project keeps as parts. project: the folder of the project, "" for none.
    created: when it was asked for, ISO 8601. source, voice: for the library."""

    recipe: Recipe
    kind: str
    deliver: dict[str, str]
    created: str
    keep: tuple[str, ...] = ()
    project: str = ""
    source: str = ""
    voice: str = ""
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step as it went: `known` where its result was there already."""

    name: str
    kind: str
    known: bool
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecipeDone:
    """files: place in the recipe -> the file, results and parts. project: its folder, "" where none was asked for."""

    title: str
    files: dict[str, str]
    steps: tuple[StepDone, ...]
    project: str = ""


def run_recipe(request: RunRecipe, context: JobContext) -> RecipeDone:
    """Raises CodedError, WorkCancelled; no result is then in its place, and what steps have made is kept for the next time."""
    from studio.cache import StepCache
    from studio.errors import StudioError
    from studio.runner import running

    folder = Path(request.project) if request.project else None
    targets = {where: _target(name, folder) for where, name in request.deliver.items()}
    for target in targets.values():
        if target.exists() and not request.overwrite:
            raise StudioError("studio.exists", "write the file", str(target))
    with StepCache() as cache, running(request.recipe, cache) as run:
        run.run(context)
        files = _hand_over(run, request, targets, folder)
        steps = tuple(StepDone(name, one.kind, one.known, dict(one.facts)) for name, one in run.results.items())
        if folder is not None:
            _write_down(folder, request, run, files)
    return RecipeDone(request.recipe.title, {where: str(path) for where, path in files.items()}, steps, request.project)


def _target(name: str, folder: Path | None) -> Path:
    return Path(name) if folder is None or Path(name).is_absolute() else folder / name


def _hand_over(run: RecipeRun, request: RunRecipe, targets: Mapping[str, Path], folder: Path | None) -> dict[str, Path]:
    from studio.delivery import deliver, place
    from studio.projects import PARTS

    files = {where: deliver(run.path(where), target, request.overwrite) for where, target in targets.items()}
    if folder is not None:
        for where in request.keep:
            source = run.path(where)
            files[where] = place(source, folder / PARTS / f"{where}{source.suffix}")
    return files


def _write_down(folder: Path, request: RunRecipe, run: RecipeRun, files: Mapping[str, Path]) -> None:
    from datetime import datetime

    from studio.projects import Project, ProjectFile, facts_of, write_project

    first = next(iter(request.deliver), "")
    listed = tuple(
        ProjectFile(role="result" if where == first else where, path=str(path.relative_to(folder) if path.is_relative_to(folder) else path))
        for where, path in files.items()
    )
    project = Project(
        kind=request.kind,
        title=request.recipe.title,
        created=datetime.fromisoformat(request.created),
        source=request.source,
        voice=request.voice,
        recipe=request.recipe,
        files=listed,
        facts=facts_of(run.results),
    )
    write_project(folder, project)


RUN_RECIPE = JobKind("run_recipe", RunRecipe, RecipeDone, run_recipe)
