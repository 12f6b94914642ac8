"""Values put into a record of settings, each checked against its declaration."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from engine.config.setting import Setting, settings_of
from engine.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NUMBER = re.compile(r"[:.]\d+$")
R = TypeVar("R", bound="DataclassInstance")


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


def _is_whole(value: float) -> bool:
    """Whether a number, which may have any number of digits or be none at all, has nothing after the point."""
    return isinstance(value, int) or (math.isfinite(value) and value == value // 1)


def _is_a_float(value: float) -> bool:
    """Whether a number, which may have any number of digits, is one that a float can be."""
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _check(name: str, value: Any, rule: Setting, current: object) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and _is_a_float(value)
    wanted = type(current).__name__
    fits = {"bool": isinstance(value, bool), "float": number, "int": number and _is_whole(value), "str": isinstance(value, str)}
    if not fits[wanted]:
        raise ConfigError("config.type", "change a setting", name, wanted=wanted, got=repr(value))
    if rule.low is not None and rule.high is not None and not rule.low <= value <= rule.high:
        raise ConfigError("config.range", "change a setting", name, got=float(value), low=rule.low, high=rule.high, unit=rule.unit)
    if rule.step is not None and value % rule.step:
        raise ConfigError("config.step", "change a setting", name, got=float(value), step=rule.step, unit=rule.unit)
    if rule.choices and (_NUMBER.sub("", value) if rule.numbered else value) not in rule.choices:
        nearest = difflib.get_close_matches(value, rule.choices, n=2, cutoff=0.4)
        raise ConfigError("config.choice", "change a setting", name, got=value, choices=list(rule.choices), nearest=nearest)
