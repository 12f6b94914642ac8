"""The voices that come with the program: `resources/voices/builtin.toml`, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field
from importlib import resources
from typing import Any, TypeVar

from models.errors import BadVoiceFile, VoiceNotFound
from models.names import key_of
from models.voice import N_NEURAL_VOICES, Effect, NeuralSpec, VocoderSpec, Voice, VoiceDefaults

FILE = "voices/builtin.toml"

Range = tuple[float, float]
DEFAULTS_RANGES: Mapping[str, Range] = {
    "pitch_st": (-24.0, 24.0),
    "formant_st": (-12.0, 12.0),
    "breath": (0.0, 1.0),
    "monotone": (0.0, 1.0),
    "target_f0_hz": (0.0, 1000.0),
}
VOCODER_RANGES: Mapping[str, Range] = {
    "fixed_f0_hz": (0.0, 1000.0),
    "vibrato_st": (0.0, 12.0),
    "vibrato_hz": (0.0, 20.0),
    "jitter_st": (0.0, 6.0),
    "tilt_db": (-12.0, 12.0),
    "growl": (0.0, 1.0),
}
NEURAL_RANGES: Mapping[str, Range] = {"row": (0.0, N_NEURAL_VOICES - 1.0), "home_hz": (50.0, 500.0)}

ANY: Range = (-1e9, 1e9)

R = TypeVar("R", VoiceDefaults, VocoderSpec)


def builtin_voices() -> tuple[Voice, ...]:
    """Every built-in voice, in the order of the file. Raises BadVoiceFile."""
    return parse_voices(resources.files("resources").joinpath(FILE).read_text(encoding="utf-8"), FILE)


def find_voice(name: str) -> Voice:
    """The built-in voice whose id or name is `name`, in upper or lower case. Raises VoiceNotFound with the nearest ids."""
    voices = builtin_voices()
    for voice in voices:
        if key_of(name) in (voice.id, key_of(voice.name)):
            return voice
    raise VoiceNotFound(name, [voice.id for voice in voices])


def parse_voices(text: str, subject: str) -> tuple[Voice, ...]:
    """The voices that `text` (TOML, a table `[[voice]]` each) describes; `subject` names the file in errors. Raises BadVoiceFile."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(subject, f"not TOML: {error}") from error
    tables = document.get("voice")
    if set(document) != {"voice"} or not isinstance(tables, list):
        raise _bad(subject, "a list of [[voice]] tables and nothing else is wanted")
    voices = tuple(_voice(table, subject) for table in tables)
    ids = [voice.id for voice in voices]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise _bad(subject, f"voice {', '.join(twice)} is there twice")
    return voices


def _voice(table: object, subject: str) -> Voice:
    if not isinstance(table, dict):
        raise _bad(subject, "a voice is a table")
    where = f"voice {table.get('id', '?')}"
    known = {"id", "name", "description", "tags", "defaults", "vocoder", "neural", "effects"}
    _only(table, known, where, subject)
    id_ = _text(table, "id", where, subject)
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,19}", id_):
        raise _bad(subject, f"{where}: an id is a short lower-case word")
    tags = table.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _bad(subject, f"{where}: tags are a list of words")
    effects = table.get("effects", [])
    if not isinstance(effects, list):
        raise _bad(subject, f"{where}: effects are a list")
    if "neural" in table and "vocoder" in table:
        raise _bad(subject, f"{where}: a voice is neural or of the vocoder, not both")
    neural = _neural(table["neural"], where, subject) if "neural" in table else None
    return Voice(
        id=id_,
        name=_text(table, "name", where, subject),
        description=_text(table, "description", where, subject),
        kind="neural" if neural is not None else "vocoder",
        tags=tuple(tags),
        defaults=_numbers(VoiceDefaults, table.get("defaults", {}), DEFAULTS_RANGES, where, subject),
        vocoder=_numbers(VocoderSpec, table.get("vocoder", {}), VOCODER_RANGES, where, subject),
        effects=tuple(_effect(effect, where, subject) for effect in effects),
        neural=neural,
    )


def _neural(table: object, where: str, subject: str) -> NeuralSpec:
    """Its row among the trained voices, a whole number, and where its pitch lies: both have to be there."""
    if not isinstance(table, dict) or set(table) != set(NEURAL_RANGES):
        raise _bad(subject, f"{where}: neural is {table!r}, wanted row and home_hz")
    row, home_hz = (_number(table[name], NEURAL_RANGES[name], f"{where}: {name}", subject) for name in NEURAL_RANGES)
    if row != int(row):
        raise _bad(subject, f"{where}: row is {row!r}, wanted a whole number")
    return NeuralSpec(int(row), home_hz)


def _numbers(record: Callable[..., R], table: object, ranges: Mapping[str, Range], where: str, subject: str) -> R:
    """`record` made from a table of numbers, each within its range."""
    if not isinstance(table, dict):
        raise _bad(subject, f"{where}: a table of numbers is wanted, not {table!r}")
    _only(table, set(ranges), where, subject)
    return record(**{name: _number(value, ranges[name], f"{where}: {name}", subject) for name, value in table.items()})


def _effect(table: object, where: str, subject: str) -> Effect:
    """What is written, `amount` or parameters by their names; the engine says whether there is such an effect."""
    if not isinstance(table, dict):
        raise _bad(subject, f"{where}: an effect is a table, not {table!r}")
    name, on = _text(table, "name", f"{where}: effect", subject), table.get("on", True)
    if not isinstance(on, bool):
        raise _bad(subject, f"{where}: {name}, on is {on!r}, wanted true or false")
    values = {key: _number(table[key], ANY, f"{where}: {name}, {key}", subject) for key in table if key not in ("name", "mix", "on")}
    if not values:
        raise _bad(subject, f"{where}: {name}, amount is None, wanted a number")
    return Effect(
        name=name,
        amount=values.pop("amount", None),
        mix=_number(table.get("mix", 1.0), (0.0, 1.0), f"{where}: {name}, mix", subject),
        on=on,
        params=tuple(values.items()),
    )


def _number(value: object, limits: Range, what: str, subject: str) -> float:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise _bad(subject, f"{what} is {value!r}, wanted a number from {low:g} to {high:g}")
    return float(value)


def _text(table: Mapping[str, object], key: str, where: str, subject: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _bad(subject, f"{where}: {key} is missing")
    return value


def _only(table: Mapping[str, object], known: set[str], where: str, subject: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise _bad(subject, f"{where}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def _names(declared: tuple[Field[Any], ...]) -> set[str]:
    return {field.name for field in declared}


def _bad(subject: str, reason: str) -> BadVoiceFile:
    return BadVoiceFile("read the voices", subject, reason=reason)
