"""How much is in a serialised ONNX graph, counted before it is parsed: two bytes of a file can become a hundred in memory."""

from __future__ import annotations

from typing import Any

import onnx

from models.importers.refusal import Refusal

MAX_PARTS = 2_000_000
"""Nodes, names, shapes, numbers that stand alone: a full-size voice has some 100,000, and each costs up to 100 bytes in memory."""
MAX_DEPTH = 60
_VARINT, _FIXED64, _SIZED, _FIXED32 = 0, 1, 2, 5


def check_parts(data: bytes) -> None:
    """Raises Refusal (damaged, too_large) unless `data` is a serialised ModelProto of at most MAX_PARTS fields, whatever is in them."""
    left = MAX_PARTS
    view = memoryview(data)
    todo: list[tuple[int, int, Any, int]] = [(0, len(data), onnx.ModelProto.DESCRIPTOR, 0)]
    while todo:
        at, end, kind, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise Refusal("too_large", "a graph that is nested too deeply")
        while at < end:
            left -= 1
            if left < 0:
                raise Refusal("too_large", f"a graph of over {MAX_PARTS} parts")
            key, at = _varint(view, at, end)
            start, at = _value(view, at, end, key & 7)
            field = kind.fields_by_number.get(key >> 3)
            if field is not None and field.message_type is not None and key & 7 == _SIZED:
                todo.append((start, at, field.message_type, depth + 1))


def _value(view: memoryview, at: int, end: int, wire: int) -> tuple[int, int]:
    """(where the value begins, where it ends)."""
    if wire == _SIZED:
        n_bytes, at = _varint(view, at, end)
        after = at + n_bytes
    elif wire == _VARINT:
        return at, _varint(view, at, end)[1]
    elif wire in (_FIXED32, _FIXED64):
        after = at + (4 if wire == _FIXED32 else 8)
    else:
        raise _damaged()
    if after > end:
        raise _damaged()
    return at, after


def _varint(view: memoryview, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 70:
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise _damaged()


def _damaged() -> Refusal:
    return Refusal("damaged", "the file is no ONNX graph, or it is cut short")
