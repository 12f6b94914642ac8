"""Every effect of the program, and from what a voice says to what is computed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from engine.effects import (
    chorus,
    compressor,
    de_esser,
    drive,
    echo,
    equaliser,
    flanger,
    gain,
    high_pass,
    low_pass,
    phaser,
    reverb,
    ring,
    tremolo,
)
from engine.effects.contract import EffectKind, Parameter, Values
from engine.errors import EffectError, Fact
from models.voice import Effect

EFFECTS: dict[str, EffectKind[Any]] = {
    module.EFFECT.name: module.EFFECT
    for module in (
        high_pass,
        low_pass,
        equaliser,
        de_esser,
        compressor,
        drive,
        ring,
        tremolo,
        chorus,
        flanger,
        phaser,
        echo,
        reverb,
        gain,
    )
}
"""By name, in the order in which they are offered."""

_DOING = "use the effect"


@dataclass(frozen=True, slots=True)
class EffectSetting:
    """One effect of a rack and how it stands: every parameter has a value within its range; `mix` is its share in the output."""

    effect: EffectKind[Any]
    values: Values
    mix: float
    on: bool


def setting_of(wished: Effect) -> EffectSetting:
    """The effect that a voice asks for. Raises EffectError `effect.unknown`, `effect.parameter`, `effect.range`."""
    effect = EFFECTS.get(wished.name)
    if effect is None:
        nearest = difflib.get_close_matches(wished.name, EFFECTS, n=3, cutoff=0.4)
        raise EffectError("effect.unknown", _DOING, wished.name, nearest=nearest, known=list(EFFECTS))
    named = dict(wished.params)
    if wished.amount is not None:
        named[effect.parameters[0].name] = wished.amount
    known = {parameter.name: parameter for parameter in effect.parameters}
    for name in named:
        if name not in known:
            raise EffectError("effect.parameter", _DOING, wished.name, parameter=name, known=list(known))
    values = {name: _within(named.get(name, parameter.default), parameter, wished.name) for name, parameter in known.items()}
    return EffectSetting(effect, values, _within(wished.mix, _MIX, wished.name), wished.on)


_MIX = Parameter("mix", "Mix", "", 0.0, 1.0, 1.0)


def _within(value: float, parameter: Parameter, effect: str) -> float:
    if not parameter.low <= value <= parameter.high:
        limits: dict[str, Fact] = {"low": parameter.low, "high": parameter.high, "unit": parameter.unit}
        raise EffectError("effect.range", _DOING, effect, parameter=parameter.name, got=value, **limits)
    return value
