"""InputLevels a voice before choosing it: on the demo recording, or on five seconds of one's own, through an engine of its own, so that the
voice that is live is left alone.

Thread: GUI.
"""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings.values import config_to_send, live_params, params_to_send
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import message_of
from engine.config import NO_MONITOR
from engine.link.messages import AnyEvent, Failed, Start, Started, Stop, Stopped, Values
from models.voice import Voice

OWN_S = 5.0
REST_MS = 60_000


class PreviewVM(QObject):
    """playing(voice id, "" when it ends); own_recorded: one's own five seconds are there; recording(bool)."""

    playing = Signal(str)
    recording = Signal(bool)
    own_recorded = Signal()
    message = Signal(object)

    def __init__(
        self, keeper: SettingsKeeper, command: list[str] | None = None, silent: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keeper, self._silent = keeper, silent
        self._link = EngineLink(command, self)
        self._link.event_received.connect(self._on_event)
        self._link.died.connect(self._on_died)
        self._link.given_up.connect(self._on_died)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.own = ""
        self.voice_id = ""
        self.is_recording = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._link.close)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._stop)

    def toggle(self, voice: Voice) -> None:
        """Plays the voice, or stops playing it."""
        if self.voice_id == voice.id:
            self._stop()
        else:
            self.play(voice)

    def play(self, voice: Voice) -> None:
        """The demo recording, or one's own where there is one, in this voice, to the headphones."""
        if self.is_recording:
            return
        self._stop()
        self._set_voice(voice.id)
        settings = self._keeper.now
        config = config_to_send(settings.engine)
        config |= {"output": settings.engine.monitor if settings.engine.monitor != NO_MONITOR else "", "monitor": NO_MONITOR}
        params = params_to_send(live_params(settings, voice))
        if self.own:
            self._begin(Start(voice=voice.id, config=config, params=params, input_file=self.own, silent=self._silent))
            return
        with as_file(files("resources") / "audio" / "demo.flac") as path:
            self._begin(Start(voice=voice.id, config=config, params=params, input_file=str(path), silent=self._silent))

    def record_own(self, input_file: str = "") -> None:
        """Records OWN_S seconds from the microphone, to preview voices on. `input_file` takes its place where there is none."""
        self._stop()
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="urvc-preview-")
        target = str(Path(self._folder.name) / "own.wav")
        config: Values = config_to_send(self._keeper.now.engine) | {"monitor": NO_MONITOR}
        self.is_recording = True
        self.recording.emit(True)
        self._begin(Start(voice="natural", config=config, record_input=target, input_file=input_file, silent=True))

    def forget_own(self) -> None:
        """Back to the demo recording."""
        self.own = ""

    def close(self) -> None:
        """Ends the engine and removes the recording."""
        self._end.stop()
        self._rest.stop()
        self._link.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _begin(self, command: Start) -> None:
        self._rest.stop()
        self._link.start()
        self._link.ask(command, self._on_started)

    def _stop(self) -> None:
        self._end.stop()
        if self.voice_id or self.is_recording:
            self._link.send(Stop())
            self._set_voice("")

    def _on_started(self, event: AnyEvent) -> None:
        if isinstance(event, Started) and self.is_recording:
            self._end.start(round(1000 * OWN_S))
        elif isinstance(event, Failed):
            self._finish()
            self.message.emit(message_of(event))

    def _on_event(self, event: AnyEvent) -> None:
        if not isinstance(event, Stopped):
            return
        if self.is_recording and event.recorded:
            self.own = event.recorded[0]
            self._finish()
            self.own_recorded.emit()
        elif event.reply_to == 0:
            self._finish()

    def _on_died(self, status: int) -> None:
        self._finish()

    def _finish(self) -> None:
        self._end.stop()
        self._set_voice("")
        if self.is_recording:
            self.is_recording = False
            self.recording.emit(False)
        self._rest.start()

    def _set_voice(self, voice_id: str) -> None:
        if voice_id != self.voice_id:
            self.voice_id = voice_id
            self.playing.emit(voice_id)
