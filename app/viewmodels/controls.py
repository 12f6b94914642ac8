"""The sliders and switches beside the voice, made from the one settings table; their values live in the settings, by voice.

Thread: GUI.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.settings.record import MICROPHONE_PARAMS, VOICE_PARAMS, Settings
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from app.viewmodels.values import Scalar, live_params, proposed, with_voice_value
from engine.config import NO_MONITOR, EngineConfig, LiveParams, Setting, settings_of
from models.voice import Voice

Group = Literal["voice", "sound"]

SHORT = {
    "index_rate": "Index",
    "protect": "Protect",
    "envelope_mix": "Loudness",
    "speaker": "Speaker",
    "gate_db": "Noise gate",
    "monitor": "Hear yourself",
}
"""Where the table's label is a sentence; the sentence is the tooltip."""

VOICE_CONTROLS = ("pitch_st", "formant_st", "breath", "monotone", "index_rate", "protect", "envelope_mix", "speaker", "output_gain_db")
SOUND_CONTROLS = ("input_gain_db", "gate_db", "denoise", "monitor", "monitor_gain_db")
VOCODER_ONLY = {"breath", "monotone"}
RVC_ONLY = {"index_rate", "protect", "envelope_mix", "speaker"}
DECIMALS = {"": 2, "dB": 1, "dBFS": 0, "semitones": 1}
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
    group: Group


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
        self._monitor = keeper.now.engine.monitor
        self._undo: list[_Step] = []
        session.voice_changed.connect(lambda _: self.refreshed.emit())
        keeper.changed.connect(self._on_settings)

    def controls(self) -> tuple[Control, ...]:
        """All of them, in the order in which they are shown."""
        return (*(_control(name, "voice") for name in VOICE_CONTROLS), *(_control(name, "sound") for name in SOUND_CONTROLS))

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
        return voice is not None and _fits(name, voice)

    def high(self, name: str) -> float:
        """The highest value: that of the table, or the voice's last speaker."""
        voice = self._session.voice
        if name == "speaker":
            return float(voice.rvc.n_speakers - 1) if voice is not None and voice.rvc is not None else 0.0
        return _control(name, "voice").high

    def set(self, name: str, value: float | bool) -> None:
        """Changes a value; numbers beyond the range become the nearest within."""
        control = _control(name, "sound")
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

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def undo(self) -> None:
        """Takes the last change back: a whole movement of a slider at once."""
        if not self._undo:
            return
        step = self._undo.pop()
        before, now = step.before, self._keeper.now
        engine = replace(
            now.engine, denoise=before.engine.denoise, monitor=before.engine.monitor, monitor_gain_db=before.engine.monitor_gain_db
        )
        self._keeper.change(voice_params=before.voice_params, microphone=before.microphone, engine=engine)
        self.undo_changed.emit(self.can_undo)

    def _put(self, name: str, value: float | bool, before: Settings) -> None:
        voice = self._session.voice
        if name == "monitor":
            self._keeper.set_engine({"monitor": self._monitor_device() if value else NO_MONITOR})
        elif name in settings_of(EngineConfig):
            self._keeper.set_engine({name: value})
        elif name in MICROPHONE_PARAMS:
            self._keeper.set_microphone({name: value})
        elif voice is not None and name in VOICE_PARAMS:
            number: Scalar = int(value) if name == "speaker" else value
            self._keeper.change(voice_params=with_voice_value(before, voice, name, number).voice_params)

    def _monitor_device(self) -> str:
        """The device chosen last, else the system's output."""
        return "" if self._monitor == NO_MONITOR else self._monitor

    def _remember(self, name: str, before: Settings) -> None:
        now_s = time.monotonic()
        last = self._undo[-1] if self._undo else None
        if last is not None and last.name == name and now_s - last.at_s < MERGE_S:
            self._undo[-1] = replace(last, at_s=now_s)
            return
        self._undo = [*self._undo[1 - UNDO_DEPTH :], _Step(name, now_s, before)]
        self.undo_changed.emit(True)

    def _params(self) -> LiveParams:
        voice = self._session.voice
        return live_params(self._keeper.now, voice) if voice is not None else LiveParams()

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if now.engine.monitor != NO_MONITOR:
            self._monitor = now.engine.monitor
        if (now.engine, now.microphone, now.voice_params) != (before.engine, before.microphone, before.voice_params):
            for name in (*VOICE_CONTROLS, *SOUND_CONTROLS):
                self.changed.emit(name)


def _control(name: str, group: Group) -> Control:
    live = settings_of(LiveParams)
    record = LiveParams if name in live else EngineConfig
    rule: Setting = live[name] if name in live else settings_of(EngineConfig)[name]
    is_switch = isinstance(getattr(record(), name), (bool, str))
    return Control(
        name=name,
        label=_words(SHORT.get(name, _short(rule.label))),
        tip=_words(rule.label),
        unit=_words(rule.unit) if rule.unit else "",
        low=rule.low if rule.low is not None else 0.0,
        high=rule.high if rule.high is not None else 1.0,
        decimals=0 if name == "speaker" else DECIMALS.get(rule.unit, 1),
        is_switch=is_switch,
        group=group,
    )


def _short(label: str) -> str:
    """A label without its explanation."""
    return label.partition(":")[0].partition(" (")[0]


def _words(text: str) -> str:
    return QCoreApplication.translate("Setting", text)


def _fits(name: str, voice: Voice) -> bool:
    if voice.rvc is None:
        return name not in RVC_ONLY
    source = voice.rvc
    needed = {
        "pitch_st": source.has_f0,
        "index_rate": source.has_index,
        "protect": source.has_index and source.has_f0,
        "speaker": source.n_speakers > 1,
    }
    return name not in VOCODER_ONLY and needed.get(name, True)
