"""Everything that the program remembers, as one frozen record.

`Preferences`, `Microphone` and `EngineConfig` are declared setting by setting (type, default, range, unit, label), as in engine/config.py:
the settings page, the checks and the file follow from the declarations. What nobody edits by hand (the last voice, favourites) is plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.config import EngineConfig, LiveParams, setting

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "ko")

Scalar = bool | int | float | str
VoiceParams = Mapping[str, Mapping[str, Scalar]]
"""Voice id -> the live controls that the user has set for it, by the names of LiveParams."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the user chooses about the program itself."""

    theme: str = setting("system", "Light or dark", choices=THEMES)
    language: str = setting("system", "Language", choices=LANGUAGES)
    tray: bool = setting(True, "Keep running in the tray when the window is closed")
    start_minimised: bool = setting(False, "Start minimised")
    start_live: bool = setting(False, "Switch the voice on at start")
    hotkey_power: str = setting("", "Key for on and off, in every program")
    hotkey_bypass: str = setting("", "Key for your own voice (bypass), in every program")
    hotkey_mute: str = setting("", "Key for mute, in every program")
    spectrogram: bool = setting(True, "Show pitch and spectrogram")
    control_enabled: bool = setting(False, "Let other programs on this computer control URVC")
    control_port: int = setting(24048, "Port of the control channel", low=1024, high=65535)


@dataclass(frozen=True, slots=True)
class Microphone:
    """What belongs to the speaker and the microphone, whatever voice is chosen. `speaker_f0_hz` is 0 until it has been measured."""

    input_gain_db: float = setting(0.0, "Input gain", "dB", low=-40.0, high=40.0)
    gate_db: float = setting(-50.0, "Noise gate opens at (-90: always open)", "dBFS", low=-90.0, high=0.0)
    speaker_f0_hz: float = setting(0.0, "Your own pitch (0: not measured)", "Hz", low=0.0, high=1000.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. `engine` is what a stream is built from; `window` is Qt's own description of the window's place,
    `obs_address` where OBS was reached last ("host:port"), `scene_voices` the voice that each of its scenes calls for."""

    preferences: Preferences = field(default_factory=Preferences)
    microphone: Microphone = field(default_factory=Microphone)
    engine: EngineConfig = field(default_factory=EngineConfig)
    last_voice: str = "natural"
    favourites: tuple[str, ...] = ()
    voice_params: VoiceParams = field(default_factory=dict)
    first_run_done: bool = False
    window: str = ""
    obs_address: str = ""
    scene_voices: Mapping[str, str] = field(default_factory=dict)


DECLARED: Mapping[str, type[Preferences] | type[Microphone] | type[EngineConfig]] = {
    "preferences": Preferences,
    "microphone": Microphone,
    "engine": EngineConfig,
}
"""The parts of Settings that are declared setting by setting, by the name of their field."""

MICROPHONE_PARAMS = ("input_gain_db", "gate_db")
"""The live controls that stay when the voice changes."""
VOICE_PARAMS = tuple(name for name in LiveParams.__dataclass_fields__ if name not in (*MICROPHONE_PARAMS, "bypass", "muted"))
"""The live controls that come back with a voice."""
