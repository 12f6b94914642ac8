"""The live session as Qt signals; what it does is in app/live/session.py.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.live.news import News
from app.live.session import DIED, LiveSession
from app.live.status import State, Status
from app.live.wanted import SettingsWanted
from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, coded
from engine.link.messages import Started, Stopped
from models.voice import Voice

SEND_EVERY_MS = 25
AGAIN_MS = 30_000
"""An engine that kept dying is tried again after this pause: what killed it may have passed."""
TOO_SLOW = ("pace.slower", "pace.too_slow")


class SessionVM(QObject):
    """state_changed(State); voice_changed(Voice): the one selected; busy_changed(bool): another voice is being prepared;
    started(Started), stopped(Stopped); provider_changed(str); message(Message); file_changed(str): the file in the microphone's
    place; status_came(Status): every new status, figures and all; measure_wanted: the button of a message that says that the machine
    cannot keep up."""

    state_changed = Signal(str)
    voice_changed = Signal(object)
    busy_changed = Signal(bool)
    bypass_changed = Signal(bool)
    muted_changed = Signal(bool)
    started = Signal(object)
    stopped = Signal(object)
    provider_changed = Signal(str)
    file_changed = Signal(str)
    message = Signal(object)
    status_came = Signal(object)
    measure_wanted = Signal()

    def __init__(self, link: EngineLink, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = SettingsWanted(keeper)
        self.live = LiveSession(link, self._wanted, self._soon, lambda text: QCoreApplication.translate("Error", text))
        self.live.observe(self)
        self.stop = self.live.stop
        self.gate: Callable[[Voice], bool] = lambda voice: False
        self.select, self.set_bypass, self.set_muted = self.live.select, self.live.set_bypass, self.live.set_muted
        link.event_received.connect(self.live.handle)
        link.died.connect(lambda _: self.live.died())
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._try_again)
        link.given_up.connect(self._give_up)
        link.quiet.connect(self.live.hear_quiet)
        keeper.changed.connect(self._on_settings)

    def start(self) -> None:
        """Switches the voice on, unless `gate` has taken it up: it returns True where something is due first, and calls `start_now`."""
        if not self.on and self.voice is not None and not self.gate(self.voice):
            self.live.start()

    def start_now(self) -> None:
        """Switches the voice on as it is."""
        self.live.start()

    def toggle(self) -> None:
        """On, or off."""
        if self.on:
            self.stop()
        else:
            self.start()

    # --- how it stands -------------------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self.live.status.state

    @property
    def on(self) -> bool:
        """Whether the voice runs, or is about to."""
        return self.live.status.on

    @property
    def busy(self) -> bool:
        """Whether another voice is being prepared."""
        return self.live.status.busy

    @property
    def bypass(self) -> bool:
        return self.live.status.bypass

    @property
    def muted(self) -> bool:
        return self.live.status.muted

    @property
    def provider(self) -> str:
        return self.live.status.provider

    @property
    def voice(self) -> Voice | None:
        """The one selected."""
        return self.live.voice

    @property
    def file(self) -> str:
        """The file in the microphone's place, "" for the microphone."""
        return self.live.file

    def set_file(self, path: str, loop: bool = False) -> None:
        """Puts a file in the microphone's place and switches on; "" goes back to the microphone."""
        if path or self.file:
            self.live.file, self.live.loop_file = path, loop
            self.file_changed.emit(path)
            if self.on:
                self.live.set_file(path, loop)
            elif path:
                self.start()

    def _give_up(self, _status: int) -> None:
        was_on = self.on
        self.live.given_up()
        if was_on:
            self._again.start()

    def _try_again(self) -> None:
        """Only where nobody has done anything since."""
        error = self.live.status.error
        if not self.on and error is not None and error.code == DIED:
            self.start()

    def _soon(self, call: Callable[[], None]) -> None:
        QTimer.singleShot(SEND_EVERY_MS, self, call)

    def _on_settings(self, now: Settings, before: Settings) -> None:
        self._wanted.note(now)
        self.live.sync()

    # --- told by the session -------------------------------------------------------------------------------------------------------------

    def status_changed(self, now: Status, before: Status) -> None:
        """Emits what differs, and at last the whole."""
        if (now.voice_id, now.voice_name) != (before.voice_id, before.voice_name):
            self.voice_changed.emit(self.voice)
        for name, signal in (
            ("state", self.state_changed),
            ("busy", self.busy_changed),
            ("bypass", self.bypass_changed),
            ("muted", self.muted_changed),
            ("provider", self.provider_changed),
        ):
            if getattr(now, name) != getattr(before, name):
                signal.emit(getattr(now, name))
        self.status_came.emit(now)

    def news(self, news: News) -> None:
        """Words it."""
        if news.code == DIED:
            self.message.emit(self._died(news))
        else:
            said = coded(news.level, news.code, self._called(news.subject), news.facts, news.doing)
            if news.code in TOO_SLOW:
                said = replace(said, action_label=self.tr("Measure this computer"), action=self.measure_wanted.emit)
            self.message.emit(said)

    def _called(self, subject: str) -> str:
        """What a person calls it: a voice by its name instead of its id."""
        known = {voice.id: voice for voice in self.live.known_voices}
        return known[subject].name if subject in known else subject

    def stream_started(self, event: Started) -> None:
        self.started.emit(event)

    def stream_stopped(self, event: Stopped) -> None:
        self.stopped.emit(event)

    def _died(self, news: News) -> Message:
        if news.level == "warn":
            return Message("warn", self.tr("The engine stopped by itself and was started again with the same settings."), DIED)
        text = self.tr("The engine keeps stopping by itself and is tried again in half a minute. Copy a report in the settings.")
        return Message("bad", text, DIED, self.tr("Start again"), self.start)
