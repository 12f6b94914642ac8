"""Settings of the engine, each declared once: type, default, range, unit, label.

`LiveParams` act on the next block; `EngineConfig` needs a rebuild of the stream. The command line and the link's checks are derived
from the metadata here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from engine.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Setting:
    """Range, unit and label of one setting; `low`/`high` are None for text and switches, `choices` lists the allowed words."""

    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def setting(
    default: Any, label: str, unit: str = "", low: float | None = None, high: float | None = None, choices: tuple[str, ...] = ()
) -> Any:
    """A dataclass field that carries its `Setting` in the metadata."""
    return field(default=default, metadata={"setting": Setting(label, unit, low, high, choices)})


@dataclass(frozen=True, slots=True)
class LiveParams:
    """What may change from one block to the next. Stages smooth what would click."""

    pitch_st: float = setting(0.0, "Pitch", "semitones", -24.0, 24.0)
    formant_st: float = setting(0.0, "Formant", "semitones", -12.0, 12.0)
    breath: float = setting(0.0, "Breath", "", 0.0, 1.0)
    monotone: float = setting(0.0, "Monotone", "", 0.0, 1.0)
    input_gain_db: float = setting(0.0, "Input gain", "dB", -40.0, 40.0)
    output_gain_db: float = setting(0.0, "Output gain", "dB", -40.0, 20.0)
    gate_db: float = setting(-50.0, "Noise gate opens at", "dBFS", -90.0, 0.0)
    bypass: bool = setting(False, "Bypass")
    muted: bool = setting(False, "Mute")


DETECTORS = ("swiftf0", "harvest", "crepe-tiny", "crepe-full")
HOPS_MS = (10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 250, 300, 400, 500)


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """What a running stream is built from. Empty device names mean the system's default; "none" for the monitor means no monitor."""

    input: str = setting("", "Microphone")
    output: str = setting("", "Output")
    monitor: str = setting("none", "Monitor (headphones)")
    monitor_gain_db: float = setting(0.0, "Monitor level", "dB", -60.0, 12.0)
    backend: str = setting("auto", "Audio system", choices=("auto", "pulse", "portaudio"))
    detector: str = setting("swiftf0", "Pitch detector", choices=DETECTORS)
    hop_ms: int = setting(10, "Block (hop)", "ms", 10, 500)
    margin_ms: float = setting(6.0, "Safety margin before playback", "ms", 0.0, 200.0)
    denoise: bool = setting(False, "Noise suppression")
    seed: int = setting(0, "Seed of the noise", "", 0, 2**31 - 1)


R = TypeVar("R", LiveParams, EngineConfig)


def settings_of(record: type[LiveParams] | type[EngineConfig]) -> dict[str, Setting]:
    """Name -> Setting, in the order of declaration."""
    return {f.name: f.metadata["setting"] for f in fields(record)}


def with_values(record: R, values: Mapping[str, object]) -> R:
    """`record` with `values` put in, each checked against its declaration.

    Raises ConfigError `config.unknown`, `config.type`, `config.range` or `config.choice`.
    """
    table = settings_of(type(record))
    for name, value in values.items():
        if name not in table:
            raise ConfigError("config.unknown", "change a setting", name, known=list(table))
        _check(name, value, table[name], getattr(record, name))
    return replace(record, **{name: _coerced(value, getattr(record, name)) for name, value in values.items()})


def _coerced(value: Any, current: object) -> Any:
    return float(value) if isinstance(current, float) else value


def _check(name: str, value: object, rule: Setting, current: object) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    wanted = type(current).__name__
    fits = {"bool": isinstance(value, bool), "float": number, "int": number and value == int(value), "str": isinstance(value, str)}[wanted]  # type: ignore[call-overload]
    if not fits:
        raise ConfigError("config.type", "change a setting", name, wanted=wanted, got=repr(value))
    if rule.low is not None and rule.high is not None and not rule.low <= float(value) <= rule.high:  # type: ignore[arg-type]
        raise ConfigError("config.range", "change a setting", name, got=float(value), low=rule.low, high=rule.high, unit=rule.unit)  # type: ignore[arg-type]
    if rule.choices and value not in rule.choices:
        raise ConfigError("config.choice", "change a setting", name, got=str(value), choices=list(rule.choices))
