"""The voice that runs or not: on, off, bypass, mute, which voice, from which input; and the engine kept in step with the settings.

The settings (SettingsKeeper) are the only truth about values: whoever changes them, this object sends the engine what differs.

Thread: GUI.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, coded, message_of
from app.viewmodels.values import config_to_send, live_params, params_to_send, soon_wanted
from engine.config import VIRTUAL_MICROPHONE, EngineConfig, LiveParams
from engine.link.messages import (
    AnyEvent,
    Failed,
    KeepReady,
    MicrophoneReady,
    Notice,
    ProvideMicrophone,
    SetConfig,
    SetMonitor,
    SetParams,
    SetVoice,
    Start,
    Started,
    Stop,
    Stopped,
    VoiceHeard,
)
from models.voice import Voice

State = Literal["off", "starting", "live", "waiting", "stopping"]
"""`waiting`: live, but a device has gone and is awaited."""

SEND_EVERY_MS = 25
MONITOR = {"monitor", "monitor_gain_db"}
REBUILT = {"detector", "hop_ms", "denoise", "lookahead_ms", "context_s", "runtime", "device", "precision", "threads", "unvoiced"}
"""What the engine changes while live, with a new pipeline; every other setting of the engine needs a new start."""


class SessionVM(QObject):
    """state_changed(State); voice_changed(Voice): the one selected; busy_changed(bool): another voice is being prepared;
    started(Started), stopped(Stopped); provider_changed(str); said(Message); file_changed(str): the file in the microphone's place."""

    state_changed = Signal(str)
    voice_changed = Signal(object)
    busy_changed = Signal(bool)
    bypass_changed = Signal(bool)
    muted_changed = Signal(bool)
    started = Signal(object)
    stopped = Signal(object)
    provider_changed = Signal(str)
    file_changed = Signal(str)
    said = Signal(object)

    def __init__(self, link: EngineLink, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._keeper = link, keeper
        self.state: State = "off"
        self.voice: Voice | None = None
        self.bypass = self.muted = self.silent = self.loop_file = False
        self.file = ""
        self.provider = ""
        self._heard: Voice | None = None
        self._asked: Voice | None = None  # the voice that the engine is preparing
        self._sent = LiveParams()
        self._timer = QTimer(self, singleShot=True, interval=SEND_EVERY_MS)
        self._timer.timeout.connect(self._send_params)
        link.said.connect(self._on_event)
        link.died.connect(self._on_died)
        link.given_up.connect(self._on_given_up)
        self._without_output = False
        self._no_microphone: Message | None = None
        keeper.changed.connect(self._on_settings)

    @property
    def on(self) -> bool:
        """Whether the voice runs, or is about to."""
        return self.state in ("starting", "live", "waiting")

    @property
    def busy(self) -> bool:
        """Whether another voice is being prepared."""
        return self._asked is not None

    # --- what the user does --------------------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """On, or off."""
        if self.on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Switches the voice on."""
        if self.voice is None or self.on:
            return
        self._set_state("starting")
        if self._keeper.now.engine.output or self.silent:
            self._start()
        else:
            self._without_output = True
            self._link.ask(ProvideMicrophone(), self._on_microphone)

    def stop(self) -> None:
        """Switches the voice off."""
        if self.on:
            self._set_state("stopping")
            self._link.ask(Stop(), self._on_stopped)

    def select(self, voice: Voice) -> None:
        """Chooses `voice`; while live, it is heard as soon as it is ready, and the old one goes on until then."""
        if self.voice is not None and voice.id == self.voice.id:
            self.voice = voice
            return
        self._show(voice)
        if self.on and self._asked is None:
            self._ask_voice()

    def set_bypass(self, bypass: bool) -> None:
        """Your own voice, at the same delay (A/B)."""
        if bypass != self.bypass:
            self.bypass = bypass
            self.bypass_changed.emit(bypass)
            self._soon()

    def set_muted(self, muted: bool) -> None:
        """Silence."""
        if muted != self.muted:
            self.muted = muted
            self.muted_changed.emit(muted)
            self._soon()

    def set_file(self, path: str, loop: bool = False) -> None:
        """Puts a file in the microphone's place and switches on; "" goes back to the microphone."""
        if path == self.file and not path:
            return
        self.file, self.loop_file = path, loop
        self.file_changed.emit(path)
        if self.on:
            self._restart()
        elif path:
            self.start()

    # --- towards the engine --------------------------------------------------------------------------------------------------------------

    def params(self) -> LiveParams:
        """The live controls that should be in force."""
        assert self.voice is not None
        return replace(live_params(self._keeper.now, self.voice), bypass=self.bypass, muted=self.muted)

    def _start(self) -> None:
        assert self.voice is not None
        self._sent = self.params()
        self._set_asked(None)
        command = Start(
            voice=self.voice.id,
            config=config_to_send(self._keeper.now.engine),
            params=params_to_send(self._sent),
            input_file=self.file,
            input_loop=self.loop_file,
            silent=self.silent,
            ready=soon_wanted(self._keeper.now),
        )
        asked = self.voice
        self._link.ask(command, lambda event: self._on_started(event, asked))

    def _on_microphone(self, event: AnyEvent) -> None:
        """Nobody has chosen an output: the voice goes where other programs hear it, and only where that cannot be to the loudspeakers."""
        if isinstance(event, MicrophoneReady):
            self._keeper.set_engine({"output": VIRTUAL_MICROPHONE})
        elif isinstance(event, Failed):
            self._no_microphone = coded("warn", event.code, event.subject, event.facts, event.doing)
        self._without_output = False
        if self.state == "starting":
            self._start()

    def _restart(self) -> None:
        """With other devices, or another input."""
        self._set_state("starting")
        self._link.send(Stop())
        self._start()

    def _ask_voice(self) -> None:
        assert self.voice is not None
        asked = self.voice
        self._set_asked(asked)
        self._sent = self.params()
        command = SetVoice(voice=asked.id, params=params_to_send(self._sent))
        self._link.ask(command, lambda event: self._on_switched(event, asked))

    def _soon(self) -> None:
        if self.on and not self._timer.isActive():
            self._timer.start()

    def _send_params(self) -> None:
        if not self.on or self.voice is None or (self._asked is not None and self._asked.id != self.voice.id):
            return
        before, now = asdict(self._sent), asdict(self.params())
        changed = {name: value for name, value in now.items() if value != before[name]}
        if changed:
            self._sent = self.params()
            self._link.ask(SetParams(params=changed), self._complain)

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if not self.on or self._without_output:
            return
        if now.engine != before.engine:
            self._send_config(now.engine, before.engine)
        if soon_wanted(now) != soon_wanted(before):
            self._link.send(KeepReady(voices=soon_wanted(now)))
        self._soon()

    def _send_config(self, now: EngineConfig, before: EngineConfig) -> None:
        old = asdict(before)
        changed = {name: value for name, value in asdict(now).items() if value != old[name]}
        if set(changed) - MONITOR - REBUILT:
            self._restart()
            return
        if MONITOR & set(changed):
            self._link.ask(SetMonitor(monitor=now.monitor, gain_db=now.monitor_gain_db), self._complain)
        rebuilt = {name: value for name, value in changed.items() if name in REBUILT}
        if rebuilt:
            self._link.ask(SetConfig(config=rebuilt), self._complain)

    # --- from the engine -----------------------------------------------------------------------------------------------------------------

    def _on_started(self, event: AnyEvent, asked: Voice) -> None:
        if isinstance(event, Started):
            self._heard = asked
            self._set_provider(event.provider)
            if self.state == "starting":
                self._set_state("live")
                self.started.emit(event)
                if self._no_microphone is not None:
                    self.said.emit(self._no_microphone)  # nobody else hears the voice
            self._no_microphone = None
            if self.voice is not None and self.voice.id != asked.id and self._asked is None:
                self._ask_voice()
        elif isinstance(event, Failed) and event.code != "engine.died":
            self._set_state("off")
            self._no_microphone = None
            self.said.emit(message_of(event))

    def _on_switched(self, event: AnyEvent, asked: Voice) -> None:
        if isinstance(event, Failed) and event.code == "engine.died":
            return
        self._set_asked(None)
        wanted = self.voice
        if isinstance(event, Failed):
            self.said.emit(message_of(event))
            if wanted is not None and wanted.id == asked.id and self._heard is not None:
                self._show(self._heard)
                return
        else:
            self._heard = asked
        if self.on and wanted is not None and wanted.id != asked.id:
            self._ask_voice()
        else:
            self._soon()

    def _on_stopped(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and self.state == "stopping":
            self._set_state("off")

    def _on_event(self, event: AnyEvent) -> None:
        match event:
            case VoiceHeard():
                self._set_provider(event.provider)
            case Stopped():
                self.stopped.emit(event)
                if self.state == "stopping" or event.reply_to == 0:
                    self._set_asked(None)
                    self._set_state("off")
            case Notice():
                self.said.emit(coded("good" if event.code == "device.back" else "warn", event.code, event.subject, event.facts))
                if event.code in ("device.lost", "device.back") and self.on:
                    self._set_state("waiting" if event.code == "device.lost" else "live")
            case Failed(reply_to=0):
                self.said.emit(message_of(event))

    def _on_died(self, status: int) -> None:
        if self.on:
            text = self.tr("The engine stopped by itself and was started again with the same settings.")
            self.said.emit(Message("warn", text, "engine.died"))
            self._set_state("starting")
            self._start()
        elif self.state == "stopping":
            self._set_state("off")

    def _on_given_up(self, status: int) -> None:
        self._set_asked(None)
        self._set_state("off")
        text = self.tr("The engine keeps stopping by itself. Copy a report in the settings, then try again.")
        self.said.emit(Message("bad", text, "engine.died", self.tr("Start again"), self.start))

    # --- small change --------------------------------------------------------------------------------------------------------------------

    def _complain(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and event.code != "engine.died":
            self.said.emit(message_of(event))

    def _show(self, voice: Voice) -> None:
        self.voice = voice
        self._keeper.change(last_voice=voice.id)
        self.voice_changed.emit(voice)

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _set_asked(self, voice: Voice | None) -> None:
        before, self._asked = self.busy, voice
        if self.busy != before:
            self.busy_changed.emit(self.busy)

    def _set_provider(self, provider: str) -> None:
        if provider != self.provider:
            self.provider = provider
            self.provider_changed.emit(provider)
