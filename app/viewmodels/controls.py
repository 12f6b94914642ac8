"""The sliders and switches beside the voice, made from the one settings table; their values live in the settings, by voice.

Thread: GUI.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.settings.record import MICROPHONE_PARAMS, VOICE_PARAMS, Settings
from app.settings.values import Scalar, live_params, proposed, with_voice_value
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from engine.config import NO_MONITOR, EngineConfig, LiveParams, Panel, declared, fits, highest, settings_of

DECLARED = declared()
SHOWN = tuple(name for panel in ("voice", "sound") for name, rule in DECLARED.items() if rule.panel == panel)
"""The controls beside the voice, panel by panel."""
MERGE_S = 1.0
UNDO_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Control:
    """One control as a view needs it: `is_switch` for on and off, else a number from `low` to `high` shown with `decimals`."""

    name: str
    label: str
    tip: str
    unit: str
    low: float
    high: float
    decimals: int
    is_switch: bool
    group: Panel


@dataclass(frozen=True, slots=True)
class _Step:
    """What undo goes back to: the settings before a change of `name`, made at `at_s`."""

    name: str
    at_s: float
    before: Settings


class ControlsVM(QObject):
    """changed(name): a value, or whether the control is of use. `refreshed`: all of them, because the voice or the settings changed."""

    changed = Signal(str)
    refreshed = Signal()
    undo_changed = Signal(bool)

    def __init__(self, session: SessionVM, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._keeper = session, keeper
        self._undo: list[_Step] = []
        session.voice_changed.connect(lambda _: self.refreshed.emit())
        keeper.changed.connect(self._on_settings)

    def controls(self) -> tuple[Control, ...]:
        """All of them, in the order in which they are shown."""
        return tuple(_control(name) for name in SHOWN)

    def value(self, name: str) -> float | bool:
        """The value in force; of switches, whether it is on."""
        engine = self._keeper.now.engine
        if name == "monitor":
            return engine.monitor != NO_MONITOR
        if name in settings_of(EngineConfig):
            return getattr(engine, name)  # type: ignore[no-any-return]
        return getattr(self._params(), name)  # type: ignore[no-any-return]

    def usual(self, name: str) -> float | bool:
        """What the voice proposes, or the program."""
        if name == "monitor":
            return False
        if name in settings_of(EngineConfig):
            return getattr(EngineConfig(), name)  # type: ignore[no-any-return]
        voice = self._session.voice
        return getattr(proposed(voice, self._keeper.now.microphone.speaker_f0_hz) if voice is not None else LiveParams(), name)  # type: ignore[no-any-return]

    def fits(self, name: str) -> bool:
        """Whether the control does anything with the selected voice."""
        voice = self._session.voice
        return voice is not None and fits(DECLARED[name], voice)

    def high(self, name: str) -> float:
        """The highest value with the selected voice."""
        voice = self._session.voice
        return highest(DECLARED[name], voice) if voice is not None else _control(name).high

    def set(self, name: str, value: float | bool) -> None:
        """Changes a value; numbers beyond the range become the nearest within."""
        control = _control(name)
        if not control.is_switch:
            value = min(max(float(value), control.low), self.high(name))
        if value == self.value(name):
            return
        before = self._keeper.now
        self._remember(name, before)
        self._put(name, value, before)

    def reset(self, name: str) -> None:
        """Back to what the voice proposes."""
        self.set(name, self.usual(name))

    def reset_all(self) -> None:
        """All that belongs to the voice back to what it proposes, as one step."""
        voice = self._session.voice
        if voice is None or voice.id not in self._keeper.now.voice_params:
            return
        before = self._keeper.now
        self._remember("", before)
        self._keeper.change(voice_params={one: values for one, values in before.voice_params.items() if one != voice.id})

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def undo(self) -> None:
        """Takes the last change back: a whole movement of a slider at once."""
        if not self._undo:
            return
        step = self._undo.pop()
        before, now = step.before, self._keeper.now
        shown = set(SHOWN) & set(settings_of(EngineConfig))
        engine = replace(now.engine, **{name: getattr(before.engine, name) for name in shown})
        self._keeper.change(voice_params=before.voice_params, microphone=before.microphone, engine=engine)
        self.undo_changed.emit(self.can_undo)

    def _put(self, name: str, value: float | bool, before: Settings) -> None:
        voice = self._session.voice
        if name == "monitor":
            self._session.live.set_monitor(bool(value))
        elif name in settings_of(EngineConfig):
            self._keeper.set_engine({name: value})
        elif name in MICROPHONE_PARAMS:
            self._keeper.set_microphone({name: value})
        elif voice is not None and name in VOICE_PARAMS:
            number: Scalar = type(getattr(LiveParams(), name))(value)
            self._keeper.change(voice_params=with_voice_value(before, voice, name, number).voice_params)

    def _remember(self, name: str, before: Settings) -> None:
        now_s = time.monotonic()
        last = self._undo[-1] if self._undo else None
        if last is not None and name and last.name == name and now_s - last.at_s < MERGE_S:
            self._undo[-1] = replace(last, at_s=now_s)
            return
        self._undo = [*self._undo[1 - UNDO_DEPTH :], _Step(name, now_s, before)]
        self.undo_changed.emit(True)

    def _params(self) -> LiveParams:
        voice = self._session.voice
        return live_params(self._keeper.now, voice) if voice is not None else LiveParams()

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if (now.engine, now.microphone, now.voice_params) != (before.engine, before.microphone, before.voice_params):
            for name in SHOWN:
                self.changed.emit(name)


def _control(name: str) -> Control:
    rule = DECLARED[name]
    record = LiveParams if name in settings_of(LiveParams) else EngineConfig
    return Control(
        name=name,
        label=_words(rule.label),
        tip=_words(rule.help or rule.label),
        unit=_words(rule.unit) if rule.unit else "",
        low=rule.low if rule.low is not None else 0.0,
        high=rule.high if rule.high is not None else 1.0,
        decimals=rule.decimals,
        is_switch=isinstance(getattr(record(), name), (bool, str)),
        group=rule.panel,
    )


def _words(text: str) -> str:
    return QCoreApplication.translate("Setting", text)
