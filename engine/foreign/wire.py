"""What passes between the engine and the process of foreign graphs: a head in JSON, then the arrays that it lists, as they lie in memory.

Neither side trusts a length: a head, an array and all arrays together have most bytes.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAX_HEAD_BYTES = 1 << 20
MAX_ARRAYS_BYTES = 2 << 30
MAX_REPLY_BYTES = 128 << 20
"""What a graph may answer: a window of some seconds has less than a megabyte."""
_LENGTH = struct.Struct("<I")
_TYPES = frozenset({"float16", "float32", "float64", "int8", "uint8", "int16", "int32", "int64", "bool"})


class BrokenPipe(Exception):
    """The other side has gone, or says what is no message."""


@dataclass(frozen=True, slots=True)
class WireMessage:
    """One question or answer: plain values, and arrays by name."""

    values: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def send(stream: BinaryIO, message: WireMessage) -> None:
    """Writes the message. Raises OSError, ValueError where the stream is closed."""
    arrays = {name: np.ascontiguousarray(array) for name, array in message.arrays.items()}
    listed = [[name, str(array.dtype), list(message.arrays[name].shape)] for name, array in arrays.items()]
    head = json.dumps({**message.values, "arrays": listed}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    for array in arrays.values():
        stream.write(array.tobytes())
    stream.flush()


def receive(stream: BinaryIO, most_bytes: int = MAX_ARRAYS_BYTES) -> WireMessage:
    """The next message. Raises BrokenPipe."""
    (n_head,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if n_head > MAX_HEAD_BYTES:
        raise BrokenPipe(f"a head of {n_head} bytes")
    try:
        values = json.loads(_exactly(stream, n_head))
        listed = [(str(name), _type(kind), tuple(map(int, shape))) for name, kind, shape in values.pop("arrays")]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BrokenPipe(f"no message: {error!s:.100}") from None
    sizes = [dtype.itemsize * math.prod(shape) for _, dtype, shape in listed]
    if sum(sizes) > most_bytes or any(n < 0 for _, _, shape in listed for n in shape):
        raise BrokenPipe(f"arrays of {sum(sizes)} bytes")
    arrays = {
        name: np.frombuffer(_exactly(stream, size), dtype).reshape(shape) for (name, dtype, shape), size in zip(listed, sizes, strict=True)
    }
    return WireMessage(values, arrays)


def _type(kind: str) -> np.dtype[Any]:
    if kind not in _TYPES:
        raise ValueError(f"values of type {kind!s:.20}")
    return np.dtype(kind)


def _exactly(stream: BinaryIO, n_bytes: int) -> bytes:
    data = stream.read(n_bytes)
    if len(data) != n_bytes:
        raise BrokenPipe("the other side has gone")
    return data
