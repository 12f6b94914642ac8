"""Recording what goes in, what comes out, or both, to WAV or FLAC; the files get names by the clock.

Thread: GUI.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QStandardPaths, Signal

from app.viewmodels.engine_link import EngineLink
from app.viewmodels.messages import Message, message_of
from app.viewmodels.session import SessionVM
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import AnyEvent, Failed, Record, Recorded, StopRecording

What = Literal["output", "input", "both"]
Format = Literal["wav", "flac"]


class RecorderVM(QObject):
    """changed: recording has begun or ended. `paths`: the files being written, or written last."""

    changed = Signal()
    said = Signal(object)

    def __init__(
        self,
        link: EngineLink,
        session: SessionVM,
        folder: Path | None = None,
        now: Callable[[], datetime.datetime] = datetime.datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._now = link, now
        self.folder = folder or music_folder()
        self.recording = self._asked = False  # asked: and not answered yet
        self.can_record = session.state == "live"
        self.what: What = "output"
        self.format: Format = "wav"
        self.paths: tuple[Path, ...] = ()
        session.state_changed.connect(self._on_state)
        session.stopped.connect(self._on_stopped)
        link.died.connect(lambda _: self._set(False))

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
            text = self.tr("Nothing can be recorded into {folder}: {reason}.").format(folder=self.folder, reason=error.strerror)
            self.said.emit(Message("bad", text, "file.unwritable"))
            return
        sides = {"input": ("microphone", ""), "output": ("", "voice"), "both": ("microphone", "voice")}[self.what]
        inside, outside = (self._free_path(side) if side else "" for side in sides)
        self.paths = tuple(Path(path) for path in (inside, outside) if path)
        self._asked = True
        self._link.ask(Record(input=inside, output=outside), self._on_recording)

    def _free_path(self, side: str) -> str:
        """Named by the clock; a second recording in one second does not take the place of the first."""
        stem = f"urvc {self._now():%Y-%m-%d %H-%M-%S}"
        names = (stem if number == 1 else f"{stem} ({number})" for number in itertools.count(1))
        paths = (self.folder / f"{name} {side}.{self.format}" for name in names)
        return str(next(path for path in paths if not path.exists()))

    def _on_recording(self, event: AnyEvent) -> None:
        self._asked = False
        if isinstance(event, Failed):
            self.said.emit(message_of(event))
        else:
            self._set(True)

    def _on_recorded(self, event: AnyEvent) -> None:
        self._asked = False
        self._set(False)
        if isinstance(event, Recorded):
            self._tell(event.paths)
            if event.lost_samples:
                text = self.tr("{seconds:.1f} s are missing in the recording: the disk did not keep up.")
                self.said.emit(Message("warn", text.format(seconds=event.lost_samples / SAMPLE_RATE_HZ), "file.slow"))
        elif isinstance(event, Failed) and event.code != "live.not_running":
            self.said.emit(message_of(event))

    def _on_stopped(self, event: object) -> None:
        """The stream has ended: so has the recording."""
        if self.recording:
            self._set(False)
            self._tell([str(path) for path in self.paths])

    def _tell(self, paths: list[str]) -> None:
        if paths:
            names = ", ".join(Path(path).name for path in paths)
            self.said.emit(Message("good", self.tr("Recorded: {names}, in {folder}").format(names=names, folder=self.folder)))

    def _on_state(self, state: str) -> None:
        self.can_record = state in ("live", "waiting")
        self.changed.emit()

    def _set(self, recording: bool) -> None:
        if recording != self.recording:
            self.recording = recording
            self.changed.emit()


def music_folder() -> Path:
    """Where recordings go: a folder of ours among the user's music."""
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return Path(music or Path.home()) / "URVC"
