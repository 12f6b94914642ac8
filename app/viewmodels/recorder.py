"""Recording what goes in, what comes out, or both, to WAV or FLAC; the files get names by the clock.

Thread: GUI.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.live.news import News, news_of
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.messages import Message
from app.viewmodels.session import SessionVM
from engine.audio.unfinished import recover
from engine.link.messages import AnyEvent, Failed, Record, Recorded, Stopped, StopRecording
from engine.time_base import SAMPLE_RATE_HZ
from models.names import free_path

What = Literal["output", "input", "both"]
Format = Literal["wav", "flac"]


class RecorderVM(QObject):
    """changed: recording has begun or ended. `paths`: the files being written, or written last."""

    changed = Signal()
    message = Signal(object)

    def __init__(
        self,
        link: EngineLink,
        session: SessionVM,
        folder: Path | None = None,
        now: Callable[[], datetime.datetime] = datetime.datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._session, self._now = link, session, now
        self.folder = folder or music_folder()
        self.recording = self._asked = False  # asked: and not answered yet
        self._began = now()
        self.can_record = session.state == "live"
        self.what: What = "output"
        self.format: Format = "wav"
        self.paths: tuple[Path, ...] = ()
        session.state_changed.connect(self._on_state)
        session.stopped.connect(self._on_stopped)
        self._background = Background(self)
        self._background.run(lambda: recover(self.folder), self._on_recovered)
        link.died.connect(lambda _: self._set(False))

    def _on_recovered(self, saved: list[Path]) -> None:
        """What a program that was killed had left is whole again."""
        for path in saved:
            self._session.live.report(News("good", "recording.recovered", str(path), about="recording"))

    def toggle(self) -> None:
        """Begins, or finishes; not before what was asked last has been answered."""
        if self._asked:
            return
        if self.recording:
            self._asked = True
            self._link.ask(StopRecording(), self._on_recorded)
        elif self.can_record:
            self._begin()

    def _begin(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            facts = {"reason": error.strerror}
            self._session.live.report(News("bad", "file.unwritable", str(self.folder), facts, "record", "recording"))
            return
        sides = {"input": ("microphone", ""), "output": ("", "voice"), "both": ("microphone", "voice")}[self.what]
        inside, outside = (self._free_path(side) if side else "" for side in sides)
        self.paths = tuple(Path(path) for path in (inside, outside) if path)
        self._asked = True
        self._link.ask(Record(input=inside, output=outside), self._on_recording)

    def _free_path(self, side: str) -> str:
        """Named by the clock; a second recording in one second does not take the place of the first."""
        ending = f" {side}.{self.format}"
        return str(free_path(self.folder / f"urvc {self._now():%Y-%m-%d %H-%M-%S}{ending}", ending=ending))

    def _on_recording(self, event: AnyEvent) -> None:
        self._asked = False
        if isinstance(event, Failed):
            self._session.live.report(news_of(event, "recording"))
        else:
            self._set(True)

    def _on_recorded(self, event: AnyEvent) -> None:
        self._asked = False
        self._set(False)
        if isinstance(event, Recorded):
            self._tell(event.paths)
            self._tell_lost(event.lost_samples)
        elif isinstance(event, Failed) and event.code != "live.not_running":
            self._session.live.report(news_of(event, "recording"))

    def _on_stopped(self, event: Stopped) -> None:
        """The stream has ended: so has the recording."""
        if self.recording:
            self._set(False)
            self._tell(event.recorded)
            self._tell_lost(event.recording_lost_samples)

    def _tell_lost(self, lost_samples: int) -> None:
        if lost_samples:
            facts = {"lost_s": round(lost_samples / SAMPLE_RATE_HZ, 1)}
            self._session.live.report(News("warn", "recording.incomplete", "", facts, "record", "recording"))

    def _tell(self, paths: list[str]) -> None:
        if paths:
            names = ", ".join(Path(path).name for path in paths)
            text = self.tr("Recorded: {names}, in {folder}").format(names=names, folder=self.folder)
            self.message.emit(Message("good", text, "recording.saved", self.tr("Show in folder"), self.show_folder))

    def show_folder(self) -> None:
        """Opens the folder of the recordings in the system's own way."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    @property
    def seconds(self) -> float:
        """How long the recording has been going on."""
        return (self._now() - self._began).total_seconds() if self.recording else 0.0

    def _on_state(self, state: str) -> None:
        self.can_record = state in ("live", "waiting")
        self.changed.emit()

    def _set(self, recording: bool) -> None:
        if recording != self.recording:
            self.recording = recording
            self._began = self._now()
            self.changed.emit()


def music_folder() -> Path:
    """Where recordings go: a folder of ours among the user's music."""
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return Path(music or Path.home()) / "URVC"
