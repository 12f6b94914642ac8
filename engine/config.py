"""Settings of the engine, each declared once: type, default, range, unit, label.

`LiveParams` act on the next block; `EngineConfig` needs a rebuild of the stream. The command line and the link's checks are derived
from the metadata here.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from engine.errors import ConfigError
from models.voice import VoiceDefaults

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting is called and may be: `low`/`high` are None for text and switches, `choices` lists the allowed words, `step` the
    raster of a number. `option` is its name on the command line ("" where it has none)."""

    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    step: float | None = None
    option: str = ""


def setting(default: Any, label: str, unit: str = "", **rule: Any) -> Any:
    """A dataclass field that carries its `Setting` in the metadata."""
    return field(default=default, metadata={"setting": Setting(label, unit, **rule)})


@dataclass(frozen=True, slots=True)
class LiveParams:
    """What may change from one block to the next. Stages smooth what would click."""

    pitch_st: float = setting(0.0, "Pitch", "semitones", low=-24.0, high=24.0, option="pitch")
    formant_st: float = setting(0.0, "Formant", "semitones", low=-12.0, high=12.0, option="formant")
    breath: float = setting(0.0, "Breath", low=0.0, high=1.0, option="breath")
    monotone: float = setting(0.0, "Monotone", low=0.0, high=1.0, option="monotone")
    index_rate: float = setting(0.75, "Index: how much of the voice's own articulation", low=0.0, high=1.0, option="index-rate")
    protect: float = setting(0.33, "Protection of consonants from the index (0.5: none)", low=0.0, high=0.5, option="protect")
    envelope_mix: float = setting(1.0, "Loudness: 0 follows yours, 1 is the voice's own", low=0.0, high=1.0, option="envelope-mix")
    speaker: int = setting(0, "Speaker of a voice that has several", low=0, high=9999, option="speaker")
    input_gain_db: float = setting(0.0, "Input gain", "dB", low=-40.0, high=40.0, option="input-gain")
    output_gain_db: float = setting(0.0, "Output gain", "dB", low=-40.0, high=20.0, option="gain")
    gate_db: float = setting(-50.0, "Noise gate opens at (-90: always open)", "dBFS", low=-90.0, high=0.0, option="gate")
    bypass: bool = setting(False, "Bypass: your own voice, at the same delay", option="bypass")
    muted: bool = setting(False, "Mute", option="mute")


PROPOSED = tuple(one.name for one in fields(VoiceDefaults) if one.name in LiveParams.__dataclass_fields__)
"""The live controls that come with a voice."""
DETECTORS = ("swiftf0", "harvest", "crepe-tiny", "crepe-full", "rmvpe")
HOPS_MS = (10, 20, 30, 40, 60, 80, 100, 160, 200, 250, 300, 400, 500)
"""The hops that programs offer; any multiple of 10 ms between them works."""
NO_MONITOR = "none"
AUTO = "auto"
VIRTUAL_MICROPHONE = "virtual"
"""As `output`: the virtual microphone of this system, made where it can be made."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """What a running stream is built from. Empty device names mean the system's default."""

    input: str = setting("", "Microphone, by name or part of it (default: the system's)", option="input")
    output: str = setting("", "Where the voice goes (default: the virtual microphone where there is one)", option="output")
    monitor: str = setting(NO_MONITOR, "Where you hear yourself as well (headphones)", option="monitor")
    monitor_gain_db: float = setting(0.0, "Monitor level", "dB", low=-60.0, high=12.0, option="monitor-gain")
    backend: str = setting("auto", "Audio system", choices=("auto", "pulse", "portaudio"), option="backend")
    detector: str = setting("swiftf0", "Pitch detector", choices=DETECTORS, option="detector")
    hop_ms: int = setting(10, "Block length (hop)", "ms", low=10, high=500, step=10, option="hop")
    margin_ms: float = setting(9.0, "Safety margin before playback: more is steadier and later", "ms", low=0.0, high=200.0, option="margin")
    denoise: bool = setting(False, "Noise suppression (adds 20 ms)", option="denoise")
    lookahead_ms: int = setting(40, "Look-ahead of RVC voices: more is smoother, later", "ms", low=0, high=300, step=10, option="lookahead")
    context_s: float = setting(1.0, "Context of RVC voices: more is steadier and dearer", "s", low=0.3, high=4.0, option="context")
    runtime: str = setting(AUTO, "Inference runtime", choices=(AUTO, "onnxruntime", "openvino"), option="runtime")
    device: str = setting(AUTO, "Where voices are computed: cpu, cuda:0, tensorrt:0, directml:0, coreml, gpu", option="device")
    precision: str = setting(AUTO, "Precision of voices", choices=(AUTO, "float32", "bfloat16", "float16", "int8"), option="precision")
    threads: int = setting(0, "Threads of the processor for voices (0: as many as it has cores)", low=0, high=256, option="threads")
    unvoiced: str = setting(
        "voice",
        "Pitch of RVC voices in unvoiced sounds (voice: as the voice says)",
        choices=("voice", "zero", "interpolate"),
        option="unvoiced",
    )
    seed: int = setting(0, "Seed of the noise: the same seed gives the same samples", low=0, high=2**31 - 1, option="seed")


R = TypeVar("R", bound="DataclassInstance")


def settings_of(record: type[DataclassInstance]) -> dict[str, Setting]:
    """Name -> Setting, in the order of declaration; `record` is LiveParams, EngineConfig, or any dataclass declared in their manner."""
    return {f.name: f.metadata["setting"] for f in fields(record)}


def with_values(record: R, values: Mapping[str, object]) -> R:
    """`record` with `values` put in, each checked against its declaration.

    Raises ConfigError `config.unknown`, `config.type`, `config.range`, `config.step` or `config.choice`.
    """
    table = settings_of(type(record))
    for name, value in values.items():
        if name not in table:
            raise ConfigError("config.unknown", "change a setting", name, known=list(table))
        _check(name, value, table[name], getattr(record, name))
    return replace(record, **{name: _coerced(value, getattr(record, name)) for name, value in values.items()})


def _coerced(value: Any, current: object) -> Any:
    return value if isinstance(current, (bool, str)) else type(current)(value)  # type: ignore[call-arg]


def _check(name: str, value: Any, rule: Setting, current: object) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    wanted = type(current).__name__
    fits = {"bool": isinstance(value, bool), "float": number, "int": number and value == value // 1, "str": isinstance(value, str)}
    if not fits[wanted]:
        raise ConfigError("config.type", "change a setting", name, wanted=wanted, got=repr(value))
    if rule.low is not None and rule.high is not None and not rule.low <= value <= rule.high:
        raise ConfigError("config.range", "change a setting", name, got=float(value), low=rule.low, high=rule.high, unit=rule.unit)
    if rule.step is not None and value % rule.step:
        raise ConfigError("config.step", "change a setting", name, got=float(value), step=rule.step, unit=rule.unit)
    if rule.choices and value not in rule.choices:
        nearest = difflib.get_close_matches(value, rule.choices, n=2, cutoff=0.4)
        raise ConfigError("config.choice", "change a setting", name, got=value, choices=list(rule.choices), nearest=nearest)
