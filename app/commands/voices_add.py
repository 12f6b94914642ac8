"""`urvc voices add`: files, archives and folders become voices on the shelf, one bad file spoils only itself."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from app.commands.convert import bar
from app.commands.interrupt import interruptible
from app.commands.voice_address import download_voice, is_address
from app.console import FAILED, console, report, reported, say_json
from app.error_text import error_text
from app.errors import AppError
from app.options import Json
from app.shelf_report import NOT_YET, on_disk, voice_record
from models.errors import BadVoiceFile, ModelError
from models.foundation import FoundationShelf
from models.importers.job import Imported, import_voice
from models.importers.progress import ImportCancelled, Reporter
from models.importers.rvc_graphs import write_rvc_graphs
from models.importers.sources import MODELS
from models.library import Library
from models.shelf import command_for, needs_of, speakable, user_library, voice_of

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
    index = index.expanduser() if index else None
    counts: Counter[str] = Counter()
    with interruptible() as interrupted, bar(as_json) as progress:
        job = _Job(library, progress, as_json, Reporter(cancelled=interrupted.is_set))
        todo: list[Path | str] = [path if is_address(path) else Path(path).expanduser() for path in paths]
        while todo and not interrupted.is_set():
            path = todo.pop(0)
            outcome, more = job.fetch(path, index, name) if isinstance(path, str) else job.run(path, index, name)
            todo = more + todo
            counts[outcome] += not more
    _sum_up(counts, as_json)
    if interrupted.is_set():
        raise typer.Exit(INTERRUPTED)
    if counts["refused"]:
        raise typer.Exit(FAILED)


class _Job:
    """What stays the same from one file to the next."""

    def __init__(self, library: Library, progress: Progress | None, as_json: bool, reporter: Reporter) -> None:
        self._library = library
        self._progress = progress
        self._as_json = as_json
        self._reporter = reporter
        self._foundation = FoundationShelf()

    def fetch(self, address: str, index: Path | None, name: str) -> tuple[str, list[Path | str]]:
        """Downloads a voice, imports it, and throws the download away."""
        with tempfile.TemporaryDirectory(prefix="urvc-voice-") as folder:
            try:
                with on_disk("download the voice", address), self._shown(address, address) as reporter:
                    path = download_voice(address, Path(folder), reporter)
            except ImportCancelled:
                return "stopped", []
            except AppError as error:
                report(error.code, error.doing, error.subject, error.facts, self._as_json)
                return "refused", []
            return self.run(path, index, name)

    def run(self, path: Path, index: Path | None, name: str) -> tuple[str, list[Path | str]]:
        """Imports one path and says how it went. Returns the outcome, and what is to be done instead where a folder holds many voices."""
        try:
            with on_disk("import the voice", path.name):
                done = self._import(path, index, name)
        except ImportCancelled:
            return "stopped", []
        except BadVoiceFile as error:
            if error.facts.get("reason") == "several_voices" and path.is_dir() and index is None and not name:
                return "", list(voices_inside(path))
            report(error.code, error.doing, error.subject, error.facts, self._as_json)
            return "refused", []
        except (ModelError, AppError) as error:
            report(error.code, error.doing, error.subject, error.facts, self._as_json)
            return "refused", []
        self._say(path, done)
        return "added" if done.outcome == "new" else "known", []

    def _import(self, path: Path, index: Path | None, name: str) -> Imported:
        with self._shown(path.name, str(path)) as reporter:
            return import_voice(path, self._library, write_rvc_graphs, index, name, reporter)

    @contextmanager
    def _shown(self, name: str, subject: str) -> Iterator[Reporter]:
        """A reporter whose progress is seen."""
        task = self._progress.add_task(name, total=1.0) if self._progress else None

        def show(fraction: float, text: str) -> None:
            if self._progress and task is not None:
                self._progress.update(task, completed=fraction, description=f"{name}: {text}")
            elif self._as_json:
                say_json({"type": "progress", "file": subject, "done": round(fraction, 3), "doing": text})

        try:
            yield Reporter(show, self._reporter.cancelled)
        finally:
            if self._progress and task is not None:
                self._progress.remove_task(task)

    def _say(self, path: Path, done: Imported) -> None:
        voice = voice_of(done.package)
        left_out = [error_text(error.code, error.doing, error.subject, error.facts) for error in done.left_out]
        if self._as_json:
            record = voice_record(voice, self._foundation)
            say_json({"type": "voice", "file": str(path), "outcome": done.outcome, "voice": record, "left_out": left_out})
            return
        needs = needs_of(voice, self._foundation)
        lines = [f"{path.name}: {OUTCOMES[done.outcome]}, as {voice.id} ({voice.description})", *left_out]
        if not speakable(voice):
            lines.append(f"  {NOT_YET}")
        if needs:
            lines.append(f"  missing: {', '.join(need.model for need in needs)}. To get it: {command_for(needs)}")
        for line in lines:
            console.print(line, markup=False, soft_wrap=True)


def voices_inside(folder: Path) -> Iterator[Path]:
    """The files that may be voices, and the folders that hold such, right inside a folder of many voices."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__MACOSX")) or path.is_symlink():
            continue
        candidates = path.rglob("*") if path.is_dir() else [path]
        if any(one.suffix.lower() in (*MODELS, ".zip") for one in candidates):
            yield path


def _sum_up(counts: Counter[str], as_json: bool) -> None:
    added, known, refused = counts["added"], counts["known"], counts["refused"]
    if as_json:
        say_json({"type": "summary", "added": added, "known": known, "refused": refused, "stopped": bool(counts["stopped"])})
    elif added + known + refused > 1 or counts["stopped"]:
        stopped = " Stopped before the end." if counts["stopped"] else ""
        console.print(f"{added} added, {known} here already, {refused} refused.{stopped}")
