"""Storages and the tensors that view them, as numpy arrays. Every view is checked against the storage's own size."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.plain import TensorOutline

AnyArray = NDArray[np.generic]

# torch's storage name -> how its bytes lie in the file (little-endian) and what becomes of them
STORAGE_DTYPES = {
    "Float": "<f4",
    "Double": "<f8",
    "Half": "<f2",
    "BFloat16": "<u2",
    "Long": "<i8",
    "Int": "<i4",
    "Short": "<i2",
    "Char": "<i1",
    "Byte": "<u1",
    "UInt16": "<u2",
    "UInt32": "<u4",
    "UInt64": "<u8",
    "Bool": "<u1",
    "Untyped": "<u1",
}
_MAX_DIM = 1 << 40


class Storage(Protocol):
    """A span of equal items in the file; `n_items` is what the file declares, checked against the bytes that are there by `raw`."""

    dtype: str
    n_items: int

    def raw(self) -> bytes: ...


class ByteStorage:
    """A storage whose bytes come from `load` on first use and are then kept (several tensors may share them)."""

    def __init__(self, dtype: str, n_items: int, load: Callable[[], bytes]) -> None:
        self.dtype = dtype
        self.n_items = n_items
        self._load = load
        self._data: bytes | None = None

    def raw(self) -> bytes:
        if self._data is None:
            self._data = self._load()
        return self._data


class TensorBuilder:
    """Makes arrays out of storages, within a budget: a file may not hand out many times the bytes that it holds."""

    def __init__(self, budget_bytes: int, limits: Limits, outline: bool = False, big_endian: bool = False) -> None:
        self._left_bytes = budget_bytes
        self._limits = limits
        self._outline = outline
        self._big_endian = big_endian

    def build(self, storage: Storage, offset: object, size: object, stride: object) -> AnyArray | TensorOutline:
        """The tensor at `offset` of `storage`, C-contiguous; bfloat16 comes as float32."""
        shape, strides = _whole_numbers(size, self._limits), _whole_numbers(stride, self._limits)
        if type(offset) is not int or offset < 0 or len(shape) != len(strides):
            raise MalformedError("damaged", f"a tensor with {len(shape)} sizes, {len(strides)} strides and an unusable offset")
        n_items = math.prod(shape)
        last = offset + sum((n - 1) * step for n, step in zip(shape, strides, strict=True))
        if n_items and last >= storage.n_items:
            raise MalformedError("damaged", f"a tensor of shape {shape} reaches beyond its storage of {storage.n_items} items")
        if math.prod(n for n in shape if n) > _MAX_DIM:
            raise MalformedError("damaged", f"a tensor of shape {shape}")
        self._spend(n_items * np.dtype(STORAGE_DTYPES[storage.dtype]).itemsize * (2 if storage.dtype == "BFloat16" else 1))
        if self._outline:
            return TensorOutline(shape, storage.dtype)
        if not n_items:
            return _converted(np.zeros(shape, STORAGE_DTYPES[storage.dtype]), storage.dtype)
        return _converted(_view(self._items(storage), offset, shape, strides), storage.dtype)

    def _items(self, storage: Storage) -> AnyArray:
        dtype = np.dtype(STORAGE_DTYPES[storage.dtype])
        data = storage.raw()
        if len(data) != storage.n_items * dtype.itemsize:
            raise MalformedError("damaged", f"a storage of {storage.n_items} {storage.dtype} items has {len(data)} bytes")
        items: AnyArray = np.frombuffer(data, dtype.newbyteorder(">") if self._big_endian else dtype)
        return items

    def _spend(self, n_bytes: int) -> None:
        self._left_bytes -= n_bytes
        if self._left_bytes < 0:
            raise MalformedError("too_large", "the tensors unfold to many times the size of the file")


def _view(items: AnyArray, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> AnyArray:
    n_items = math.prod(shape)
    dense = tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))
    if all(n == 1 or step == wanted for n, step, wanted in zip(shape, strides, dense, strict=True)):
        return items[offset : offset + n_items].reshape(shape)
    steps = tuple(step * items.itemsize if n > 1 else 0 for n, step in zip(shape, strides, strict=True))
    return np.ascontiguousarray(np.lib.stride_tricks.as_strided(items[offset:], shape, steps, writeable=False))


def _converted(array: AnyArray, dtype: str) -> AnyArray:
    if dtype == "BFloat16":
        return (array.astype(np.uint32) << np.uint32(16)).view(np.float32)
    if dtype == "Bool":
        truth: AnyArray = array != 0
        return truth
    if array.dtype.isnative:
        return array
    return array.astype(array.dtype.newbyteorder("="))


def _whole_numbers(values: object, limits: Limits) -> tuple[int, ...]:
    if not isinstance(values, (tuple, list)) or len(values) > limits.max_dims:
        raise MalformedError("damaged", "a tensor's sizes are no short list of numbers")
    if any(type(value) is not int or not 0 <= value <= _MAX_DIM for value in values):
        raise MalformedError("damaged", "a tensor's sizes are no whole numbers")
    return tuple(values)
