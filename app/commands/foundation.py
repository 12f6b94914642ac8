"""`urvc foundation`: the models that RVC voices need beside themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.commands.convert import bar
from app.console import FAILED, console, report, reported, say_json
from app.jobs.add_model import ADD_MODEL, AddModel
from app.jobs.fetch_model import FETCH_MODEL, FetchModel
from app.options import Json
from app.voice_report import MODEL_STATES, model_command, model_record, on_disk
from jobs.context import JobContext, Step
from jobs.errors import CodedError, WorkCancelled
from models.errors import FoundationUnknown
from models.foundation import FoundationLibrary, ModelStatus
from models.foundation.manifest import FoundationModel
from models.voices import needs_of, user_library, voice_of

PROGRESS_STEP = 0.01

foundation = typer.Typer(help="Foundation models: what RVC voices need beside themselves.", no_args_is_help=True, rich_markup_mode=None)


@foundation.callback()
def group() -> None:
    """Foundation models: what RVC voices need beside themselves."""


@foundation.command("status")
def status(as_json: Json = False) -> None:
    """Says which models are here, which are missing, and how to get them."""
    library = FoundationLibrary()
    with reported(as_json), on_disk("look at the foundation models", str(library.root)):
        models = [*library.status(), *_asked_for(library)]
    if as_json:
        say_json({"folder": str(library.root), "models": [model_record(model) for model in models]})
        return
    table = Table("Model", "State", "What it is for", "File", "Size", box=None, pad_edge=False)
    for model in models:
        file = model.published
        n_bytes = _disk_bytes(model.model) if model.model else file.n_bytes if file else 0
        name = model.model.manifest.source_file if model.model else file.file_name if file else ""
        table.add_row(
            model.name,
            MODEL_STATES[model.state],
            file.purpose if file else "content encoder",
            Text(name),
            f"{n_bytes / 1e6:.0f} MB" if n_bytes else "",
        )
    console.print(table)
    fetched = [model.name for model in models if model.state != "ready" and model.published]
    commands = [f"urvc foundation fetch {' '.join(fetched)}"] if fetched else []
    commands += [model_command(model) for model in models if model.state != "ready" and not model.published]
    for command in commands:
        console.print(f"To get what is missing: {command}", soft_wrap=True)


def _disk_bytes(model: FoundationModel) -> int:
    return sum(model.graph(role).stat().st_size for role in model.manifest.graphs)


def _asked_for(library: FoundationLibrary) -> list[ModelStatus]:
    """Encoders that own voices ask for, and that neither the catalogue nor the library has."""
    listed = {model.name for model in library.status()}
    voices = [voice_of(package) for package in user_library().list_voices().voices]
    asked = dict.fromkeys(need.model for voice in voices for need in needs_of(voice, library) if need.required)
    return [ModelStatus(name, "missing") for name in asked if name not in listed]


@foundation.command("fetch")
def fetch(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Models; without a name, all that are missing.")] = None,
    as_json: Json = False,
) -> None:
    """Downloads models, checks them and converts them. A download that was cut off goes on where it ended."""
    library = FoundationLibrary()
    failed = False
    with reported(as_json):
        with on_disk("look at the foundation models", str(library.root)):
            missing = [model.name for model in library.status() if model.state != "ready" and model.published]
        for name in names or missing:
            failed |= not _fetch_one(library, name, as_json)
    if not names and not missing:
        _all_here(as_json)
    if failed:
        raise typer.Exit(FAILED)


def _fetch_one(library: FoundationLibrary, name: str, as_json: bool) -> bool:
    """Whether it went well; what happened has been said."""
    try:
        with progress_of(name, as_json) as context:
            done = FETCH_MODEL.run(FetchModel(name), context)
    except (WorkCancelled, FoundationUnknown):
        raise
    except CodedError as error:
        report(error.code, error.doing, error.subject, error.facts, as_json)
        return False
    _say(library.get(done.name), name, "is ready already" if done.known else "is ready", as_json)
    return True


@foundation.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="hubert_base.pt, pytorch_model.bin (or its folder), rmvpe.pt, rmvpe.onnx.")],
    called: Annotated[str, typer.Option("--as", help="Which content encoder it is, if it is none of the published files.")] = "",
    as_json: Json = False,
) -> None:
    """Converts a model file that you have."""
    path = file.expanduser()
    with reported(as_json):
        with progress_of(path.name, as_json) as context:
            done = ADD_MODEL.run(AddModel(str(path), called), context)
        _say(FoundationLibrary().get(done.name), path.name, f"is ready as {done.name}", as_json)


@contextmanager
def progress_of(subject: str, as_json: bool) -> Iterator[JobContext]:
    """A bar for a person; a line for each hundredth for a program."""
    with bar(as_json) as progress:
        task = progress.add_task(subject, total=1.0) if progress else None
        last = (-1.0, "")

        def show(step: Step) -> None:
            nonlocal last
            if progress and task is not None:
                progress.update(task, completed=step.done, description=f"{subject}: {step.doing}")
            elif as_json and (step.done - last[0] >= PROGRESS_STEP or step.doing != last[1]):
                last = (step.done, step.doing)
                say_json({"type": "progress", "subject": subject, "done": round(step.done, 3), "doing": step.doing})

        yield JobContext(show)


def _say(model: FoundationModel | None, subject: str, how: str, as_json: bool) -> None:
    if as_json:
        manifest = model.manifest.model_dump(mode="json") if model else None
        say_json({"type": "model", "name": model.manifest.name if model else subject, "manifest": manifest})
        return
    unknown = model is not None and not model.manifest.published
    note = " (not one of the published files; whether it is the right one only you can know)" if unknown else ""
    console.print(f"{subject} {how}{note}", soft_wrap=True)


def _all_here(as_json: bool) -> None:
    if not as_json:
        console.print("Everything is here.")
