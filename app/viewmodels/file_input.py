"""A file in the microphone's place: chosen, paused, moved in, repeated.

Thread: GUI.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.viewmodels.engine_link import EngineLink
from app.viewmodels.messages import Message, message_of
from app.viewmodels.session import SessionVM
from engine.link.messages import AnyEvent, Failed, PlayFile, Started, Telemetry

DEMO = "demo"


class FileInputVM(QObject):
    """changed: chosen, paused, repeated or given back; moved(position_s, length_s): about 20 times a second while it plays."""

    changed = Signal()
    moved = Signal(float, float)
    message = Signal(object)

    def __init__(self, link: EngineLink, session: SessionVM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._session = link, session
        self.paused = False
        self.loop = True
        self.position_s = self.length_s = 0.0
        self.is_demo = False
        session.file_changed.connect(self._on_file)
        link.event_received.connect(self._on_event)

    @property
    def path(self) -> str:
        """The file, "" for the microphone."""
        return self._session.file

    def offer(self, path: str) -> None:
        """A file that was dropped: it is played in the microphone's place only if the user says so, since others may hear it."""
        if self._session.on:
            text = self.tr('Play "{name}" in the place of your microphone? Whoever hears you hears it.')
        else:
            text = self.tr('Play "{name}" in the place of your microphone? That switches the voice on, and whoever hears you hears it.')
        said = text.format(name=Path(path).name)
        self.message.emit(Message("warn", said, "file.dropped", self.tr("Play it"), lambda: self.open(path)))

    def open(self, path: str) -> None:
        """Plays this file in the microphone's place, switching the voice on."""
        self.paused, self.is_demo = False, False
        self._session.set_file(path, self.loop)

    def open_demo(self) -> None:
        """The recording that comes with the program."""
        # The file lives as long as the program: resources of a frozen program are files too.
        with as_file(files("resources") / "audio" / "demo.flac") as path:
            self.open(str(path))
        self.is_demo = True
        self.changed.emit()

    def close_file(self) -> None:
        """Back to the microphone."""
        self._session.set_file("")

    def set_paused(self, paused: bool) -> None:
        """Holds the file where it is; silence goes in meanwhile."""
        self.paused = paused
        self._tell(PlayFile(paused=paused))

    def set_loop(self, loop: bool) -> None:
        """Whether the file begins again at its end."""
        self.loop = self._session.live.loop_file = loop
        if self.path and self._session.state == "starting":
            self._link.ask(PlayFile(loop=loop), self._complain)  # a start that is under way has been told otherwise
        self._tell(PlayFile(loop=loop))

    def seek(self, position_s: float) -> None:
        """Goes on from there."""
        self.position_s = min(max(0.0, position_s), self.length_s)
        self._tell(PlayFile(position_s=self.position_s))

    def _tell(self, command: PlayFile) -> None:
        if self.path and self._session.state == "live":
            self._link.ask(command, self._complain)
        self.changed.emit()

    def _complain(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and event.code not in ("engine.died", "live.not_running"):
            self.message.emit(message_of(event))

    def _on_file(self, path: str) -> None:
        self.position_s = self.length_s = 0.0
        self.changed.emit()

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Started):
            self.length_s = event.file_s
            self.paused = False
            self.changed.emit()
        elif isinstance(event, Telemetry) and self.path:
            self.position_s = event.file_s
            self.moved.emit(self.position_s, self.length_s)
