"""From nothing to one's own converted voice: devices, three seconds of silence, five of reading, a voice to hear, live.

Once it has begun, silence and reading follow each other by themselves, and the first voice is heard without another click.

Thread: GUI.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.viewmodels.advice import gain_db_for, gate_db_for, is_dead, is_noisy, is_speech
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import message_of
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE
from engine.link.messages import AnyEvent, Cancel, Failed, InputLevel, Listen, Listened, MicrophoneReady, ProvideMicrophone
from models.voice import Voice

Step = Literal["devices", "silence", "reading", "voice"]
STEPS: tuple[Step, ...] = ("devices", "silence", "reading", "voice")
SILENCE_S = 3.0
READING_S = 5.0
FIRST_VOICE = "brighter"


class FirstRunVM(QObject):
    """step_changed(Step); progress(0..1) and level(peak_db) of what is being listened to; problem(str): why it has to be done again ("" for
    all is well); voice_changed(Voice); playing(voice id or ""); finished: the wizard can close."""

    step_changed = Signal(str)
    progress = Signal(float)
    level = Signal(float)
    problem = Signal(str)
    voice_changed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        link: EngineLink,
        keeper: SettingsKeeper,
        devices: DevicesVM,
        preview: PreviewVM,
        session: SessionVM,
        voices: Callable[[], Sequence[Voice]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._keeper, self.devices, self._preview, self._session = link, keeper, devices, preview, session
        self.voices = voices
        self.step: Step = "devices"
        self.voice: Voice | None = None
        self.problem_text = ""
        self.playing = preview.playing
        self._going_live = False
        self._job = 0
        self._noise_db = self._seconds = 0.0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        link.said.connect(self._on_event)
        preview.said.connect(lambda message: self._set_problem(message.text))

    # --- what the user does --------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """To the first step; a running voice is switched off, so that nothing is heard twice."""
        self._session.stop()
        self._set_problem("")
        self._set_step("devices")
        self.devices.watch(True)
        self.devices.set_meter(True)

    def measure(self) -> None:
        """Silence, then reading."""
        self.devices.set_meter(False)
        self._stop_playing()
        self._listen("silence", SILENCE_S)

    def read_again(self) -> None:
        """Only the reading, into the same recording."""
        self._stop_playing()
        self._listen("reading", READING_S)

    def again(self) -> None:
        """What went wrong, once more."""
        if self.step == "silence":
            self.measure()
        elif self.step == "reading":
            self.read_again()

    def try_voice(self, voice: Voice) -> None:
        """Chooses the voice and plays one's own five seconds in it."""
        self._set_problem("")
        self.voice = voice
        self.voice_changed.emit(voice)
        self._preview.play(voice)

    def go_live(self) -> None:
        """The chosen voice, live: into the virtual microphone where the system has one, and to the headphones."""
        self._stop_playing()
        if self.voice is not None:
            self._session.select(self.voice)
        self._going_live = True
        self._link.ask(ProvideMicrophone(), self._on_microphone)

    def skip(self) -> None:
        """Leaves everything as it is; the wizard does not come by itself again."""
        self._end()
        self.finished.emit()

    def set_language(self, language: str) -> None:
        """One of app.settings.record.LANGUAGES."""
        self._keeper.set_preferences({"language": language})

    @property
    def language(self) -> str:
        return self._keeper.now.preferences.language

    def set_headphones(self, device_id: str) -> None:
        """Where the voice is heard; "" is the system's default."""
        self._keeper.set_engine({"monitor": device_id})

    def close(self) -> None:
        """Removes the recording; at the end of the program."""
        self._stop_listening()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    # --- listening -----------------------------------------------------------------------------------------------------------------------

    def _listen(self, step: Step, seconds: float) -> None:
        self._stop_listening()
        self._set_problem("")
        self._set_step(step)
        self.progress.emit(0.0)
        engine = self._keeper.now.engine
        record = self._recording() if step == "reading" else ""
        self._seconds = seconds
        self._job = self._link.ask(Listen(device=engine.input, backend=engine.backend, seconds=seconds, record=record), self._on_listened)

    def _stop_listening(self) -> None:
        if self._job:
            self._link.send(Cancel(job=self._job))
            self._job = 0

    def _recording(self) -> str:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="urvc-own-")
        return str(Path(self._folder.name) / "own.wav")

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, InputLevel) and event.reply_to == self._job:
            self.level.emit(event.peak_db)
            self.progress.emit(min(1.0, event.seconds / self._seconds))

    def _on_listened(self, event: AnyEvent) -> None:
        if event.reply_to != self._job:
            return
        self._job = 0
        if isinstance(event, Failed):
            self._set_problem(message_of(event).text)
        elif isinstance(event, Listened) and is_dead(event.peak_db):
            self._set_problem(self.tr("Nothing comes from this microphone. Is it muted, or is it another one?"))
        elif isinstance(event, Listened) and self.step == "silence":
            self._on_silence(event)
        elif isinstance(event, Listened) and self.step == "reading":
            self._on_reading(event)

    def _on_silence(self, heard: Listened) -> None:
        if is_noisy(heard.noise_db):
            self._set_problem(self.tr("That was not quiet. Wait for a quiet moment, or move the microphone away from the noise."))
            return
        self._noise_db = heard.noise_db
        self._listen("reading", READING_S)

    def _on_reading(self, heard: Listened) -> None:
        if not is_speech(heard.speech_db, self._noise_db):
            self._set_problem(self.tr("No speech was heard. Come nearer to the microphone and read aloud."))
            return
        gain_db = gain_db_for(heard.speech_db, heard.peak_db)
        values = {"input_gain_db": gain_db, "gate_db": gate_db_for(self._noise_db, heard.speech_db, gain_db)}
        if heard.f0_hz:
            values["speaker_f0_hz"] = round(heard.f0_hz, 1)
        self._keeper.set_microphone(values)
        self._preview.own = heard.recorded
        self._preview.own_recorded.emit()
        self._set_step("voice")
        first = self.voice or next((voice for voice in self.voices() if voice.id == FIRST_VOICE), None)
        if first is not None:
            self.try_voice(first)

    # --- the end -------------------------------------------------------------------------------------------------------------------------

    def _on_microphone(self, event: AnyEvent) -> None:
        """Without a virtual microphone the voice goes to the headphones alone, and "Use it in…" says what to install."""
        if not self._going_live:
            return  # skipped meanwhile, or asked twice and there already
        if isinstance(event, Failed) and event.code == "engine.died":
            self._set_problem(message_of(event).text)
            return
        headphones = self._keeper.now.engine.monitor
        if headphones == NO_MONITOR:
            headphones = ""
        if isinstance(event, MicrophoneReady):
            self._keeper.set_engine({"output": VIRTUAL_MICROPHONE, "monitor": headphones})
        else:
            self._keeper.set_engine({"output": headphones, "monitor": NO_MONITOR})
        self._end()
        self._session.start()
        self.finished.emit()

    def _stop_playing(self) -> None:
        if self.voice is not None and self._preview.voice_id == self.voice.id:
            self._preview.toggle(self.voice)

    def _end(self) -> None:
        self._going_live = False
        self._stop_playing()
        self._stop_listening()
        self.devices.set_meter(False)
        self.devices.watch(False)
        self._keeper.change(first_run_done=True)

    def _set_step(self, step: Step) -> None:
        if step != self.step:
            self.step = step
            self.step_changed.emit(step)

    def _set_problem(self, text: str) -> None:
        self.problem_text = text
        self.problem.emit(text)
