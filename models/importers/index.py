"""A FAISS `IVF{n},Flat` index -> its vectors, in the order of their ids, and how they are grouped.

Read here and not by FAISS, whose reader trusts the file: a changed length there ends the process. Layout (faiss/impl/index_write.cpp):
index header, number of lists and of probes, the coarse quantizer (a flat index with the centroids), direct map, inverted lists.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.source import FileBytes
from models.importers.refusal import Refusal

MAX_DIM = 4096
MAX_LISTS = 1 << 20
MAX_VECTORS = 1 << 24
_INDEX_LIMITS = Limits(max_file_bytes=2 << 30)
_DOING = "read the index"
_L2, _INNER_PRODUCT = 1, 0


@dataclass(frozen=True, slots=True)
class _Header:
    dim: int
    n_vectors: int


class _Reader:
    """A position in the file; every number is checked where it is read."""

    def __init__(self, source: FileBytes) -> None:
        self._source = source
        self.position = 0

    @property
    def n_left(self) -> int:
        return self._source.size - self.position

    def take(self, n_bytes: int) -> bytes:
        data = self._source.read(self.position, n_bytes)
        self.position += n_bytes
        return data

    def whole(self, form: str, low: int, high: int, what: str) -> int:
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        if not low <= value <= high:
            raise MalformedError("damaged", f"{what}: {value}")
        return int(value)

    def tag(self) -> bytes:
        return self.take(4)

    def header(self) -> _Header:
        """dimension, vectors, two unused numbers, whether it is trained, metric (and its argument, where it has one)."""
        dim = self.whole("<i", 1, MAX_DIM, "the number of dimensions")
        n_vectors = self.whole("<q", 0, MAX_VECTORS, "the number of vectors")
        self.take(16)
        self.whole("<B", 0, 1, "whether the index is trained")
        metric = self.whole("<i", 0, 100, "the metric")
        if metric not in (_L2, _INNER_PRODUCT):
            raise MalformedError("unsupported", "an index with an unusual metric")
        return _Header(dim, n_vectors)

    def counted_bytes(self, item_bytes: int, most: int, what: str) -> bytes:
        """A vector as FAISS writes it: the number of items, then the items."""
        n_items = self.whole("<Q", 0, most, what)
        return self.take(n_items * item_bytes)


@dataclass(frozen=True, slots=True, eq=False)
class VoiceIndex:
    """What an index holds.

    vectors     [n, dim] float32, row i is the vector with id i
    centroids   [n_lists, dim] float32
    group_of    [n] int64, the list each vector is in: that of the nearest centroid
    """

    vectors: NDArray[np.float32]
    centroids: NDArray[np.float32]
    group_of: NDArray[np.int64]


def read_index(path: Path, dim: int | None = None) -> NDArray[np.float32]:
    """The vectors of an `added_*.index`: [n, dim] float32, row i is the vector with id i. See `read_grouped_index`."""
    return read_grouped_index(path, dim).vectors


def read_grouped_index(path: Path, dim: int | None = None) -> VoiceIndex:
    """The vectors of an `added_*.index` and their groups: what a search with one probe needs.

    dim: what the voice's content features have; None takes any. Raises BadVoiceFile (`reason` empty_index, wrong_index, not_finite,
    damaged, too_large, unsupported), OSError.
    """
    try:
        with FileBytes(path, _INDEX_LIMITS) as source:
            index = _read(_Reader(source))
        got = index.vectors.shape[1]
        if dim is not None and got != dim:
            raise Refusal("wrong_index", f"an index of {got} numbers a vector, and the voice has {dim}", got=got, wanted=dim)
        if not (np.isfinite(index.vectors).all() and np.isfinite(index.centroids).all()):
            raise Refusal("not_finite", "the index holds infinities or NaN", weight="index")
        return index
    except MalformedError as error:
        raise Refusal(error.reason, error.detail).about(_DOING, path.name) from None
    except Refusal as refusal:
        raise refusal.about(_DOING, path.name) from None


def _read(reader: _Reader) -> VoiceIndex:
    tag = reader.tag() if reader.n_left >= 4 else b""
    if tag != b"IwFl":
        kind = "an index of another kind than IVF,Flat" if tag[:2] in (b"Ix", b"Iw", b"Iv", b"IH") else "not an index"
        raise Refusal("wrong_index", kind)
    header = reader.header()
    n_lists = reader.whole("<Q", 1, MAX_LISTS, "the number of lists")
    reader.whole("<Q", 0, 1 << 40, "the number of probes")
    centroids = _centroids(reader, header, n_lists)
    _skip_direct_map(reader)
    if not header.n_vectors:
        raise Refusal("empty_index", "the index is trained and holds no vectors")
    vectors, group_of = _inverted_lists(reader, header, n_lists)
    return VoiceIndex(vectors, centroids, group_of)


def _centroids(reader: _Reader, header: _Header, n_lists: int) -> NDArray[np.float32]:
    if reader.tag() not in (b"IxF2", b"IxFI", b"IxFl"):
        raise MalformedError("unsupported", "an index with an unusual quantizer")
    inner = reader.header()
    centroids = reader.counted_bytes(4, MAX_LISTS * MAX_DIM, "the size of the centroids")
    if inner.dim != header.dim or inner.n_vectors != n_lists or len(centroids) != 4 * n_lists * header.dim:
        raise MalformedError("damaged", "the centroids do not fit the index")
    return np.frombuffer(centroids, "<f4").reshape(n_lists, header.dim)


def _skip_direct_map(reader: _Reader) -> None:
    kind = reader.whole("<B", 0, 2, "the kind of the direct map")
    reader.counted_bytes(8, MAX_VECTORS, "the size of the direct map")
    if kind == 2:
        reader.counted_bytes(16, MAX_VECTORS, "the size of the direct map")


def _inverted_lists(reader: _Reader, header: _Header, n_lists: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The vectors by id, and the list of each."""
    if reader.tag() != b"ilar":
        raise MalformedError("unsupported", "an index with its lists elsewhere")
    if reader.whole("<Q", 1, MAX_LISTS, "the number of lists") != n_lists:
        raise MalformedError("damaged", "two numbers of lists")
    if reader.whole("<Q", 1, 4 * MAX_DIM, "the size of a vector") != 4 * header.dim:
        raise MalformedError("damaged", "vectors of another size than the index says")
    sizes = _list_sizes(reader, n_lists)
    if int(sizes.sum()) != header.n_vectors or header.n_vectors * (4 * header.dim + 8) > reader.n_left:
        raise MalformedError("damaged", "the lists do not hold as many vectors as the index says")
    vectors = np.empty((header.n_vectors, header.dim), np.float32)
    group_of = np.full(header.n_vectors, -1, np.int64)
    for number in np.flatnonzero(sizes).tolist():
        size = int(sizes[number])
        codes = np.frombuffer(reader.take(4 * header.dim * size), "<f4").reshape(size, header.dim)
        ids = np.frombuffer(reader.take(8 * size), "<i8")
        if ids.min() < 0 or ids.max() >= header.n_vectors:
            raise MalformedError("damaged", "a vector with an id outside the index")
        vectors[ids] = codes
        group_of[ids] = number
    if group_of.min() < 0:
        raise MalformedError("damaged", "two vectors with one id")
    return vectors, group_of


def _list_sizes(reader: _Reader, n_lists: int) -> NDArray[np.uint64]:
    """Sizes of all lists: all of them ("full"), or pairs of list and size ("sprs")."""
    form = reader.tag()
    if form == b"full":
        sizes = np.frombuffer(reader.counted_bytes(8, n_lists, "the number of list sizes"), "<u8")
        if len(sizes) != n_lists:
            raise MalformedError("damaged", "the sizes of some lists are missing")
    elif form == b"sprs":
        pairs = np.frombuffer(reader.counted_bytes(8, 2 * n_lists, "the number of list sizes"), "<u8")
        if len(pairs) % 2 or (len(pairs) and pairs[::2].max() >= n_lists) or len(set(pairs[::2].tolist())) != len(pairs) // 2:
            raise MalformedError("damaged", "the sizes of the lists are no pairs")
        sizes = np.zeros(n_lists, np.uint64)
        sizes[pairs[::2].astype(np.int64)] = pairs[1::2]
    else:
        raise MalformedError("unsupported", "an index with an unusual table of lists")
    if len(sizes) and sizes.max() > MAX_VECTORS:
        raise MalformedError("damaged", "a list of impossible size")
    return sizes.astype(np.uint64)
