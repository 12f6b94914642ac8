"""Measuring this computer before an RVC voice speaks on it for the first time, and again where it has changed or cannot keep up.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from app.viewmodels.busy import busy_between, processor_times
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, message_of
from app.viewmodels.session import SessionVM
from engine.link.messages import AnyEvent, Calibrate, Calibrated, Cancel, Failed, Progress
from models.voice import Voice

LOOK_MS = 500
"""How long is looked at what the machine does, before anything of ours computes."""
BUSY = 0.3

Reason = Literal["first", "changed", "asked"]
State = Literal["idle", "looking", "busy", "measuring"]


class CalibrationVM(QObject):
    """began: a dialog is due; changed: another state; progress(0..1); ended: whatever came of it; message(Message)."""

    began = Signal()
    changed = Signal()
    progress = Signal(float)
    ended = Signal()
    message = Signal(object)

    def __init__(self, link: EngineLink, session: SessionVM, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._session, self._keeper = link, session, keeper
        self.state: State = "idle"
        self.reason: Reason = "first"
        self.busy = 0.0
        self._voice = ""
        self._then: Callable[[], None] | None = None
        self._times: tuple[float, float] | None = None
        self._number = 0
        link.event_received.connect(self._on_event)
        session.state_changed.connect(self._on_session)

    def due(self, voice: Voice) -> Reason | None:
        """Why this computer should be measured before `voice` is spoken; None where it need not."""
        from engine.inference.profile import machine, profile_path, read_profile
        from engine.kinds.voices import can_speak, voice_kind

        if not can_speak(voice) or not voice_kind(voice).calibrates or read_profile() is not None:
            return None
        if self._keeper.now.calibration_skipped == machine():
            return None
        return "changed" if profile_path().exists() else "first"

    def begin(self, voice: str = "", reason: Reason = "asked", then: Callable[[], None] | None = None) -> None:
        """Measures with `voice` ("": the first RVC voice), and calls `then` at the end, whatever came of it. A voice that runs is stopped
        first and goes on afterwards."""
        if self.state != "idle":
            return
        self.reason, self._voice, self._then = reason, voice, then
        if self._session.on:
            self._then = then or self._session.start_now
            self._session.stop()
        self._set("looking")
        self.began.emit()
        if self._session.state == "off":
            self._look()

    def go_on(self) -> None:
        """Measures although the machine is busy."""
        if self.state == "busy":
            self._measure()

    def skip(self) -> None:
        """Not now, and not by itself again on this machine."""
        if self.state == "idle":
            return
        from engine.inference.profile import machine

        if self.reason != "asked":
            self._keeper.change(calibration_skipped=machine())
        if self.state == "measuring":
            self._link.send(Cancel(job=self._number))
        else:
            self._end()

    # --- step by step --------------------------------------------------------------------------------------------------------------------

    def _on_session(self, state: str) -> None:
        if state == "off" and self.state == "looking" and self._times is None:
            self._look()

    def _look(self) -> None:
        self._times = processor_times() or (0.0, 0.0)
        QTimer.singleShot(LOOK_MS, self, self._on_looked)

    def _on_looked(self) -> None:
        if self.state != "looking":
            return
        self.busy = busy_between(self._times, processor_times())
        if self.busy > BUSY:
            self._set("busy")
        else:
            self._measure()

    def _measure(self) -> None:
        self._set("measuring")
        self._number = self._link.ask(Calibrate(voice=self._voice), self._on_answer)

    def _on_event(self, event: AnyEvent) -> None:
        if self.state == "measuring" and isinstance(event, Progress) and event.reply_to == self._number:
            self.progress.emit(event.done)

    def _on_answer(self, event: AnyEvent) -> None:
        if isinstance(event, Failed):
            self.message.emit(message_of(event))
        elif isinstance(event, Calibrated):
            text = self.tr("This computer has been measured: about {delay} ms from the microphone to the others.")
            self.message.emit(Message("good", text.format(delay=round(event.delay_ms))))
        self._end()

    def _end(self) -> None:
        then, self._then, self._times = self._then, None, None
        self._set("idle")
        self.ended.emit()
        if then is not None:
            then()

    def _set(self, state: State) -> None:
        self.state = state
        self.changed.emit()
