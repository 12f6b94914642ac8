"""`urvc convert`: files through a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.commands.convert_plan import plan
from app.commands.interrupt import interruptible
from app.console import FAILED, console, errors, report, reported, say_json
from app.engine_client import EngineClient
from app.error_text import error_text
from app.options import LIVE_ONLY, MOMENTS, Json, Voice, split, with_settings
from engine.errors import LinkError
from engine.link.messages import Cancel, Cancelled, Convert, Converted, Failed
from engine.link.messages import Progress as Done

POLL_S = 0.2
NAMED = 20
NOTES = {
    "header_mended": "its header said that it was empty: read to the end of the file",
    "header_not_believed": "its header said more than can be: read to the end of the data",
    "channels_cancel": "its channels cancel each other: the loudest one was taken (another: --channel)",
    "channels_left_out": "its silent channels were left out",
}

Paths = Annotated[list[Path], typer.Argument(metavar="IN... OUT", help="Audio files or folders, then the file or folder to write.")]

Channel = Annotated[int, typer.Option("--channel", min=0, max=64, help="Which channel of the recordings, from 1; 0 takes what sounds.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace files that are there already.")]


@with_settings(leave_out=(*LIVE_ONLY, *MOMENTS))
def convert(
    paths: Paths, voice: Voice = "natural", channel: Channel = 0, overwrite: Overwrite = False, as_json: Json = False, **settings: Any
) -> None:
    """Turns audio files into another voice. Several files, or a folder, go into a folder."""
    with reported(as_json):
        config, params = split(settings)
        planned = plan(paths, overwrite)
        _say_left_out(planned.left_out, as_json)
        with EngineClient() as engine, interruptible() as interrupted, bar(as_json) as progress:
            failed = 0
            for source, target in planned.pairs:
                command = Convert(input=str(source), output=str(target), voice=voice, config=config, params=params, channel=channel)
                failed += not convert_one(engine, command, interrupted.is_set, progress, as_json)
                if interrupted.is_set():
                    raise typer.Exit(130)
    if failed:
        raise typer.Exit(FAILED)


def convert_one(engine: EngineClient, command: Convert, interrupted: Callable[[], bool], progress: Progress | None, as_json: bool) -> bool:
    """Whether one file went well; what happened has been said."""
    task = progress.add_task(Path(command.input).name, total=1.0) if progress else None
    try:
        job = engine.send(command)
    except LinkError as error:  # a name that is no text
        report(error.code, error.doing, error.subject, error.facts, as_json)
        return False
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
    if event.not_as_asked:
        errors.print(error_text("inference.not_as_asked", "", event.output, event.not_as_asked), style="yellow", soft_wrap=True)
    faults = f", {event.repaired} broken samples made silent" if event.repaired else ""
    faults += "".join(f", {NOTES[note]}" for note in event.notes if note in NOTES)
    console.print(f"{event.output}: {event.seconds:.1f} s, {1 / max(event.rtf, 1e-9):.1f} x real time{faults}", soft_wrap=True)


def _say_left_out(left_out: Sequence[Path], as_json: bool) -> None:
    """What lies in a folder and is not read is said, not skipped."""
    if as_json and left_out:
        say_json({"type": "left_out", "files": [str(path) for path in left_out]})
    elif left_out:
        more = f" and {len(left_out) - NAMED} more" if len(left_out) > NAMED else ""
        names = ", ".join(path.name for path in left_out[:NAMED])
        errors.print(f"Not converted, for these are no recordings that can be read: {names}{more}", soft_wrap=True)


@contextmanager
def bar(as_json: bool) -> Iterator[Progress | None]:
    """A progress bar for a person; nothing for a program."""
    if as_json:
        yield None
        return
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress
