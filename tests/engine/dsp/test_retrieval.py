"""Retrieval against FAISS's own results, and its guards."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.dsp.retrieval import NOTHING, GroupedVectors, blend, group, retrieve, search
from models.importers.index import read_grouped_index

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
TOLERANCE = 1e-4


@cache
def arrays() -> dict[str, NDArray[Any]]:
    with np.load(REFERENCE / "retrieval.npz") as file:
        return dict(file)


@cache
def reference_index() -> GroupedVectors:
    index = read_grouped_index(REFERENCE / "added_IVF8_Flat_nprobe_1_reference_v2.index")
    return group(index.centroids, index.vectors, index.group_of)


def one_group(vectors: NDArray[np.float32]) -> GroupedVectors:
    return group(np.zeros((1, vectors.shape[1]), np.float32), vectors, np.zeros(len(vectors), np.int64))


def test_search_equals_faiss() -> None:
    distances, rows = search(arrays()["query"], reference_index())
    assert np.array_equal(rows, arrays()["ids"])
    assert np.abs(distances - arrays()["score"]).max() < TOLERANCE * arrays()["score"].max()


def test_retrieval_and_blend_equal_the_reference() -> None:
    retrieved = retrieve(arrays()["query"], reference_index())
    assert np.abs(retrieved - arrays()["retrieved"]).max() < TOLERANCE * np.abs(arrays()["retrieved"]).max()
    blended = blend(arrays()["query"], retrieved, 0.75)
    assert np.abs(blended - arrays()["blend_075"]).max() < TOLERANCE * np.abs(arrays()["blend_075"]).max()


def test_an_exact_hit_is_the_answer() -> None:
    vectors = np.random.default_rng(0).standard_normal((20, 4), np.float32)
    assert np.array_equal(retrieve(vectors[3:4], one_group(vectors)), vectors[3:4])


def test_few_vectors_leave_the_rest_empty() -> None:
    vectors = np.array([[1, 0], [0, 2]], np.float32)
    distances, rows = search(np.zeros((1, 2), np.float32), one_group(vectors))
    assert rows[0].tolist() == [0, 1] + [NOTHING] * 6
    assert distances[0, :2].tolist() == [1, 4]
    expected = (1.0 * vectors[0] + (1 / 16) * vectors[1]) / (1 + 1 / 16)
    assert retrieve(np.zeros((1, 2), np.float32), one_group(vectors))[0] == pytest.approx(expected)


def test_an_empty_group_gives_the_query_back() -> None:
    vectors = np.ones((3, 2), np.float32)
    index = group(np.array([[0, 0], [9, 9]], np.float32), vectors, np.zeros(3, np.int64))
    query = np.array([[9, 8]], np.float32)
    assert np.array_equal(retrieve(query, index), query)


def test_the_query_is_not_written_to_and_rates_are_the_ends() -> None:
    query = arrays()["query"].copy()
    retrieved = retrieve(query, reference_index())
    assert np.array_equal(query, arrays()["query"])
    assert np.array_equal(blend(query, retrieved, 0.0), query)
    assert np.array_equal(blend(query, retrieved, 1.0), retrieved)
