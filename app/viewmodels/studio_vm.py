"""The studio's queue and its results: what was asked for, how far it is, what came of it, and listening to any of it.

Works run one after the other in a child process (`python -m studio`), which goes away when nothing is left to do.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from app.roles import program_command
from app.step_text import step_text
from app.viewmodels.background import Background
from app.viewmodels.child_jobs import ChildJobs
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import coded, message_of
from engine.config import NO_MONITOR
from engine.link.messages import AnyEvent, Cancel, Failed, PlaySound
from jobs.events import JobFailed
from studio.jobs.registry import STUDIO_JOBS
from studio.jobs.run_recipe import RecipeDone, RunRecipe
from studio.jobs.speak_text import SpeakText
from studio.library import Entry, ProjectLibrary
from studio.places import file_name, free_folder, projects_folder
from studio.projects import delete_project, read_project
from studio.recipe import Recipe
from studio.recipes.cover import PARTS, RESULT, CoverChoices, cover_recipe
from studio.recipes.single import convert_recipe, separate_recipe

State = Literal["waiting", "running", "done", "failed", "stopped"]
Kind = Literal["cover", "convert", "separate", "speak"]
REST_MS = 30_000
"""A child that has had nothing to do for so long is ended."""
RESULT_ROLE = "result"


@dataclass(slots=True)
class Task:
    """One work of the queue. `source`: the file that it began with, "" for a text; text: the sentence of a fault."""

    kind: Kind
    title: str
    source: str
    request: RunRecipe | SpeakText
    state: State = "waiting"
    done: float = 0.0
    doing: str = ""
    text: str = ""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def result(self) -> str:
        return next(iter(self.files.values()), "")


class StudioVM(QObject):
    """queue_changed: a task came, went or changed its state; moved(task): how far it is; projects_changed: the library was read anew;
    playing_changed: what is being listened to; message(Message)."""

    queue_changed = Signal()
    moved = Signal(object)
    projects_changed = Signal()
    playing_changed = Signal()
    message = Signal(object)

    def __init__(
        self,
        link: EngineLink,
        keeper: SettingsKeeper,
        background: Background,
        parent: QObject | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._link, self._keeper, self._background, self._now = link, keeper, background, now
        self.tasks: list[Task] = []
        self.projects: tuple[Entry, ...] = ()
        self.playing = ""
        self._play_job = 0
        self._running: Task | None = None
        self._number = 0
        self._taken: set[str] = set()
        self._child = ChildJobs(program_command("studio"), STUDIO_JOBS, self)
        self._child.progress.connect(self._on_progress)
        # Queued: a child that cannot be started fails before its number is known.
        self._child.result.connect(self._on_result, Qt.ConnectionType.QueuedConnection)
        self._child.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self._child.cancelled.connect(self._on_cancelled, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._child.end)

    # --- asking for work -----------------------------------------------------------------------------------------------------------------

    def cover(self, files: Sequence[str], choices: CoverChoices) -> None:
        """Songs, sung by another voice."""
        for file in files:
            recipe = cover_recipe(Path(file), choices)
            self._add_recipe("cover", recipe, file, choices.voice, {RESULT: f"{file_name(recipe.title)}{choices.format}"}, PARTS)

    def convert(self, files: Sequence[str], voice: str, suffix: str, singing: bool = False) -> None:
        """Recordings in another voice."""
        for file in files:
            recipe = convert_recipe(Path(file), {"voice": voice, "keep_key": singing}, suffix)
            self._add_recipe("convert", recipe, file, voice, {"out": f"{file_name(recipe.title)}{suffix}"}, ())

    def separate(self, files: Sequence[str], suffix: str) -> None:
        """Vocals and accompaniment of songs."""
        for file in files:
            stem = Path(file).stem
            names = {one: f"{file_name(stem)} ({one}){suffix}" for one in ("vocals", "accompaniment")}
            self._add_recipe("separate", separate_recipe(Path(file), suffix), file, "", names, ())

    def speak(self, text: str, file: str, voice: str, suffix: str) -> None:
        """A text, or a file of text, spoken."""
        title = Path(file).stem if file else " ".join(text.split()[:6])
        request = SpeakText(self._project(title), self._stamp(), text, file, voice, format=suffix)
        self._add(Task("speak", title, file, request))

    def retry(self, task: Task) -> None:
        """Asks again for what failed or was stopped; what was finished of it is not computed again."""
        task.state, task.done, task.text = "waiting", 0.0, ""
        self._next()

    def stop(self, task: Task) -> None:
        """Stops a task that waits or runs."""
        if task is self._running:
            self._child.cancel(self._number)
        elif task.state == "waiting":
            task.state = "stopped"
            self.queue_changed.emit()

    def remove(self, task: Task) -> None:
        """Takes a finished one out of the queue; its project stays."""
        if task.state not in ("waiting", "running"):
            self.tasks.remove(task)
            self.queue_changed.emit()

    def close(self) -> None:
        """Ends what runs; no signal comes any more."""
        self.blockSignals(True)
        self._child.close()

    def _add_recipe(self, kind: Kind, recipe: Recipe, file: str, voice: str, names: dict[str, str], keep: tuple[str, ...]) -> None:
        project = self._project(recipe.title)
        request = RunRecipe(recipe, kind, names, self._stamp(), keep, project, file, voice)
        self._add(Task(kind, recipe.title, file, request))

    def _add(self, task: Task) -> None:
        self.tasks.append(task)
        self._next()

    def _next(self) -> None:
        """Asks the child for the first that waits, where it does nothing: what waits here can be stopped without a word to anybody."""
        waiting = next((task for task in self.tasks if task.state == "waiting"), None)
        if self._running is None and waiting is not None:
            self._rest.stop()
            self._running, waiting.state = waiting, "running"
            self._number = self._child.run(waiting.request)
        elif self._running is None:
            self._rest.start()
        self.queue_changed.emit()

    def _project(self, title: str) -> str:
        """A folder that neither is there nor was promised to another task."""
        path = free_folder(projects_folder() / file_name(title), self._taken)
        self._taken.add(str(path))
        return str(path)

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    # --- what the child tells ------------------------------------------------------------------------------------------------------------

    def _on_progress(self, number: int, done: float, subject: str, doing: str) -> None:
        task = self._running
        if task is not None and number == self._number:
            task.done = done
            task.doing = step_text(doing, lambda text: QCoreApplication.translate("Step", text)) if doing else task.doing
            self.moved.emit(task)

    def _on_result(self, number: int, result: RecipeDone) -> None:
        self._end(number, "done", files=result.files)
        self.read_projects()

    def _on_failed(self, number: int, event: JobFailed) -> None:
        self._end(number, "failed", coded("bad", event.code, event.subject, event.facts, event.doing).text)

    def _on_cancelled(self, number: int) -> None:
        self._end(number, "stopped")

    def _end(self, number: int, state: State, text: str = "", files: dict[str, str] | None = None) -> None:
        task = self._running
        if task is not None and number == self._number:
            task.state, task.text, task.files = state, text, files or {}
            self._running = None
            self._next()

    # --- results -------------------------------------------------------------------------------------------------------------------------

    def read_projects(self) -> None:
        """Reads the library in the background; `projects_changed` follows."""
        self._background.run(lambda: ProjectLibrary().entries(), self._on_projects, self._complain)

    def delete(self, entry: Entry) -> None:
        """Deletes a project with everything in its folder."""
        self._background.run(lambda: delete_project(Path(entry.folder)), lambda _: self.read_projects(), self._complain)

    def parts_of(self, folder: str) -> tuple[tuple[str, str], ...]:
        """(role, file) of everything of a project that can be listened to, the result first."""
        try:
            project = read_project(Path(folder))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the folder is said
            self._complain(error)
            return ()
        files = ((file.role, Path(folder) / file.path) for file in project.files)
        return tuple((role, str(path)) for role, path in files if path.suffix != ".srt" and path.exists())

    def _on_projects(self, entries: tuple[Entry, ...]) -> None:
        self.projects = entries
        self.projects_changed.emit()

    def _complain(self, error: Exception) -> None:
        self.message.emit(message_of(error))

    # --- listening -----------------------------------------------------------------------------------------------------------------------

    def toggle(self, file: str) -> None:
        """Plays a file to the headphones, or stops it where it is the one that plays."""
        was = self.playing
        if was:
            self._link.send(Cancel(job=self._play_job))
            self._set_playing("", 0)
        if file and file != was:
            engine = self._keeper.now.engine
            device = engine.monitor if engine.monitor != NO_MONITOR else ""
            job = self._link.ask(PlaySound(device=device, backend=engine.backend, file=file), lambda event: self._on_played(file, event))
            self._set_playing(file, job)

    def _on_played(self, file: str, event: AnyEvent) -> None:
        if isinstance(event, Failed):
            self.message.emit(message_of(event))
        if self.playing == file:
            self._set_playing("", 0)

    def _set_playing(self, file: str, job: int) -> None:
        self.playing, self._play_job = file, job
        self.playing_changed.emit()


def told(kind: str) -> str:
    """What a kind of work is called."""
    words = {
        "cover": QCoreApplication.translate("Studio", "Cover"),
        "convert": QCoreApplication.translate("Studio", "Voice changed"),
        "separate": QCoreApplication.translate("Studio", "Separated"),
        "speak": QCoreApplication.translate("Studio", "Speech"),
    }
    return words.get(kind, kind)


def part_name(role: str) -> str:
    """What a file of a project is called."""
    words = {
        RESULT_ROLE: QCoreApplication.translate("Studio", "Result"),
        "stems.vocals": QCoreApplication.translate("Studio", "Vocals of the song"),
        "stems.accompaniment": QCoreApplication.translate("Studio", "Instruments"),
        "accompaniment": QCoreApplication.translate("Studio", "Instruments"),
        "lead": QCoreApplication.translate("Studio", "The new voice alone"),
        "mix": QCoreApplication.translate("Studio", "Mix"),
        "plain": QCoreApplication.translate("Studio", "Spoken, before the voice"),
    }
    return words.get(role, role)
