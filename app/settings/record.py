"""Everything that the program remembers, as one frozen record.

`Preferences`, `Microphone` and `EngineConfig` are declared setting by setting (type, default, range, unit, label), as in engine/config.py:
the settings page, the checks and the file follow from the declarations. What nobody edits by hand (the last voice, favourites) is plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass
from typing import Any

from app.actions import ACTIONS
from engine.config import EngineConfig, LiveParams, setting, settings_of, shared

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "ko")

Scalar = bool | int | float | str
VoiceParams = Mapping[str, Mapping[str, Scalar]]
"""Voice id -> the live controls that the user has set for it, by the names of LiveParams."""


HOTKEY = "hotkey_"

Hotkeys: Any = make_dataclass(
    "Hotkeys",
    [(HOTKEY + one.hotkey, str, setting("", one.hotkey_label, help=one.hotkey_help, section="keys")) for one in ACTIONS if one.hotkey],
    frozen=True,
    slots=True,
)
"""The global keys: one for each action that has one (`hotkey_mute`)."""


@dataclass(frozen=True, slots=True)
class Preferences(Hotkeys):  # type: ignore[misc]  # its fields follow from the table of actions
    """What the user chooses about the program itself."""

    theme: str = setting("system", "Light or dark", choices=THEMES, section="look", words="theme colours")
    language: str = setting("system", "Language", choices=LANGUAGES, acts="program restart", section="look")
    tray: bool = setting(True, "Keep running in the tray when the window is closed", section="start")
    start_minimised: bool = setting(False, "Start minimised", section="start")
    start_live: bool = setting(False, "Switch the voice on at start", section="start")
    update_check: bool = setting(
        False,
        "Look for a new version at every start",
        help="One address is asked, and nothing is sent. Nothing is installed by itself",
        section="start",
    )
    spectrogram: bool = setting(True, "Show pitch and spectrogram", acts="program restart", section="look")
    control_enabled: bool = setting(False, "Let other programs on this computer control URVC", section="control")
    control_port: int = setting(24048, "Port of the control channel", low=1024, high=65535, section="control", advanced=True)


@dataclass(frozen=True, slots=True)
class Microphone:
    """What belongs to the speaker and the microphone, whatever voice is chosen. `speaker_f0_hz` is 0 until it has been measured."""

    input_gain_db: float = shared(LiveParams, "input_gain_db")
    gate_db: float = shared(LiveParams, "gate_db")
    speaker_f0_hz: float = setting(
        0.0, "Your own pitch", "Hz", help="0: not measured", low=0.0, high=1000.0, decimals=1, section="microphone"
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. `engine` is what a stream is built from; `window` is Qt's own description of the window's place,
    `obs_address` where OBS was reached last ("host:port"), `scene_voices` the voice that each of its scenes calls for; `voice_keys` the
    global key of each voice that has one, by the voice's id;
    `update_asked`: whether the user has said if new versions shall be looked for; `calibration_skipped` is the machine that shall not be
    measured by itself."""

    preferences: Preferences = field(default_factory=Preferences)
    microphone: Microphone = field(default_factory=Microphone)
    engine: EngineConfig = field(default_factory=EngineConfig)
    last_voice: str = "natural"
    favourites: tuple[str, ...] = ()
    voice_params: VoiceParams = field(default_factory=dict)
    first_run_done: bool = False
    update_asked: bool = False
    window: str = ""
    obs_address: str = ""
    calibration_skipped: str = ""
    scene_voices: Mapping[str, str] = field(default_factory=dict)
    voice_keys: Mapping[str, str] = field(default_factory=dict)


DECLARED: Mapping[str, type[Preferences] | type[Microphone] | type[EngineConfig]] = {
    "preferences": Preferences,
    "microphone": Microphone,
    "engine": EngineConfig,
}
"""The parts of Settings that are declared setting by setting, by the name of their field."""

MICROPHONE_PARAMS = tuple(name for name, rule in settings_of(LiveParams).items() if rule.kept == "microphone")
"""The live controls that stay when the voice changes."""
VOICE_PARAMS = tuple(name for name, rule in settings_of(LiveParams).items() if rule.kept == "voice")
"""The live controls that come back with a voice."""
