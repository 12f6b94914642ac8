"""A FAISS index that keeps whole vectors -> its vectors, in the order of their ids, and how they are grouped: `IVF{n},Flat` as RVC writes
it, also with a quantizer that is a graph (`IVF{n}_HNSW`), `Flat`, and `IVF{n},PQ{m},RFlat`.

Read here and not by FAISS, whose reader trusts the file: a changed length there ends the process. Layout (faiss/impl/index_write.cpp):
index header, number of lists and of probes, the coarse quantizer (a flat index with the centroids), direct map, inverted lists.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.checkpoint.limits import Limits
from models.checkpoint.lookalikes import HEAD_BYTES, told_apart
from models.checkpoint.malformed import MalformedError
from models.checkpoint.source import FileBytes
from models.importers.grouping import grouped
from models.importers.refusal import Refusal

MAX_DIM = 4096
MAX_LISTS = 1 << 20
MAX_VECTORS = 1 << 24
_INDEX_LIMITS = Limits(max_file_bytes=2 << 30)
_DOING = "read the index"
_L2, _INNER_PRODUCT = 1, 0
_FLAT = (b"IxF2", b"IxFI", b"IxFl")
_COMPRESSED = {
    b"IwPQ": "an index of compressed vectors (IVF,PQ) without the whole ones (RFlat)",
    b"IwPf": "an index of compressed vectors (IVF,PQ) without the whole ones (RFlat)",
    b"IwSq": "an index of compressed vectors (IVF,SQ)",
    b"IxPq": "an index of compressed vectors (PQ)",
    b"IxSQ": "an index of compressed vectors (SQ)",
    b"IHNf": "an index of the kind HNSW",
}

_Members = tuple[int, NDArray[np.int64]]
_List = tuple[int, NDArray[np.int64], bytes]


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
            if (other := told_apart(source.read(0, min(source.size, HEAD_BYTES)))) is not None:
                raise other
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
    if tag == b"IwFl":
        return _grouped(reader)
    if tag in _FLAT:
        vectors = _flat(reader)
        return VoiceIndex(vectors, *grouped(vectors))
    if tag == b"IxRF":
        return _refined(reader)
    known = tag[:2] in (b"Ix", b"Iw", b"Iv", b"IH", b"Im")
    raise Refusal("wrong_index", _COMPRESSED.get(tag, "an index of a kind that keeps no whole vectors") if known else "not an index")


def _grouped(reader: _Reader) -> VoiceIndex:
    """IVF,Flat."""
    header, centroids = _groups(reader)
    if not header.n_vectors:
        raise Refusal("empty_index", "the index is trained and holds no vectors")
    members: list[_Members] = []
    vectors: NDArray[np.float32] | None = None
    for number, ids, codes in _inverted_lists(reader, header, len(centroids), 4 * header.dim):
        if vectors is None:  # only now is it known that the file is as large as it says
            vectors = np.empty((header.n_vectors, header.dim), np.float32)
        vectors[ids] = np.frombuffer(codes, "<f4").reshape(len(ids), header.dim)
        members.append((number, ids))
    group_of = _group_of(members, header.n_vectors)
    assert vectors is not None  # or a vector would have no group
    return VoiceIndex(vectors, centroids, group_of)


def _refined(reader: _Reader) -> VoiceIndex:
    """Something,RFlat: a small index for finding, with the whole vectors behind it."""
    outer, tag = reader.header(), reader.tag()
    if tag not in (b"IwPQ", b"IwPf", b"IwFl"):
        raise Refusal("wrong_index", _COMPRESSED.get(tag, "an index of a kind that is not read"))
    header, centroids = _groups(reader)
    code_bytes = 4 * header.dim if tag == b"IwFl" else _skip_product_quantizer(reader, in_blocks=tag == b"IwPf")
    if not header.n_vectors:
        raise Refusal("empty_index", "the index is trained and holds no vectors")
    members = [(number, ids) for number, ids, _ in _inverted_lists(reader, header, len(centroids), code_bytes)]
    group_of = _group_of(members, header.n_vectors)
    if reader.tag() not in _FLAT:
        raise Refusal("wrong_index", "an index of a kind that keeps no whole vectors")
    vectors = _flat(reader)
    if vectors.shape != (header.n_vectors, header.dim) or outer.dim != header.dim:
        raise MalformedError("damaged", "the vectors do not fit the index")
    return VoiceIndex(vectors, centroids, group_of)


def _groups(reader: _Reader) -> tuple[_Header, NDArray[np.float32]]:
    """What every IVF index begins with."""
    header = reader.header()
    n_lists = reader.whole("<Q", 1, MAX_LISTS, "the number of lists")
    reader.whole("<Q", 0, 1 << 40, "the number of probes")
    tag = reader.tag()
    if tag == b"IHNf":
        _skip_graph(reader)
        tag = reader.tag()
    if tag not in _FLAT:
        raise MalformedError("unsupported", "an index with an unusual quantizer")
    centroids = _flat(reader)
    if centroids.shape != (n_lists, header.dim):
        raise MalformedError("damaged", "the centroids do not fit the index")
    _skip_direct_map(reader)
    return header, centroids


def _flat(reader: _Reader) -> NDArray[np.float32]:
    """[n, dim]: the vectors of a flat index, one after the other."""
    header = reader.header()
    numbers = reader.counted_bytes(4, MAX_VECTORS * MAX_DIM, "the size of the vectors")
    if len(numbers) != 4 * header.n_vectors * header.dim:
        raise MalformedError("damaged", "the vectors do not fit the index")
    if not header.n_vectors:
        raise Refusal("empty_index", "the index holds no vectors")
    vectors = np.frombuffer(numbers, "<f4").reshape(header.n_vectors, header.dim)
    if not np.isfinite(vectors).all():
        raise Refusal("not_finite", "the index holds infinities or NaN", weight="index")
    return vectors


def _skip_graph(reader: _Reader) -> None:
    """HNSW: a header, five tables (probabilities, neighbours a level, levels, offsets, neighbours), five numbers; its vectors follow."""
    reader.header()
    for item_bytes in (8, 4, 4, 8, 4):
        reader.counted_bytes(item_bytes, MAX_VECTORS, "the size of the quantizer's graph")
    reader.take(20)


def _skip_product_quantizer(reader: _Reader, in_blocks: bool) -> int:
    """The bytes of a code. in_blocks: laid out for a fast scan, which says more of itself (four numbers)."""
    reader.whole("<B", 0, 1, "whether residuals are kept")
    code_bytes = reader.whole("<Q", 1, 4 * MAX_DIM, "the size of a code")
    reader.take(48 if in_blocks else 24)
    reader.counted_bytes(4, MAX_DIM << 16, "the size of the code book")
    return code_bytes


def _skip_direct_map(reader: _Reader) -> None:
    kind = reader.whole("<B", 0, 2, "the kind of the direct map")
    reader.counted_bytes(8, MAX_VECTORS, "the size of the direct map")
    if kind == 2:
        reader.counted_bytes(16, MAX_VECTORS, "the size of the direct map")


def _inverted_lists(reader: _Reader, header: _Header, n_lists: int, code_bytes: int) -> Iterator[_List]:
    """The number of each list, the ids in it, and what is kept of each vector."""
    tag = reader.tag()
    if tag == b"ilbl":
        yield from _block_lists(reader, header, n_lists)
        return
    if tag != b"ilar":
        raise MalformedError("unsupported", "an index with its lists elsewhere")
    if reader.whole("<Q", 1, MAX_LISTS, "the number of lists") != n_lists:
        raise MalformedError("damaged", "two numbers of lists")
    if reader.whole("<Q", 1, 4 * MAX_DIM, "the size of a vector") != code_bytes:
        raise MalformedError("damaged", "vectors of another size than the index says")
    sizes = _list_sizes(reader, n_lists)
    if int(sizes.sum()) != header.n_vectors or header.n_vectors * (code_bytes + 8) > reader.n_left:
        raise MalformedError("damaged", "the lists do not hold as many vectors as the index says")
    for number in np.flatnonzero(sizes).tolist():
        size = int(sizes[number])
        codes = reader.take(code_bytes * size)
        yield number, _ids(reader.take(8 * size), header), codes


def _block_lists(reader: _Reader, header: _Header, n_lists: int) -> Iterator[_List]:
    """As they are laid out for a fast scan: the ids of a list, then its codes in blocks."""
    if reader.whole("<Q", 1, MAX_LISTS, "the number of lists") != n_lists:
        raise MalformedError("damaged", "two numbers of lists")
    reader.take(24)
    for number in range(n_lists):
        ids = reader.counted_bytes(8, header.n_vectors, "the size of a list")
        reader.counted_bytes(1, MAX_VECTORS * MAX_DIM, "the size of a list")
        if ids:
            yield number, _ids(ids, header), b""


def _ids(data: bytes, header: _Header) -> NDArray[np.int64]:
    ids = np.frombuffer(data, "<i8")
    if ids.min() < 0 or ids.max() >= header.n_vectors:
        raise MalformedError("damaged", "a vector with an id outside the index")
    return ids


def _group_of(members: Sequence[_Members], n_vectors: int) -> NDArray[np.int64]:
    if sum(len(ids) for _, ids in members) != n_vectors:
        raise MalformedError("damaged", "the lists do not hold as many vectors as the index says")
    group_of = np.full(n_vectors, -1, np.int64)
    for number, ids in members:
        group_of[ids] = number
    if group_of.min() < 0:
        raise MalformedError("damaged", "two vectors with one id")
    return group_of


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
