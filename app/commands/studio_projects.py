"""`urvc studio projects` and `urvc studio cache`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.console import console, reported, say_json
from app.options import Json, at_least
from studio.cache import StepCache, limit_bytes
from studio.library import ProjectLibrary
from studio.projects import delete_project, read_project

MB = 1e6
MOST_DAYS = 365_000.0
"""Older than that is nothing, and dates end."""

projects = typer.Typer(help="What the studio has made.", no_args_is_help=True, rich_markup_mode=None)
cache = typer.Typer(help="What is kept so that it need not be computed again.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="PROJECT", help="A project's folder, or its name.")]


@projects.callback()
def project_group() -> None:
    """What the studio has made."""


@projects.command("list")
def list_projects(as_json: Json = False) -> None:
    """Every project, the newest first, and the disk that they use."""
    with reported(as_json):
        library = ProjectLibrary()
        entries = library.entries()
        if as_json:
            say_json({"folder": str(library.root), "projects": [asdict(entry) for entry in entries]})
            return
        table = Table("Project", "Kind", "Made", "Voice", "Size", box=None, pad_edge=False)
        for entry in entries:
            made = datetime.fromisoformat(entry.created).astimezone().strftime("%Y-%m-%d %H:%M")
            table.add_row(Text(Path(entry.folder).name), entry.kind, made, Text(entry.voice), f"{entry.n_bytes / MB:.1f} MB")
        console.print(table)
        used = sum(entry.n_bytes for entry in entries)
        console.print(f"{len(entries)} in {library.root}, {used / MB:.1f} MB", markup=False, soft_wrap=True)


@projects.command("show")
def show(name: Name, as_json: Json = False) -> None:
    """How a project was made: its files, its recipe."""
    with reported(as_json):
        entry = ProjectLibrary().find(name)
        project = read_project(Path(entry.folder))
        if as_json:
            say_json({"folder": entry.folder, **project.model_dump(mode="json", by_alias=True)})
            return
        for file in project.files:
            console.print(f"{file.role}: {Path(entry.folder) / file.path}", markup=False, soft_wrap=True)
        console.print(project.recipe.to_json(), markup=False, soft_wrap=True)


@projects.command("delete")
def delete(names: Annotated[list[str], typer.Argument(metavar="PROJECT...")], as_json: Json = False) -> None:
    """Deletes projects, their folders and all that is in them."""
    with reported(as_json):
        for name in names:
            entry = ProjectLibrary().find(name)
            delete_project(Path(entry.folder))
            _say_deleted(entry.folder, as_json)


@projects.command("prune")
def prune(
    days: Annotated[float | None, typer.Option("--older-than", metavar="DAYS", help="Those that are older.", parser=at_least(0.0))] = None,
    megabytes: Annotated[
        float | None, typer.Option("--over", metavar="MB", help="The oldest, till so much is left.", parser=at_least(0.0))
    ] = None,
    as_json: Json = False,
) -> None:
    """Deletes old projects."""
    with reported(as_json):
        if days is None and megabytes is None:
            raise typer.BadParameter("Say which: --older-than DAYS, --over MB, or both.")
        older = timedelta(days=min(days, MOST_DAYS)) if days is not None else None
        for entry in ProjectLibrary().prune(datetime.now(UTC), older, round(megabytes * MB) if megabytes is not None else None):
            _say_deleted(entry.folder, as_json)


@cache.callback()
def cache_group() -> None:
    """What is kept so that it need not be computed again."""


@cache.command("status")
def status(as_json: Json = False) -> None:
    """How much is kept, and how much may be."""
    with reported(as_json), StepCache() as kept:
        used, most = kept.used_bytes(), limit_bytes()
        if as_json:
            say_json({"folder": str(kept.folder), "used_bytes": used, "limit_bytes": most})
            return
        console.print(f"{kept.folder}: {used / MB:.1f} of {most / MB:.0f} MB", markup=False, soft_wrap=True)


@cache.command("clear")
def clear(as_json: Json = False) -> None:
    """Forgets all of it; projects and results stay."""
    with reported(as_json), StepCache() as kept:
        freed = kept.clear()
        if as_json:
            say_json({"freed_bytes": freed})
            return
        console.print(f"{freed / MB:.1f} MB freed", markup=False)


def _say_deleted(folder: str, as_json: bool) -> None:
    if as_json:
        say_json({"deleted": folder})
    else:
        console.print(f"{folder} is deleted.", markup=False, soft_wrap=True)
