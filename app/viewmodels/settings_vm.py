"""The settings page, from the settings tables: what there is, what it is called, what it costs, when it acts.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from pydantic import JsonValue
from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.report import Folder, figures, own_names, report
from app.settings.places import config_dir
from app.settings.record import DECLARED, Settings
from app.settings.values import config_to_send
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.processors import ProcessorsVM
from app.viewmodels.session import SessionVM
from engine.config import AUTO, Acts, EngineConfig, LiveParams, Section, Setting, fits, settings_of
from engine.errors import ConfigError
from engine.link.messages import AnyEvent, AskCosts, Costs, Devices, ListDevices, SettingCost, Started, Telemetry, VoiceChanged
from models.names import loose_key_of
from models.places import data_dir

Kind = Literal["switch", "choice", "number", "whole", "text", "keys"]
Effect = Literal["at once", "sound restarts", "program restarts"]
PAGES: Mapping[Section, str] = {"voice": "voices", "devices": "devices"}
"""Where the settings of other sections are: the key of their page in the window."""
SECTIONS: tuple[Section, ...] = ("look", "sound", "speed", "microphone", "keys", "start", "control")
"""Those of this page, from top to bottom; what is declared for another section has a page of its own."""
EFFECTS: Mapping[Acts, Effect] = {
    "at once": "at once",
    "rebuild": "at once",
    "restart": "sound restarts",
    "program restart": "program restarts",
}


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
        """What the search looks in. What people call it in English finds it in every language."""
        rule = self.rule
        return loose_key_of(f"{self.label} {self.about} {_words(rule.words)} {rule.words} {self.name} {self.unit}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where voices may be computed: `value` is that of the setting, `name` as the maker calls it, "" where that is unknown. `missing`: it
    is set, and not among those that were found."""

    value: str
    name: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """`delay_ms` is the whole delay where something runs, else the difference to the settings in force; `load` 0..1, None where nobody has
    measured it."""

    delay_ms: float
    load: float | None


