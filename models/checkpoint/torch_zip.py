"""torch's present container: a zip with `{prefix}/data.pkl`, `{prefix}/data/{key}` for each storage, `{prefix}/byteorder`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.pickle_data import PickleReader
from models.checkpoint.plain import Name
from models.checkpoint.rebuild import Rebuilder
from models.checkpoint.source import FileBytes
from models.checkpoint.tensors import STORAGE_DTYPES, ByteStorage, TensorBuilder
from models.checkpoint.zip_entries import ZipEntry, read_directory, read_entry

BUDGET_FACTOR = 4
BUDGET_BASE_BYTES = 1 << 20


def read_torch_zip(source: FileBytes, limits: Limits, outline: bool) -> object:
    """The saved value. Raises MalformedError."""
    entries = {entry.name: entry for entry in read_directory(source, limits)}
    prefix = _prefix(entries)
    record = entries[prefix + "data.pkl"]
    if record.n_bytes > limits.max_pickle_bytes:
        raise MalformedError("too_large", f"the pickle has {record.n_bytes} bytes")
    total = sum(entry.n_bytes for entry in entries.values())
    deflated = sum(entry.n_bytes for entry in entries.values() if entry.method)
    if deflated > limits.max_inflated_bytes:
        raise MalformedError("too_large", f"the archive would unpack to {total} bytes")
    big_endian = prefix + "byteorder" in entries and _small(source, entries[prefix + "byteorder"], limits).strip() == b"big"
    tensors = TensorBuilder(BUDGET_FACTOR * total + BUDGET_BASE_BYTES, limits, outline, big_endian)
    storages = _ZipStorages(source, entries, prefix, limits)
    pickle = read_entry(source, record, limits)
    return PickleReader(pickle, Rebuilder(tensors, limits), storages.get, limits).load()


def _prefix(entries: Mapping[str, ZipEntry]) -> str:
    found = [name[: -len("data.pkl")] for name in entries if name == "data.pkl" or name.endswith("/data.pkl")]
    if len(found) != 1:
        raise MalformedError("not_a_checkpoint", f"the archive holds {len(found)} files data.pkl")
    return found[0]


def _small(source: FileBytes, entry: ZipEntry, limits: Limits) -> bytes:
    return read_entry(source, entry, limits) if entry.n_bytes <= 64 else b""


class _ZipStorages:
    """Storages by persistent id `("storage", type, key, location, n_items)`, each made once."""

    def __init__(self, source: FileBytes, entries: Mapping[str, ZipEntry], prefix: str, limits: Limits) -> None:
        self._source = source
        self._entries = entries
        self._prefix = prefix
        self._limits = limits
        self._made: dict[tuple[str, str], ByteStorage] = {}

    def get(self, identity: object) -> object:
        dtype, key, n_items = storage_identity(identity)
        if (key, dtype) not in self._made:
            entry = self._entries.get(f"{self._prefix}data/{key}")
            if entry is None:
                raise MalformedError("damaged", f"the data of a tensor are missing ({key[:80]!r})")
            if entry.n_bytes != n_items * np.dtype(STORAGE_DTYPES[dtype]).itemsize:
                raise MalformedError("damaged", f"the data of a tensor have {entry.n_bytes} bytes in place of {n_items} items")
            self._made[key, dtype] = ByteStorage(dtype, n_items, lambda: read_entry(self._source, entry, self._limits))
        made = self._made[key, dtype]
        if made.n_items != n_items:
            raise MalformedError("damaged", f"the data of a tensor have two sizes ({key[:80]!r})")
        return made


def storage_identity(identity: object) -> tuple[str, str, int]:
    """(type, key, number of items) of a persistent id, each checked."""
    if not isinstance(identity, tuple) or len(identity) < 5 or identity[0] != "storage":
        raise MalformedError("damaged", "the pickle refers to something other than a storage")
    kind, key, n_items = identity[1], identity[2], identity[4]
    if not isinstance(kind, Name) or not isinstance(key, str) or type(n_items) is not int or not 0 <= n_items <= 1 << 40:
        raise MalformedError("damaged", "a storage without a type, name or size")
    dtype = kind.name.removesuffix("Storage")
    if dtype not in STORAGE_DTYPES:
        raise MalformedError("unsupported", f"tensors of type {dtype[:40]!r}")
    return dtype, key, n_items
