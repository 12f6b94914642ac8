"""Settings to the text of a file and back. What does not fit is left out and named; nothing here touches a disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.settings.record import DECLARED, VOICE_PARAMS, Settings
from engine.config import LiveParams, with_values
from engine.errors import ConfigError
from jobs.text import not_text, textual

VERSION = 1
HIGHEST_VERSION = 999_999
PLAIN: Mapping[str, type[str] | type[bool]] = {
    "last_voice": str,
    "first_run_done": bool,
    "update_asked": bool,
    "window": str,
    "obs_address": str,
    "calibration_skipped": str,
}


class BrokenSettings(Exception):
    """The text is no settings file at all; the argument says why."""


class FutureSettings(Exception):
    """A newer program wrote this; `version` is the version of its format."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True, slots=True)
class Decoded:
    """`refused` names the values that were left out, as `part.name`; their defaults are in `settings`."""

    settings: Settings
    refused: tuple[str, ...]


def encode(settings: Settings) -> str:
    """JSON, readable, in the order of the declarations."""
    return json.dumps({"version": VERSION, **asdict(settings)}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def decode(text: str) -> Decoded:
    """The settings in `text`; every single value is checked. Raises BrokenSettings, FutureSettings."""
    written = _table(text)
    table = textual(written)
    refused = [] if table == written else [f"?: {not_text(written)}"]
    settings = Settings()
    for part, record in DECLARED.items():
        values = _part(table, part, refused)
        current = record()
        for name, value in values.items():
            try:
                current = with_values(current, {name: value})
            except ConfigError:
                refused.append(f"{part}.{name}")
        settings = _with(settings, part, current)
    for name, kind in PLAIN.items():
        if isinstance(table.get(name, kind()), kind):
            settings = _with(settings, name, table.get(name, getattr(settings, name)))
        else:
            refused.append(name)
    settings = _with(settings, "favourites", _names(table, "favourites", refused))
    settings = _with(settings, "voice_params", _voice_params(table, refused))
    settings = _with(settings, "scene_voices", _texts(table, "scene_voices", refused))
    settings = _with(settings, "voice_keys", _texts(table, "voice_keys", refused))
    known = {"version", "favourites", "voice_params", "scene_voices", "voice_keys", *DECLARED, *PLAIN}
    return Decoded(settings, (*refused, *sorted(set(table) - known)))


def checked_params(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that are live controls of a voice and within their range."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        try:
            with_values(LiveParams(), {name: value})
        except ConfigError:
            continue
        if name in VOICE_PARAMS:
            kept[name] = value
    return kept


def _table(text: str) -> dict[str, Any]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenSettings(str(error)) from None
    if not isinstance(table, dict):
        raise BrokenSettings("the file holds no settings")
    version = table.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BrokenSettings("the file does not say which version it is")
    if version > HIGHEST_VERSION:
        raise BrokenSettings("the file says that it has a version that no program will ever have")
    if version > VERSION:
        raise FutureSettings(version)
    return table


def _part(table: Mapping[str, Any], name: str, refused: list[str]) -> Mapping[str, Any]:
    part = table.get(name, {})
    if isinstance(part, dict):
        return part
    refused.append(name)
    return {}


def _names(table: Mapping[str, Any], name: str, refused: list[str]) -> tuple[str, ...]:
    names = table.get(name, [])
    if isinstance(names, list) and all(isinstance(entry, str) for entry in names):
        return tuple(dict.fromkeys(names))
    refused.append(name)
    return ()


def _texts(table: Mapping[str, Any], name: str, refused: list[str]) -> dict[str, str]:
    """A table of texts; what is none is left out."""
    kept = {key: value for key, value in _part(table, name, refused).items() if isinstance(value, str)}
    refused.extend(f"{name}.{key}" for key in _part(table, name, []) if key not in kept)
    return kept


def _voice_params(table: Mapping[str, Any], refused: list[str]) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for voice, values in _part(table, "voice_params", refused).items():
        if not isinstance(values, dict):
            refused.append(f"voice_params.{voice}")
            continue
        kept[voice] = checked_params(values)
        refused.extend(f"voice_params.{voice}.{name}" for name in values if name not in kept[voice])
    return kept


def _with(settings: Settings, name: str, value: Any) -> Settings:
    return replace(settings, **{name: value})