class SettingsVM(QObject):
    """changed(name): a value, by whoever; costs_changed: the figures of what runs; use_changed: which settings the voice in use has a use
    for; places_changed: what was found on this computer; copied: the report is ready (its text)."""

    changed = Signal(str)
    costs_changed = Signal()
    use_changed = Signal()
    places_changed = Signal()
    copied = Signal(str)
    refused = Signal(str, str)

    def __init__(
        self,
        link: EngineLink,
        keeper: SettingsKeeper,
        session: SessionVM,
        first_run: Callable[[], None] | None = None,
        calibrate: Callable[[], None] | None = None,
        global_keys: str = "",
        processors: ProcessorsVM | None = None,
        show_page: Callable[[str], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """first_run opens the first run again, calibrate measures this computer (None hides their buttons); global_keys: why these cannot
        be had here, "" where they can; processors: what finds them, None offers what is set alone; show_page goes to one of PAGES."""
        super().__init__(parent)
        self._link, self._keeper, self._session = link, keeper, session
        self._last: Telemetry | None = None
        self._watched, self._asked = False, 0
        self._costs: Mapping[str, Sequence[SettingCost]] = {}
        self.first_run, self.calibrate, self.global_keys, self.show_page = first_run, calibrate, global_keys, show_page
        self._processors = processors
        if processors is not None:
            processors.found_them.connect(self.places_changed)
        link.event_received.connect(self._on_event)
        keeper.changed.connect(self._on_settings)
        session.state_changed.connect(self._on_state)
        session.voice_changed.connect(self._on_voice)

    # --- the table -----------------------------------------------------------------------------------------------------------------------

    def entries(self) -> tuple[Entry, ...]:
        """Every setting of the page, in the order of the sections."""
        found = [_entry(part, name, rule, record()) for part, record in DECLARED.items() for name, rule in settings_of(record).items()]
        shown = [entry for entry in found if entry.section in SECTIONS]
        return tuple(sorted(shown, key=lambda entry: SECTIONS.index(entry.section)))

    def elsewhere(self) -> tuple[Entry, ...]:
        """Every setting of another page."""
        records: dict[str, Any] = {"engine": EngineConfig, "voice": LiveParams}
        found = [_entry(part, name, rule, record()) for part, record in records.items() for name, rule in settings_of(record).items()]
        return tuple(entry for entry in found if entry.section in PAGES and entry.rule.kept != "moment")

    def in_use(self, entry: Entry) -> bool:
        """Whether the voice in use has a use for it; where there is none yet, any may come."""
        voice = self._session.voice
        return voice is None or fits(entry.rule, voice)

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
        return all(word in entry.words for word in loose_key_of(search).split())

    # --- what it costs -------------------------------------------------------------------------------------------------------------------

    def offered(self, entry: Entry) -> tuple[float, ...]:
        """The values offered with their costs, the one in force among them; () where the setting has none."""
        return tuple(sorted({*entry.rule.offered, self.value(entry)})) if entry.rule.offered else ()

    def places(self, entry: Entry) -> tuple[Place, ...]:
        """Where a setting that is found by looking may be: by itself, what was found, and what is set; () for any other setting."""
        if not entry.rule.found:
            return ()
        found = self._processors.found if self._processors is not None else ()
        places = {AUTO: Place(AUTO)} | {one.device: Place(one.device, one.name) for one in found}
        value = self.value(entry)
        return tuple((places | {value: places.get(value, Place(value, missing=bool(found)))}).values())

    def cost(self, entry: Entry, value: float) -> Cost | None:
        """Of setting `entry` to `value`; None until the engine has told it."""
        told = next((one for one in self._costs.get(entry.name, ()) if one.value == value), None)
        if told is None:
            return None
        if self._last is None:
            return Cost(told.delay_ms, None)
        load = None if told.load_ratio is None else told.load_ratio * self._last.load
        return Cost(self._last.latency_ms + told.delay_ms, load)

    @property
    def measured(self) -> bool:
        """Whether costs are whole figures of what runs; else they are differences."""
        return self._last is not None

    def watch_costs(self, watched: bool = True) -> None:
        """Whether somebody looks at the costs: only then is the engine asked for them, now and after every change, and this computer
        looked at for what it has."""
        self._watched = watched
        if watched and self._processors is not None:
            self._processors.look()
        self._ask_costs()

    def _ask_costs(self) -> None:
        if not self._watched:
            return
        voice, now = self._session.voice, self._keeper.now
        offered = {
            entry.name: list[JsonValue](self.offered(entry)) for entry in self.entries() if self.offered(entry) and self.in_use(entry)
        }
        command = AskCosts(voice=voice.id if voice else now.last_voice, config=config_to_send(now.engine), settings=offered)
        self._asked = self._link.ask(command, self._on_costs)

    def _on_costs(self, event: AnyEvent) -> None:
        """A later question makes the answer of an earlier one worthless."""
        if event.reply_to != self._asked:
            return
        self._costs = event.settings if isinstance(event, Costs) else {}
        self.costs_changed.emit()

    # --- the report ----------------------------------------------------------------------------------------------------------------------

    def copy_report(self) -> None:
        """Asks the engine for the devices; `copied` follows with the text, without them where the engine does not answer."""
        self._link.ask(ListDevices(), self._on_devices)

    def _on_devices(self, event: AnyEvent) -> None:
        devices = event.devices if isinstance(event, Devices) else []
        last = self._last
        facts = figures(last.latency_ms, last.load, last.counters, self._session.provider) if last is not None else {}
        places = (Folder("data", data_dir()), Folder("config", config_dir()))
        self.copied.emit(report(self._keeper.now, devices, self._link.log, places, facts, own_names()))

    # --- news ----------------------------------------------------------------------------------------------------------------------------

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, (Started, VoiceChanged)):
            self._forget_costs()  # measured with other settings, or with another voice
        elif isinstance(event, Telemetry) and event.seconds > 1.0:
            first, self._last = self._last is None, event
            if first:
                self.costs_changed.emit()

    def _on_voice(self, _: object) -> None:
        self._forget_costs()
        self.use_changed.emit()

    def _on_state(self, state: str) -> None:
        if state == "off":
            self._forget_costs()

    def _forget_costs(self) -> None:
        known = self._last is not None or bool(self._costs)
        self._last, self._costs = None, {}
        if known:
            self.costs_changed.emit()
        if self._link.running:  # an engine that has been given up stays so until somebody wants to speak
            self._ask_costs()

    def _on_settings(self, now: Settings, before: Settings) -> None:
        for part, record in DECLARED.items():
            new, old = getattr(now, part), getattr(before, part)
            for field in fields(record):
                if getattr(new, field.name) != getattr(old, field.name):
                    self.changed.emit(field.name)
        if now.engine != before.engine:
            self._forget_costs()


def _entry(part: str, name: str, rule: Setting, usual: object) -> Entry:
    """`usual` is the record that it belongs to, with the defaults."""
    return Entry(
        part=part,
        name=name,
        kind=_kind(getattr(usual, name), rule),
        label=_words(rule.label),
        about=_words(rule.help),
        unit=_words(rule.unit),
        rule=rule,
        section=rule.section,
        effect=EFFECTS[rule.acts],
    )


def _words(text: str) -> str:
    return QCoreApplication.translate("Setting", text) if text else ""


def _kind(usual: object, rule: Setting) -> Kind:
    if isinstance(usual, bool):
        return "switch"
    if rule.choices or rule.found:
        return "choice"
    if isinstance(usual, str):
        return "keys" if rule.section == "keys" else "text"
    return "whole" if isinstance(usual, int) else "number"
