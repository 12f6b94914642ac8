"""FAISS indexes read without FAISS, against FAISS."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import BadVoiceFile
from models.importers.index import read_grouped_index, read_index
from models.importers.index_names import index_matches
from tests.models.voice_files import INDEX, REFERENCE


def written(path: Path, n_trained: int, n_added: int, dim: int = 16, n_lists: int = 4, direct_map: bool = False) -> NDArray[np.float32]:
    """Writes an index with FAISS; the vectors in it."""
    vectors = np.random.default_rng(3).standard_normal((n_trained, dim), np.float32)
    index: Any = faiss.index_factory(dim, f"IVF{n_lists},Flat")
    index.train(vectors)
    if direct_map:
        index.make_direct_map()
    index.add(vectors[:n_added])
    faiss.write_index(index, str(path))
    return vectors[:n_added]


def refusal_of(path: Path, dim: int | None = None) -> dict[str, Any]:
    with pytest.raises(BadVoiceFile) as caught:
        read_index(path, dim)
    return dict(caught.value.facts)


def test_the_reference_index_as_faiss_reads_it() -> None:
    index: Any = faiss.read_index(str(INDEX))
    index.make_direct_map()
    vectors = read_index(INDEX, 48)
    np.testing.assert_array_equal(vectors, index.reconstruct_n(0, index.ntotal))


def test_its_vectors_give_the_reference_scores() -> None:
    with np.load(REFERENCE / "retrieval.npz") as arrays:
        query, score, ids = arrays["query"], arrays["score"], arrays["ids"]
    vectors = read_index(INDEX)
    found = np.square(query[:, None] - vectors[ids]).sum(axis=2)
    np.testing.assert_allclose(found[ids >= 0], score[ids >= 0], rtol=1e-4)


@pytest.mark.parametrize("direct_map", [False, True])
@pytest.mark.parametrize("n_added", [3, 200])
def test_few_vectors_in_many_lists_and_a_direct_map(tmp_path: Path, n_added: int, direct_map: bool) -> None:
    """Few full lists are stored as pairs (list, size), many as a table of sizes."""
    wanted = written(tmp_path / "x.index", 400, n_added, n_lists=10, direct_map=direct_map)
    np.testing.assert_array_equal(read_index(tmp_path / "x.index"), wanted)


def test_a_trained_index_is_refused_with_that_reason(tmp_path: Path) -> None:
    written(tmp_path / "trained_IVF4_Flat_nprobe_1_x_v2.index", 200, 0)
    assert refusal_of(tmp_path / "trained_IVF4_Flat_nprobe_1_x_v2.index")["reason"] == "empty_index"


def test_another_dimension() -> None:
    facts = refusal_of(INDEX, 768)
    assert (facts["reason"], facts["got"], facts["wanted"]) == ("wrong_index", 48, 768)


@pytest.mark.parametrize(
    "kind", ["Flat", "IVF4_HNSW8,Flat", "IVF4,PQ4x4,RFlat", "IVF4,Flat,RFlat", "IVF4_HNSW8,PQ4x4,RFlat", "IVF4,PQ4x4fs,RFlat"]
)
def test_every_index_with_whole_vectors_is_read(tmp_path: Path, kind: str) -> None:
    index: Any = faiss.index_factory(16, kind)
    vectors = np.random.default_rng(3).standard_normal((700, 16), np.float32)
    index.train(vectors)
    index.add(vectors)
    faiss.write_index(index, str(tmp_path / "x.index"))
    read = read_grouped_index(tmp_path / "x.index")
    np.testing.assert_array_equal(read.vectors, vectors)
    distances = np.square(vectors[:, None] - read.centroids).sum(axis=2)
    np.testing.assert_array_equal(read.group_of, distances.argmin(axis=1))


@pytest.mark.parametrize("name", ["added_flat.index", "added_ivf_hnsw.index", "added_ivf_pq_rflat.index"])
def test_the_indexes_that_people_have(name: str) -> None:
    index: Any = faiss.read_index(str(REFERENCE.parent / "hostile" / name))
    whole = faiss.downcast_index(index.refine_index) if hasattr(index, "refine_index") else index
    if hasattr(whole, "make_direct_map"):
        whole.make_direct_map()
    np.testing.assert_array_equal(read_index(REFERENCE.parent / "hostile" / name), whole.reconstruct_n(0, index.ntotal))


def test_many_vectors_without_groups_are_grouped(tmp_path: Path) -> None:
    """Each in the group of its nearest centroid, none of which holds more than some hundreds."""
    vectors = np.random.default_rng(3).standard_normal((6000, 16), np.float32)
    index: Any = faiss.index_factory(16, "Flat")
    index.add(vectors)
    faiss.write_index(index, str(tmp_path / "x.index"))
    read = read_grouped_index(tmp_path / "x.index")
    distances = np.square(vectors[:, None] - read.centroids).sum(axis=2)
    assert np.take_along_axis(distances, read.group_of[:, None], 1)[:, 0] == pytest.approx(distances.min(axis=1), rel=1e-3)
    assert np.bincount(read.group_of).max() < 600


@pytest.mark.parametrize("kind", ["IVF4,PQ4x4", "IVF4,PQ4x4fs", "HNSW8", "IVF4,SQ8", "PQ4x4", "LSH"])
def test_other_indexes(tmp_path: Path, kind: str) -> None:
    index: Any = faiss.index_factory(16, kind)
    vectors = np.random.default_rng(3).standard_normal((700, 16), np.float32)
    index.train(vectors)
    index.add(vectors)
    faiss.write_index(index, str(tmp_path / "x.index"))
    assert refusal_of(tmp_path / "x.index")["reason"] == "wrong_index"


def test_numbers_that_are_none(tmp_path: Path) -> None:
    vectors = written(tmp_path / "x.index", 200, 200)
    content = (tmp_path / "x.index").read_bytes()
    at = content.rfind(vectors[7].tobytes())
    (tmp_path / "x.index").write_bytes(content[:at] + struct.pack("<f", float("nan")) + content[at + 4 :])
    assert refusal_of(tmp_path / "x.index")["reason"] == "not_finite"


@pytest.mark.parametrize("n_bytes", [0, 3, 4, 30, 60, 500, -1])
def test_a_file_that_is_cut_short(tmp_path: Path, n_bytes: int) -> None:
    (tmp_path / "x.index").write_bytes(INDEX.read_bytes()[:n_bytes])
    assert refusal_of(tmp_path / "x.index")["reason"] in ("damaged", "wrong_index", "empty")


@pytest.mark.parametrize(
    ("index", "voice", "matches"),
    [
        ("added_IVF256_Flat_nprobe_1_Somebody_v2", "Somebody", True),
        ("added_IVF256_Flat_nprobe_1_Somebody_v2", "somebody_e200_s4000", True),
        ("added_IVF256_Flat_nprobe_1_Some body (2)_v1", "Some_Body-2", True),
        ("added_IVF256_Flat_nprobe_1_声_v2", "声", True),
        ("Somebody", "Somebody", True),
        ("trained_IVF256_Flat_nprobe_1_Somebody_v2", "Somebody", True),
        ("added_IVF256_Flat_nprobe_1_Somebody_v2", "Nobody", False),
        ("added_IVF256_Flat_nprobe_1_v2", "", False),
    ],
)
def test_which_index_belongs_to_which_voice(index: str, voice: str, matches: bool) -> None:
    assert index_matches(index, voice) is matches
