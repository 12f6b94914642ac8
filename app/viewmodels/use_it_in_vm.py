"""The page "Use it in...": what to choose and switch in other programs, and whether the voice arrives where they listen.

The test listens at the virtual microphone, as the other program would, and puts that level beside the one that leaves the engine.

Thread: GUI.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.guides import Guide, Guides, System, SystemId, load_guides, this_system
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.messages import message_of
from engine.link.messages import (
    AnyEvent,
    Cancel,
    Failed,
    InputLevel,
    Listen,
    MicrophoneReady,
    ProvideMicrophone,
    Started,
    Stopped,
    Telemetry,
)

ARRIVED_DB = -50.0
SILENT_DB = -120.0
LISTEN_AGAIN_MS = 1000
HOLD_FRAMES = 30
"""For so many news (20 a second) a level counts as heard: between two words nothing is wrong."""

Verdict = Literal["off", "speak", "missing", "lost", "good"]


def verdict(live: bool, microphone: bool, sent_db: float, arrived_db: float) -> Verdict:
    """What the two levels mean: the voice is off; there is no microphone; nobody speaks; it leaves and does not arrive; all is well."""
    if not microphone:
        return "missing"
    if not live:
        return "off"
    if arrived_db > ARRIVED_DB:
        return "good"
    return "lost" if sent_db > ARRIVED_DB else "speak"


class UseItInVM(QObject):
    """changed: the microphone or what is to be read. sent(peak_db), heard(peak_db): the two ends, while the test runs. verdict_changed."""

    changed = Signal()
    sent = Signal(float)
    arrived = Signal(float)
    verdict_changed = Signal(str)
    testing_changed = Signal(bool)

    def __init__(
        self, link: EngineLink, guides: Guides | None = None, system_id: SystemId | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._guides = link, guides or load_guides()
        self.system: System = self._guides.system_of(system_id or this_system())
        self._microphone: MicrophoneReady | None = None
        self.problem = ""
        self._asking = self._testing = self._live = False
        self._listening = 0
        self._sent, self._arrived = Peak(), Peak()
        self._verdict: Verdict = "missing"
        self._again = QTimer(self, singleShot=True, interval=LISTEN_AGAIN_MS)
        self._again.timeout.connect(self._on_again)
        link.event_received.connect(self._on_event)
        link.died.connect(self._on_died)
        link.ready.connect(self._on_again)

    # --- what to read --------------------------------------------------------------------------------------------------------------------

    @property
    def guides(self) -> tuple[Guide, ...]:
        return self._guides.guide

    @property
    def microphone(self) -> str:
        """What the microphone is called in other programs: as it is, or as it usually is where there is none yet."""
        return self._microphone.name if self._microphone is not None else self.system.microphone

    @property
    def there(self) -> bool:
        """Whether there is a virtual microphone."""
        return self._microphone is not None

    def notes(self, guide: Guide) -> list[str]:
        """What else is to be known, on this system."""
        here = guide.on.get(self.system.id)
        return [*guide.notes, *([here] if here else [])]

    # --- what the user does --------------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Asks for the virtual microphone, as when the page is opened; made where the system allows it."""
        if not self._asking:
            self._asking = True
            self._link.ask(ProvideMicrophone(), self._on_microphone)

    @property
    def testing(self) -> bool:
        return self._testing

    def set_test(self, on: bool) -> None:
        """Listens at the microphone, or no longer."""
        if on == self._testing:
            return
        self._testing = on
        self._sent, self._arrived = Peak(), Peak()
        if on:
            self.look()
            self._listen()
        elif self._listening:
            self._link.send(Cancel(job=self._listening))
            self._listening = 0
        self._again.stop()
        for end in (self.sent, self.arrived):
            end.emit(SILENT_DB)
        self.testing_changed.emit(on)
        self._judge()

    # --- from the engine -----------------------------------------------------------------------------------------------------------------

    def _on_microphone(self, event: AnyEvent) -> None:
        self._asking = False
        if isinstance(event, MicrophoneReady):
            self._microphone, self.problem = event, ""
        elif isinstance(event, Failed):
            self._microphone, self.problem = None, message_of(event).text
        self.changed.emit()
        self._listen()
        if self._testing and self._microphone is None:
            self._again.start()
        self._judge()

    def _listen(self) -> None:
        if self._testing and not self._listening and self._microphone is not None:
            self._listening = self._link.ask(Listen(device=self._microphone.input), self._on_listened)

    def _on_listened(self, event: AnyEvent) -> None:
        """The listening has ended by itself: the microphone, or the engine, has gone."""
        if event.reply_to == self._listening:
            self._listening = 0
            self._microphone = None
            if self._testing:
                self._again.start()

    def _on_again(self) -> None:
        """Nothing is asked of an engine that has been given up: that would start it."""
        if self._testing and self._link.running:
            self.look()

    def _on_event(self, event: AnyEvent) -> None:
        match event:
            case Started():
                self._live = True
            case Stopped():
                self._live = False
            case Telemetry():
                self._live = True
                if self._testing:
                    self._sent = self._sent.after(event.output_db)
                    self.sent.emit(event.output_db)
            case InputLevel(reply_to=number) if number == self._listening:
                self._arrived = self._arrived.after(event.peak_db)
                self.arrived.emit(event.peak_db)
            case _:
                return
        self._judge()

    def _on_died(self, status: int) -> None:
        self._live = False
        self._microphone = None
        self._judge()

    def _judge(self) -> None:
        now = verdict(self._live, self.there, self._sent.db, self._arrived.db)
        if now != self._verdict:
            self._verdict = now
            self.verdict_changed.emit(now)

    @property
    def verdict(self) -> Verdict:
        return self._verdict

    def verdict_text(self) -> str:
        """The verdict for people."""
        return {
            "off": self.tr("Start the voice, then speak."),
            "missing": self.problem or self.tr("Looking for the microphone..."),
            "speak": self.tr("Speak. Both bars should move."),
            "lost": self.tr(
                "The voice leaves URVC and does not arrive. Is the output another device, or the microphone muted in the system?"
            ),
            "good": self.tr("The voice arrives. What is still missing is a setting of the other program."),
        }[self._verdict]


class Peak:
    """The highest of the last levels; immutable."""

    def __init__(self, levels: tuple[float, ...] = ()) -> None:
        self._levels = levels

    def after(self, level_db: float) -> Peak:
        return Peak((*self._levels[1 - HOLD_FRAMES :], level_db))

    @property
    def db(self) -> float:
        return max(self._levels, default=SILENT_DB)


def told(text: str) -> str:
    """A text of the guides in the user's language."""
    return QCoreApplication.translate("Guides", text)
