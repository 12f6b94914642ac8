"""The settings page, from the settings tables: what there is, what it is called, what it costs, when it acts.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.report import Place, figures, report
from app.settings.places import config_dir
from app.settings.record import DECLARED, Settings
from app.viewmodels.costs import OFFERED, Cost, Running, cost_of
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import MONITOR, REBUILT, SessionVM
from engine.config import Setting
from engine.errors import ConfigError
from engine.link.messages import AnyEvent, Devices, ListDevices, Telemetry
from models.places import data_dir

Kind = Literal["switch", "choice", "number", "whole", "text", "keys"]
Effect = Literal["at once", "sound restarts", "program restarts"]
Section = Literal["look", "start", "sound", "speed", "microphone", "keys", "control"]
SECTIONS: tuple[Section, ...] = ("look", "sound", "speed", "microphone", "keys", "start", "control")

SECTION_OF: dict[str, Section] = {
    "theme": "look",
    "language": "look",
    "spectrogram": "look",
    "tray": "start",
    "start_minimised": "start",
    "start_live": "start",
    "hotkey_power": "keys",
    "hotkey_bypass": "keys",
    "hotkey_mute": "keys",
    "control_enabled": "control",
    "control_port": "control",
    "hop_ms": "speed",
    "margin_ms": "speed",
    "lookahead_ms": "speed",
    "context_s": "speed",
    "runtime": "speed",
    "device": "speed",
    "precision": "speed",
    "threads": "speed",
}
ELSEWHERE = {"input", "output", "monitor"}
"""Settings that have a page of their own."""
PROGRAM_RESTARTS = {"language", "spectrogram"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page. `part` is the record that it belongs to, by its name in Settings."""

    part: str
    name: str
    kind: Kind
    label: str
    about: str
    unit: str
    rule: Setting
    section: Section
    effect: Effect

    @property
    def words(self) -> str:
        """What the search looks in."""
        return f"{self.label} {self.about} {self.name} {self.unit}".casefold()


