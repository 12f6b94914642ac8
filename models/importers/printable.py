"""Texts from other people's files, made fit to be shown and stored."""

from __future__ import annotations

from models.names import normal

MAX_LETTERS = 200


def printable(value: object, max_letters: int = MAX_LETTERS) -> str:
    """`value` without control characters and lone surrogates, cut short; "" for anything that is no text or says "None"."""
    if not isinstance(value, str) or value in ("None", "null"):
        return ""
    return "".join(letter for letter in normal(value[:max_letters]) if letter.isprintable()).strip()
