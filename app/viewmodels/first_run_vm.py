"""From nothing to one's own converted voice: devices, three seconds of silence, a sentence read aloud, a voice to hear, live, and where
other programs find it. Every step can be gone back from, and skipped.

Thread: GUI.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.settings.advice import gain_db_for, gate_db_for, is_dead, is_noisy, is_speech
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import message_of
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from app.viewmodels.use_it_in_vm import UseItInVM
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE
from engine.link.messages import AnyEvent, Cancel, Failed, InputLevel, Listen, Listened, MicrophoneReady, ProvideMicrophone
from models.voice import Voice

Step = Literal["devices", "silence", "reading", "voice", "use"]
STEPS: tuple[Step, ...] = ("devices", "silence", "reading", "voice", "use")
SILENCE_S = 3.0
READING_S, QUIET_S = 20.0, 1.3
"""Reading ends with the reader, and after so long at the latest."""
NOTHING_DB = -120.0
NATURAL = "natural"
FIRST_VOICE = "brighter"


class FirstRunVM(QObject):
    """step_changed(Step); progress(0..1) and level(peak_db) of what is being listened to; problem(str): why it has to be done again ("" for
    all is well); voice_changed(Voice); playing(voice id or "");
    listening_changed(bool): of the microphone; finished: the wizard can close."""

    step_changed = Signal(str)
    progress = Signal(float)
    level = Signal(float)
    problem = Signal(str)
    voice_changed = Signal(object)
    listening_changed = Signal(bool)
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
        self._noise_db, self._seconds = NOTHING_DB, 0.0
        self.gated = False
        self.use = UseItInVM(link, parent=self)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        link.event_received.connect(self._on_event)
        preview.message.connect(lambda message: self._set_problem(message.text))

    # --- what the user does --------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """To the first step; a running voice is switched off, so that nothing is heard twice."""
        self._session.stop()
        self.devices.watch(True)
        self._to("devices")

    @property
    def listening(self) -> bool:
        """Whether the microphone is being listened to just now."""
        return self._job != 0

    def measure(self) -> None:
        """The silence; the sentence comes after it."""
        self.devices.set_meter(False)
        self._stop_playing()
        self._listen("silence", SILENCE_S)

    def read_again(self) -> None:
        """To the sentence, which waits for `read`."""
        self._stop_playing()
        self._stop_listening()
        self._to("reading")

    def read(self) -> None:
        """Listens while the sentence is read, until its end."""
        self._listen("reading", READING_S)

    def back(self) -> None:
        """To the step before."""
        before: dict[Step, Callable[[], None]] = {
            "silence": self._to_devices,
            "reading": self._to_devices,
            "voice": self.read_again,
            "use": lambda: self._to("voice"),
        }
        self._stop_listening()
        self._stop_playing()
        before.get(self.step, self._to_devices)()

    def skip_step(self) -> None:
        """On without this step; what it would have found stays as it was."""
        self._stop_listening()
        self._stop_playing()
        if self.step == "devices":
            self.measure()
        elif self.step == "silence":
            self.read_again()
        elif self.step == "reading":
            self._to("voice")
        elif self.step == "voice":
            self._choose_one()
            self._to("use")
        else:
            self.done()

    def done(self) -> None:
        """The end of it; the voice goes on."""
        self._choose_one()
        self._end()
        self.finished.emit()

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
        """Leaves everything as it is, but for a voice that is heard as one; the wizard does not come by itself again."""
        self._choose_one()
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
        command = Listen(device=engine.input, backend=engine.backend, seconds=seconds)
        if step == "reading":
            until = {"record": self._recording(), "quiet_s": QUIET_S, "noise_db": self._noise_db}
            command = command.model_copy(update=until)
        self._seconds = seconds
        self._job = self._link.ask(command, self._on_listened)
        self.listening_changed.emit(True)

    def _stop_listening(self) -> None:
        if self._job:
            self._link.send(Cancel(job=self._job))
            self._job = 0
            self.listening_changed.emit(False)

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
        self.listening_changed.emit(False)
        if isinstance(event, Failed):
            self._set_problem(message_of(event).text)
        elif isinstance(event, Listened) and self.step == "silence":
            self._on_silence(event)
        elif isinstance(event, Listened) and self.step == "reading":
            self._on_reading(event)

    def _on_silence(self, listened: Listened) -> None:
        if is_noisy(listened.noise_db):
            self._set_problem(self.tr("That was not quiet. Wait for a quiet moment, or move the microphone away from the noise."))
            return
        # No signal at all may be a microphone with a gate of its own, silent between words: the sentence tells the two apart.
        self.gated = is_dead(listened.peak_db)
        self._noise_db = NOTHING_DB if self.gated else listened.noise_db
        self._to("reading")

    def _on_reading(self, listened: Listened) -> None:
        if is_dead(listened.peak_db):
            self._set_problem(
                self.tr("Nothing comes from this microphone, not even while you read. Is it muted? Go back and choose another one.")
            )
            return
        if not is_speech(listened.speech_db, self._noise_db):
            self._set_problem(self.tr("No speech was heard. Come nearer to the microphone and read aloud."))
            return
        gain_db = gain_db_for(listened.speech_db, listened.peak_db)
        values = {"input_gain_db": gain_db, "gate_db": gate_db_for(self._noise_db, listened.speech_db, gain_db)}
        if listened.f0_hz:
            values["speaker_f0_hz"] = round(listened.f0_hz, 1)
        self._keeper.set_microphone(values)
        self._preview.own = listened.recorded
        self._preview.own_recorded.emit()
        self._to("voice")
        first = self.voice or self._first_voice()
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
        self._going_live = False
        self._session.start()
        self._to("use")

    def _stop_playing(self) -> None:
        if self.voice is not None and self._preview.voice_id == self.voice.id:
            self._preview.toggle(self.voice)

    def _choose_one(self) -> None:
        """Nobody shall speak with a voice that sounds like their own and think that nothing works."""
        chosen = self._session.voice
        wanted = self.voice or self._first_voice()
        if wanted is not None and (chosen is None or chosen.id == NATURAL):
            self._session.select(wanted)

    def _first_voice(self) -> Voice | None:
        return next((voice for voice in self.voices() if voice.id == FIRST_VOICE), None)

    def _to_devices(self) -> None:
        self._to("devices")

    def _to(self, step: Step) -> None:
        """A step that waits for the user."""
        self._set_problem("")
        self.devices.set_meter(step == "devices")
        self.use.set_test(step == "use")
        self._set_step(step)

    def _end(self) -> None:
        self._going_live = False
        self.use.set_test(False)
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
