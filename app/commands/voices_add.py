"""`urvc voices add`: files, archives and folders become voices in the library, one bad file spoils only itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from app.commands.convert import bar
from app.commands.interrupt import interruptible
from app.console import FAILED, console, report, reported, say_json
from app.error_text import error_text
from app.errors import AppError
from app.jobs.address import is_address
from app.jobs.import_voice import IMPORT_VOICE, ImportVoice, VoiceImported
from app.options import Json
from app.voice_report import CANNOT_SPEAK, command_of, voice_record
from engine.kinds.voices import can_speak
from jobs.context import JobContext, Step
from jobs.errors import CodedError, WorkCancelled
from models.foundation import FoundationLibrary
from models.library import Library
from models.voices import needs_of, user_library, voice_of

INTERRUPTED = 130
OUTCOMES = {"new": "added", "known": "here already", "index_added": "here already; its index was added"}

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Voices: .pth, .safetensors, .onnx, .zip, folders of these, or addresses of such.")
]
Index = Annotated[Path | None, typer.Option("--index", help="The .index that belongs to the voice, if it does not lie beside it.")]
Called = Annotated[str, typer.Option("--name", help="What the voice is to be called.")]


def add(paths: Paths, index: Index = None, name: Called = "", as_json: Json = False) -> None:
    """Adds RVC voices. What cannot be used is said, and the others are added all the same."""
    with reported(as_json):
        if len(paths) > 1 and (index is not None or name):
            raise AppError("cli.voices_add", "add voices", "", {"reason": "--index and --name are for one voice at a time"})
        library = user_library()
    counts: Counter[str] = Counter()
    with interruptible() as interrupted, bar(as_json) as progress:
        adding = _Adding(library, progress, as_json, interrupted.is_set)
        todo = [path if is_address(path) else str(Path(path).expanduser()) for path in paths]
        while todo and not interrupted.is_set():
            outcome, more = adding.run(ImportVoice(todo.pop(0), str(index.expanduser()) if index else "", name))
            todo = [*more, *todo]
            counts[outcome] += not more
    _sum_up(counts, as_json)
    if interrupted.is_set():
        raise typer.Exit(INTERRUPTED)
    if counts["refused"]:
        raise typer.Exit(FAILED)


class _Adding:
    """What stays the same from one file to the next."""

    def __init__(self, library: Library, progress: Progress | None, as_json: bool, cancelled: Callable[[], bool]) -> None:
        self._library = library
        self._progress = progress
        self._as_json = as_json
        self._cancelled = cancelled
        self._foundation = FoundationLibrary()

    def run(self, request: ImportVoice) -> tuple[str, Sequence[str]]:
        """Imports one place and says how it went. Returns the outcome, and what is to be done instead where a folder holds many voices."""
        name = request.place if is_address(request.place) else Path(request.place).name
        try:
            with self._shown(name, request.place) as context:
                done = IMPORT_VOICE.run(request, context)
        except WorkCancelled:
            return "stopped", ()
        except CodedError as error:
            report(error.code, error.doing, error.subject, error.facts, self._as_json)
            return "refused", ()
        if done.outcome == "several":
            return "", done.instead
        if done.outcome == "model":
            self._say_model(request.place, name, done.model)
            return "added", ()
        self._say(request.place, name, done)
        return "added" if done.outcome == "new" else "known", ()

    @contextmanager
    def _shown(self, name: str, subject: str) -> Iterator[JobContext]:
        """A context whose progress is seen."""
        task = self._progress.add_task(name, total=1.0) if self._progress else None

        def show(step: Step) -> None:
            if self._progress and task is not None:
                self._progress.update(task, completed=step.done, description=f"{name}: {step.doing}")
            elif self._as_json:
                say_json({"type": "progress", "file": subject, "done": round(step.done, 3), "doing": step.doing})

        try:
            yield JobContext(show, self._cancelled)
        finally:
            if self._progress and task is not None:
                self._progress.remove_task(task)

    def _say_model(self, place: str, name: str, model: str) -> None:
        if self._as_json:
            say_json({"type": "model", "file": place, "name": model})
        else:
            console.print(f"{name}: no voice, but the model {model}, which voices need: it is ready", markup=False, soft_wrap=True)

    def _say(self, place: str, name: str, done: VoiceImported) -> None:
        voice = voice_of(self._library.get(done.voice_id))
        left_out = [error_text(error.code, error.doing, error.subject, error.facts) for error in done.left_out]
        if self._as_json:
            record = voice_record(voice, self._foundation)
            say_json({"type": "voice", "file": place, "outcome": done.outcome, "voice": record, "left_out": left_out})
            return
        needs = needs_of(voice, self._foundation)
        lines = [f"{name}: {OUTCOMES[done.outcome]}, as {voice.id} ({voice.description})", *left_out]
        if not can_speak(voice):
            lines.append(f"  {CANNOT_SPEAK}")
        if needs:
            lines.append(f"  missing: {', '.join(need.model for need in needs)}. To get it: {command_of(needs)}")
        for line in lines:
            console.print(line, soft_wrap=True)


def _sum_up(counts: Counter[str], as_json: bool) -> None:
    added, known, refused = counts["added"], counts["known"], counts["refused"]
    if as_json:
        say_json({"type": "summary", "added": added, "known": known, "refused": refused, "stopped": bool(counts["stopped"])})
    elif added + known + refused > 1 or counts["stopped"]:
        stopped = " Stopped before the end." if counts["stopped"] else ""
        console.print(f"{added} added, {known} here already, {refused} refused.{stopped}")
