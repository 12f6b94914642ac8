"""Records takes from the microphone and plays places of recordings, through an engine of its own, so that what is live is left alone.

Thread: GUI.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import soundfile
from PySide6.QtCore import QObject, Signal

from app.settings.values import config_to_send
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, message_of
from engine.config import NO_MONITOR
from engine.link.messages import AnyEvent, Failed, Start, Stop, Stopped, Values

PLAYED_AS_IT_IS = "natural"
MOST_PLAYED_S = 20.0


class Takes(QObject):
    """recording(bool); taken(path): a take is written; message(Message)."""

    recording = Signal(bool)
    taken = Signal(str)
    message = Signal(object)

    def __init__(
        self, keeper: SettingsKeeper, command: list[str] | None = None, silent: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keeper, self._silent = keeper, silent
        self._link = EngineLink(command, self)
        self._link.event_received.connect(self._on_event)
        self._link.died.connect(lambda _: self._set(False))
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.is_recording = False
        self._is_playing = False

    def record(self, target: Path, input_file: str = "") -> None:
        """Records until `stop`. `input_file` takes the microphone's place."""
        self.stop()
        target.parent.mkdir(parents=True, exist_ok=True)
        self._set(True)
        self._begin(Start(voice=PLAYED_AS_IT_IS, config=self._config(), record_input=str(target), input_file=input_file, silent=True))

    def play(self, path: str, start_s: float = 0.0, end_s: float = 0.0) -> None:
        """Plays a recording from `start_s` to `end_s` (0: to its end), twenty seconds at most, to the headphones."""
        if self.is_recording:
            return
        self.stop()
        try:
            part = self._part(path, start_s, end_s)
        except (OSError, RuntimeError) as error:
            self.message.emit(Message("bad", self.tr("This cannot be played: {reason}").format(reason=error)))
            return
        engine = self._keeper.now.engine
        config = self._config() | {"output": engine.monitor if engine.monitor != NO_MONITOR else ""}
        self._is_playing = True
        self._begin(Start(voice=PLAYED_AS_IT_IS, config=config, input_file=part, silent=self._silent))

    def stop(self) -> None:
        """Ends what is recorded or played."""
        if self.is_recording or self._is_playing:
            self._is_playing = False
            self._link.send(Stop())

    def close(self) -> None:
        """Ends the engine."""
        self._link.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _config(self) -> Values:
        return config_to_send(self._keeper.now.engine) | {"monitor": NO_MONITOR}

    def _part(self, path: str, start_s: float, end_s: float) -> str:
        with soundfile.SoundFile(path) as file:
            file.seek(min(file.frames, int(start_s * file.samplerate)))
            seconds = min(MOST_PLAYED_S, (end_s or MOST_PLAYED_S + start_s) - start_s)
            audio, rate_hz = file.read(int(seconds * file.samplerate), dtype="float32"), file.samplerate
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="urvc-takes-")
        part = str(Path(self._folder.name) / "part.wav")
        soundfile.write(part, audio, rate_hz)
        return part

    def _begin(self, command: Start) -> None:
        self._link.start()
        self._link.ask(command, self._on_started)

    def _on_started(self, event: AnyEvent) -> None:
        if isinstance(event, Failed):
            self._is_playing = False
            self._set(False)
            self.message.emit(message_of(event))

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Stopped):
            was_recording, self._is_playing = self.is_recording, False
            self._set(False)
            if was_recording and event.recorded:
                self.taken.emit(event.recorded[0])

    def _set(self, recording: bool) -> None:
        if recording != self.is_recording:
            self.is_recording = recording
            self.recording.emit(recording)