class SettingsVM(QObject):
    """changed(name): a value, by whoever; costs_changed: the figures of what runs; copied: the report is ready (its text)."""

    changed = Signal(str)
    costs_changed = Signal()
    copied = Signal(str)
    refused = Signal(str, str)

    def __init__(self, link: EngineLink, keeper: SettingsKeeper, session: SessionVM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._keeper, self._session = link, keeper, session
        self._last: Telemetry | None = None
        self.global_keys = ""
        """Why global keys cannot be had here; "" where they can."""
        self.calibrate: Callable[[], None] | None = None
        """What the calibration button does; None hides it."""
        self.first_run: Callable[[], None] | None = None
        """Opens the first run again; None hides its button."""
        link.said.connect(self._on_event)
        keeper.changed.connect(self._on_settings)
        session.state_changed.connect(self._on_state)

    # --- the table -----------------------------------------------------------------------------------------------------------------------

    def entries(self) -> tuple[Entry, ...]:
        """Every setting of the page, in the order of the sections."""
        found = [_entry(part, field.name, field.metadata["setting"]) for part, record in DECLARED.items() for field in fields(record)]
        shown = [entry for entry in found if entry.name not in ELSEWHERE]
        return tuple(sorted(shown, key=lambda entry: SECTIONS.index(entry.section)))

    def value(self, entry: Entry) -> Any:
        """The value in force."""
        return getattr(getattr(self._keeper.now, entry.part), entry.name)

    def is_usual(self, entry: Entry) -> bool:
        """Whether it is the default."""
        return bool(self.value(entry) == getattr(DECLARED[entry.part](), entry.name))

    def put(self, entry: Entry, value: Any) -> None:
        """Changes the setting; a value that cannot be is refused and the old one stays."""
        setters = {
            "preferences": self._keeper.set_preferences,
            "microphone": self._keeper.set_microphone,
            "engine": self._keeper.set_engine,
        }
        try:
            setters[entry.part]({entry.name: value})
        except ConfigError as error:
            self.refused.emit(entry.name, error.code)

    def reset(self, entry: Entry) -> None:
        """Back to the default."""
        self.put(entry, getattr(DECLARED[entry.part](), entry.name))

    def fits(self, entry: Entry, search: str) -> bool:
        """Whether the entry is shown for these words: all of them must be in it."""
        return all(word in entry.words for word in search.casefold().split())

    # --- what it costs -------------------------------------------------------------------------------------------------------------------

    def offered(self, entry: Entry) -> tuple[float, ...]:
        """The values offered with their costs, the one in force among them; () where the setting has none."""
        if entry.name not in OFFERED or entry.part != "engine":
            return ()
        return tuple(sorted({*OFFERED[entry.name], self.value(entry)}))

    def cost(self, entry: Entry, value: float | bool) -> Cost:
        """Of setting `entry`, one of COSTED, to `value`."""
        return cost_of(self._running(), entry.name, value)

    @property
    def measured(self) -> bool:
        """Whether costs are whole figures of what runs; else they are differences."""
        return self._running().measured

    def _running(self) -> Running:
        voice, last = self._session.voice, self._last
        is_rvc = voice is not None and voice.rvc is not None
        if last is None:
            return Running(self._keeper.now.engine, is_rvc)
        return Running(self._keeper.now.engine, is_rvc, last.latency_ms, last.load)

    # --- the report ----------------------------------------------------------------------------------------------------------------------

    def copy_report(self) -> None:
        """Asks the engine for the devices; `copied` follows with the text, without them where the engine does not answer."""
        self._link.ask(ListDevices(), self._on_devices)

    def _on_devices(self, event: AnyEvent) -> None:
        devices = event.devices if isinstance(event, Devices) else []
        last = self._last
        facts = figures(last.latency_ms, last.load, last.counters, self._session.provider) if last is not None else {}
        places = (Place("data", data_dir()), Place("config", config_dir()))
        self.copied.emit(report(self._keeper.now, devices, self._link.log, places, facts))

    # --- news ----------------------------------------------------------------------------------------------------------------------------

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Telemetry) and event.seconds > 1.0:
            first, self._last = self._last is None, event
            if first:
                self.costs_changed.emit()

    def _on_state(self, state: str) -> None:
        if state == "off":
            self._last = None
            self.costs_changed.emit()

    def _on_settings(self, now: Settings, before: Settings) -> None:
        for part, record in DECLARED.items():
            new, old = getattr(now, part), getattr(before, part)
            for field in fields(record):
                if getattr(new, field.name) != getattr(old, field.name):
                    self.changed.emit(field.name)
        if now.engine != before.engine:
            self._last = None  # measured with other settings
            self.costs_changed.emit()


def _entry(part: str, name: str, rule: Setting) -> Entry:
    label, about = _parts(QCoreApplication.translate("Setting", rule.label))
    return Entry(
        part=part,
        name=name,
        kind=_kind(part, name, rule),
        label=label,
        about=about,
        unit=QCoreApplication.translate("Setting", rule.unit) if rule.unit else "",
        rule=rule,
        section=SECTION_OF.get(name, "microphone" if part == "microphone" else "sound"),
        effect=_effect(part, name),
    )


def _parts(text: str) -> tuple[str, str]:
    """A label and its explanation, after the colon. A colon in brackets belongs to the label, one in the explanation to a list of words."""
    label, _, about = text.partition(": ")
    if "(" in label and ")" not in label:
        return text, ""
    return label, about if ":" in about else about[:1].upper() + about[1:]


def _kind(part: str, name: str, rule: Setting) -> Kind:
    usual = getattr(DECLARED[part](), name)
    if isinstance(usual, bool):
        return "switch"
    if rule.choices:
        return "choice"
    if isinstance(usual, str):
        return "keys" if name.startswith("hotkey_") else "text"
    return "whole" if isinstance(usual, int) else "number"


def _effect(part: str, name: str) -> Effect:
    if name in PROGRAM_RESTARTS:
        return "program restarts"
    return "sound restarts" if part == "engine" and name not in REBUILT | MONITOR else "at once"
