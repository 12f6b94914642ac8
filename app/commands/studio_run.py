"""What the commands of `urvc studio` share: a recipe is run here, in place, with a bar for a person and lines for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.convert import bar
from app.commands.interrupt import interruptible
from app.console import console, reported, say_json
from app.errors import AppError
from app.options import number
from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled
from studio.formats import FORMATS
from studio.jobs.run_recipe import RUN_RECIPE, RecipeDone, RunRecipe
from studio.places import file_name, free_folder, projects_folder

INTERRUPTED = 130
PROGRESS_STEP = 0.01

Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; without it, a project in your music folder.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there already.")]
Format = Annotated[str, typer.Option("--format", help=f"Format of the result: {', '.join(name[1:] for name in FORMATS)}.")]


def decimal(value: str | float) -> float:
    """A number as typed, or the default of the option. Raises typer.BadParameter."""
    return value if isinstance(value, float) else number(value)


def suffix_of(out: Path | None, wanted: str) -> str:
    """The format by the option, or by the file's name. Raises AppError `file.format`."""
    suffix = f".{wanted.lower().lstrip('.')}" if wanted else (out.suffix.lower() if out is not None and out.suffix else ".flac")
    if suffix not in FORMATS:
        raise AppError("file.format", "write the file", suffix, {"known": list(FORMATS)})
    return suffix


def now() -> str:
    """As projects are dated."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_project(title: str) -> str:
    """A folder that is not there yet."""
    return str(free_folder(projects_folder() / file_name(title)))


def given(path: Path) -> Path:
    """A path as it was typed, made absolute."""
    return path.expanduser().absolute()


@contextmanager
def stoppable(as_json: bool) -> Iterator[Callable[[RunRecipe, str], RecipeDone]]:
    """Gives what runs requests; Ctrl+C stops it, with nothing half-written. Faults are said, and end the program."""
    with reported(as_json), interruptible() as interrupted, bar(as_json) as progress:

        def run(request: RunRecipe, subject: str) -> RecipeDone:
            task = progress.add_task(subject, total=1.0) if progress else None
            last = (-1.0, "")

            def show(step: Step) -> None:
                nonlocal last
                if progress is not None and task is not None:
                    progress.update(task, completed=step.done, description=f"{subject}: {step.doing}")
                elif step.done - last[0] >= PROGRESS_STEP or step.doing != last[1]:
                    last = (step.done, step.doing)
                    say_json({"type": "progress", "file": subject, "done": round(step.done, 3), "doing": step.doing})

            try:
                return RUN_RECIPE.run(request, JobContext(show, interrupted.is_set, subject))
            finally:
                if progress is not None and task is not None:
                    progress.remove_task(task)

        try:
            yield run
        except WorkCancelled:
            raise typer.Exit(INTERRUPTED) from None


def say_done(done: RecipeDone, as_json: bool) -> None:
    """What was made, and where it lies."""
    if as_json:
        say_json({"type": "done", **asdict(done)})
        return
    for where, path in done.files.items():
        if where.partition(".")[0] not in {step.name for step in done.steps if step.kind not in ("export", "join")}:
            console.print(path, markup=False, soft_wrap=True)
    kept = [step.name for step in done.steps if step.known]
    if kept:
        console.print(f"Known from before, and not computed again: {', '.join(kept)}.", markup=False, soft_wrap=True)
