"""Names of files that are no text: on Linux any bytes are a name, and Python carries them as lone surrogates, which JSON cannot."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticSerializationError, to_json


def as_json(value: object) -> str:
    """JSON of plain values, with question marks in place of what is no text. NaN and infinities become null."""
    try:
        return to_json(value, inf_nan_mode="null").decode()
    except PydanticSerializationError:
        return to_json(textual(value), inf_nan_mode="null").decode()


def textual(value: Any) -> Any:
    """Plain values with question marks in place of what is no text."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    if isinstance(value, dict):
        return {textual(name): textual(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [textual(one) for one in value]
    return value


def not_text(value: Any) -> str:
    """The first string in plain values that is no text, made readable; "" where all are."""
    if isinstance(value, str):
        readable: str = textual(value)
        return readable if readable != value else ""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return next((found for one in inside if (found := not_text(one))), "")
