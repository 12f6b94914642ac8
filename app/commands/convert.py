"""`urvc convert`: files through a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.commands.interrupt import interruptible
from app.console import FAILED, console, report, reported, say_json
from app.engine_client import EngineClient
from app.errors import AppError
from app.options import LIVE_ONLY, Json, Voice, split, with_settings
from engine.link.messages import Cancel, Cancelled, Convert, Converted, Failed
from engine.link.messages import Progress as Done

READABLE = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au", ".caf", ".w64", ".rf64"}
WRITABLE = {".wav", ".flac"}
POLL_S = 0.2

Paths = Annotated[list[Path], typer.Argument(metavar="IN... OUT", help="Audio files or folders, then the file or folder to write.")]


@with_settings(leave_out=(*LIVE_ONLY, "bypass", "muted"))
def convert(paths: Paths, voice: Voice = "natural", as_json: Json = False, **settings: Any) -> None:
    """Turns audio files into another voice. Several files, or a folder, go into a folder."""
    config, params = split(settings)
    with reported(as_json):
        pairs = plan(paths)
        with EngineClient() as engine, interruptible() as interrupted, bar(as_json) as progress:
            failed = 0
            for source, target in pairs:
                command = Convert(input=str(source), output=str(target), voice=voice, config=config, params=params)
                failed += not convert_one(engine, command, interrupted.is_set, progress, as_json)
                if interrupted.is_set():
                    raise typer.Exit(130)
    if failed:
        raise typer.Exit(FAILED)


def plan(paths: list[Path]) -> list[tuple[Path, Path]]:
    """(source, target) for each file. Raises AppError when there is nothing to do or no place to put it."""
    if len(paths) < 2:
        raise AppError("cli.convert", "convert", "", {"reason": "give the recording and the file to write"})
    *sources, out = [path.expanduser() for path in paths]
    into_folder = out.is_dir() or len(sources) > 1 or any(source.is_dir() for source in sources)
    if not into_folder:
        return [(sources[0].absolute(), out.absolute())]
    found = [file for source in sources for file in recordings(source)]
    if not found:
        raise AppError("cli.convert", "convert", str(sources[0]), {"reason": "no audio file is in that folder"})
    if out.suffix and not out.is_dir():
        raise AppError("cli.convert", "convert", str(out), {"reason": "several files need a folder to go to"})
    make_folder(out)
    return [(source.absolute(), target_in(out, source).absolute()) for source in found]


def recordings(source: Path) -> list[Path]:
    """A file itself, or the audio files right inside a folder."""
    return sorted(p for p in source.iterdir() if p.suffix.lower() in READABLE) if source.is_dir() else [source]


def target_in(folder: Path, source: Path) -> Path:
    """Same name; formats that are read but not written become WAV."""
    return folder / (source.name if source.suffix.lower() in WRITABLE else f"{source.stem}.wav")


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError("file.unwritable", "make the folder", str(folder), {"reason": error.strerror or str(error)}) from None


def convert_one(engine: EngineClient, command: Convert, interrupted: Callable[[], bool], progress: Progress | None, as_json: bool) -> bool:
    """Whether one file went well; what happened has been said."""
    task = progress.add_task(Path(command.input).name, total=1.0) if progress else None
    job = engine.send(command)
    cancelling = False
    while True:
        for event in engine.events(POLL_S):
            if event.reply_to != job:
                continue
            if isinstance(event, Done):
                if progress and task is not None:
                    progress.update(task, completed=event.done)
            elif isinstance(event, Failed):
                report(event.code, event.doing, event.subject, event.facts, as_json)
                return False
            elif isinstance(event, Converted):
                _say_converted(event, as_json)
                return True
            elif isinstance(event, Cancelled):
                return False
            if interrupted() and not cancelling:
                break
        if interrupted() and not cancelling:
            engine.send(Cancel(job=job))
            cancelling = True


def _say_converted(event: Converted, as_json: bool) -> None:
    if as_json:
        say_json(event)
        return
    faults = f", {event.repaired} broken samples made silent" if event.repaired else ""
    console.print(
        f"{event.output}: {event.seconds:.1f} s, {1 / max(event.rtf, 1e-9):.1f} x real time{faults}", markup=False, soft_wrap=True
    )


@contextmanager
def bar(as_json: bool) -> Iterator[Progress | None]:
    """A progress bar for a person; nothing for a program."""
    if as_json:
        yield None
        return
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress
