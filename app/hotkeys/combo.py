"""What a combination of keys is, read from Qt's portable text ("Ctrl+Alt+V"). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Modifier = Literal["Ctrl", "Alt", "Shift", "Meta"]
MODIFIERS: tuple[Modifier, ...] = ("Ctrl", "Alt", "Shift", "Meta")
NUMPAD = "Num"
"""Qt's word for the keys of the number pad; they are keys of their own."""


@dataclass(frozen=True, slots=True)
class Combo:
    """`key` is Qt's name of the last key: "V", "F9", "Space", "PgUp", "+"; `numpad`: the one of the number pad."""

    modifiers: frozenset[Modifier]
    key: str
    numpad: bool = False


def parse(text: str) -> Combo:
    """Raises ValueError where there is no key, or a word that is no modifier."""
    words, key = (text[:-1], "+") if text == "+" or text.endswith("++") else text.rpartition("+")[::2]
    named = [word for word in words.split("+") if word]
    if not key or any(word not in (*MODIFIERS, NUMPAD) for word in named):
        raise ValueError(f"no combination of keys: {text!r}")
    return Combo(frozenset(modifier for modifier in MODIFIERS if modifier in named), key, NUMPAD in named)
