"""The safetensors container: 8 bytes of header length, a JSON header, the bytes of the tensors (format 0.x of huggingface/safetensors)."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import cast

import numpy as np

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.source import FileBytes
from models.checkpoint.tensors import STORAGE_DTYPES, ByteStorage, TensorBuilder

METADATA = "__metadata__"
_DTYPES = {
    "F64": "Double",
    "F32": "Float",
    "F16": "Half",
    "BF16": "BFloat16",
    "I64": "Long",
    "I32": "Int",
    "I16": "Short",
    "I8": "Char",
    "U8": "Byte",
    "U16": "UInt16",
    "U32": "UInt32",
    "U64": "UInt64",
    "BOOL": "Bool",
}


def looks_like_safetensors(source: FileBytes) -> bool:
    """Whether the file begins with a length and a JSON object."""
    return source.size > 9 and source.read(8, 1) == b"{"


def read_safetensors(source: FileBytes, limits: Limits, outline: bool) -> object:
    """Name -> tensor; the file's own metadata (text -> text) under "__metadata__". Raises MalformedError."""
    (n_header,) = struct.unpack("<Q", source.read(0, 8))
    if n_header > limits.max_header_bytes:
        raise MalformedError("too_large", f"the header has {n_header} bytes")
    header = _header(source.read(8, n_header))
    builder = TensorBuilder(2 * source.size + 64, limits, outline)
    start = 8 + n_header
    spans: list[tuple[int, int]] = []
    read: dict[str, object] = {}
    for name, record in header.items():
        if name == METADATA:
            read[name] = _metadata(record)
            continue
        storage, shape, span = _storage(source, start, name, record)
        spans.append(span)
        strides = [int(np.prod(shape[axis + 1 :], dtype=object)) for axis in range(len(shape))]
        read[name] = builder.build(storage, 0, shape, strides)
    _check_spans(sorted(spans), source.size - start)
    return read


def _header(raw: bytes) -> dict[str, object]:
    try:
        header = json.loads(raw.decode("utf-8"), object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise MalformedError("damaged", "the header is no JSON") from None
    if not isinstance(header, dict):
        raise MalformedError("damaged", "the header is no JSON object")
    return cast("dict[str, object]", header)


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise MalformedError("damaged", "the header says something twice")
    return made


def _no_constant(text: str) -> object:
    raise MalformedError("damaged", f"the header holds {text}")


def _metadata(record: object) -> dict[str, str]:
    if not isinstance(record, Mapping) or not all(isinstance(value, str) for value in record.values()):
        raise MalformedError("damaged", "the metadata are no texts")
    return dict(record)


def _storage(source: FileBytes, start: int, name: str, record: object) -> tuple[ByteStorage, list[int], tuple[int, int]]:
    if not isinstance(record, dict):
        raise MalformedError("damaged", f"the header's entry {name[:80]!r} is none")
    dtype, shape, offsets = record.get("dtype"), record.get("shape"), record.get("data_offsets")
    if not isinstance(dtype, str) or not _is_counts(shape) or not _is_counts(offsets) or len(cast("list[int]", offsets)) != 2:
        raise MalformedError("damaged", f"the header's entry {name[:80]!r} is none")
    if dtype not in _DTYPES:
        raise MalformedError("unsupported", f"tensors of type {dtype[:40]!r}")
    begin, end = cast("list[int]", offsets)
    item_bytes = np.dtype(STORAGE_DTYPES[_DTYPES[dtype]]).itemsize
    if begin > end or start + end > source.size or (end - begin) % item_bytes:
        raise MalformedError("damaged", f"the data of {name[:80]!r} lie outside the file")
    n_items = (end - begin) // item_bytes
    storage = ByteStorage(_DTYPES[dtype], n_items, lambda: source.read(start + begin, end - begin))
    sizes = cast("list[int]", shape)
    if len(sizes) <= 8 and int(np.prod(sizes, dtype=object)) != n_items:
        raise MalformedError("damaged", f"the data of {name[:80]!r} do not fit its shape")
    return storage, sizes, (begin, end)


def _is_counts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 16 and all(type(item) is int and 0 <= item <= 1 << 40 for item in value)


def _check_spans(spans: list[tuple[int, int]], n_bytes: int) -> None:
    """The format wants the tensors to cover the rest of the file without holes or overlaps: a sure sign of damage otherwise."""
    at = 0
    for begin, end in spans:
        if begin != at:
            raise MalformedError("damaged", "the tensors overlap or leave holes")
        at = end
    if at != n_bytes:
        raise MalformedError("damaged", "the file is longer or shorter than its tensors")
