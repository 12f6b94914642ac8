"""torch's older container (before 1.6, and `_use_new_zipfile_serialization=False` since).

Layout: five pickles (magic number, protocol version, system information, the value, the storage keys in order), then for each key an 8-byte
count of items and the items. The value's pickle comes before its storages, so it is read twice: first for what storages there are, then for
good.
"""

from __future__ import annotations

import struct

import numpy as np

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.pickle_data import PickleReader
from models.checkpoint.rebuild import Rebuilder
from models.checkpoint.source import FileBytes
from models.checkpoint.tensors import STORAGE_DTYPES, ByteStorage, TensorBuilder
from models.checkpoint.torch_zip import BUDGET_BASE_BYTES, BUDGET_FACTOR, storage_identity

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
MAGIC_BYTES = b"\x8a\x0a" + MAGIC.to_bytes(10, "little")
_COUNT = struct.Struct("<q")


def read_torch_legacy(source: FileBytes, limits: Limits, outline: bool) -> object:
    """The saved value. Raises MalformedError."""
    head = source.read(0, min(source.size, limits.max_pickle_bytes))
    position = _check_head(head, limits)
    storages = _Storages()
    skimmed = PickleReader(head, Rebuilder(_builder(source, limits, True), limits), storages.note, limits, position)
    skimmed.load()
    keys_reader = PickleReader(head, Rebuilder(_builder(source, limits, True), limits), _no_storage, limits, skimmed.position)
    keys = keys_reader.load()
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise MalformedError("damaged", "the list of storages is none")
    storages.place(source, [str(key) for key in keys], keys_reader.position)
    return PickleReader(head, Rebuilder(_builder(source, limits, outline), limits), storages.note, limits, position).load()


def _builder(source: FileBytes, limits: Limits, outline: bool) -> TensorBuilder:
    return TensorBuilder(BUDGET_FACTOR * source.size + BUDGET_BASE_BYTES, limits, outline)


def _check_head(head: bytes, limits: Limits) -> int:
    position = 0
    values: list[object] = []
    for _ in range(3):
        reader = PickleReader(head, Rebuilder(TensorBuilder(0, limits), limits), _no_storage, limits, position)
        values.append(reader.load())
        position = reader.position
    magic, protocol, system = values
    if type(magic) is not int or magic != MAGIC or type(protocol) is not int or protocol != PROTOCOL:
        raise MalformedError("not_a_checkpoint", "torch's mark is missing")
    if isinstance(system, dict) and system.get("little_endian") is False:
        raise MalformedError("unsupported", "a checkpoint of a big-endian machine")
    return position


def _no_storage(identity: object) -> object:
    raise MalformedError("damaged", "a storage where none can be")


class _Storages:
    """Storages by key: first noted, then given their place in the file."""

    def __init__(self) -> None:
        self._made: dict[str, ByteStorage] = {}
        self._places: dict[str, tuple[FileBytes, int]] = {}

    def note(self, identity: object) -> object:
        """The storage of a persistent id `("storage", type, key, location, n_items, view)`."""
        dtype, key, n_items = storage_identity(identity)
        if isinstance(identity, tuple) and len(identity) > 5 and identity[5] is not None:
            raise MalformedError("unsupported", "views of storages as torch wrote them before 0.4")
        made = self._made.setdefault(key, ByteStorage(dtype, n_items, lambda: self._load(key)))
        if (made.dtype, made.n_items) != (dtype, n_items):
            raise MalformedError("damaged", f"the data of a tensor have two types or sizes ({key[:80]!r})")
        return made

    def place(self, source: FileBytes, keys: list[str], position: int) -> None:
        """Says where the bytes of each storage are; checks that all of them are inside the file."""
        for key in keys:
            made = self._made.get(key)
            if made is None:
                raise MalformedError("damaged", "the list of storages names one that nothing uses")
            (count,) = _COUNT.unpack(source.read(position, _COUNT.size))
            n_bytes = made.n_items * np.dtype(STORAGE_DTYPES[made.dtype]).itemsize
            if count not in (made.n_items, n_bytes):
                raise MalformedError("damaged", f"a storage of {made.n_items} items says it has {count}")
            position += _COUNT.size
            if position + n_bytes > source.size:
                raise MalformedError("damaged", "the file ends before its last tensor")
            self._places[key] = (source, position)
            position += n_bytes

    def _load(self, key: str) -> bytes:
        place = self._places.get(key)
        if place is None:
            raise MalformedError("damaged", "the data of a tensor are missing")
        made = self._made[key]
        return place[0].read(place[1], made.n_items * np.dtype(STORAGE_DTYPES[made.dtype]).itemsize)
