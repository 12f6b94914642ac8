"""Retrieval of a voice's own content features: the mean of the nearest of its training vectors.

The search is that of FAISS's IVF,Flat with one probe, as RVC's indexes say: the vectors are grouped around centroids, and only the group
of the nearest centroid is looked through. So a result may have fewer than k vectors, and is not always the nearest of all: voices are used
to that. A search takes one product with the centroids and a look at some tens of vectors a frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NOTHING = -1
N_NEAREST = 8


@dataclass(frozen=True, slots=True, eq=False)
class GroupedVectors:
    """An index laid out for searching.

    centroids   [n_groups, dim] float32, and the squared length of each, [n_groups]
    vectors     [n, dim] float32, as the index file has them
    order       [n] int64, rows of `vectors`, those of group g at starts[g] .. starts[g + 1]
    starts      [n_groups + 1] int64
    """

    centroids: Floats
    centroid_norms: Floats
    vectors: Floats
    order: NDArray[np.int64]
    starts: NDArray[np.int64]


def group(centroids: Floats, vectors: Floats, group_of: NDArray[np.int64]) -> GroupedVectors:
    """Finds the members of each group (group_of [n], 0 <= number < n_groups), keeping their order inside a group. The vectors stay where
    they are: laying 150 MB out anew took a third of a second of opening a voice, and a search looks at some tens of them."""
    order = np.argsort(group_of, kind="stable")
    starts = np.searchsorted(group_of[order], np.arange(len(centroids) + 1)).astype(np.int64)
    return GroupedVectors(centroids, np.square(centroids).sum(axis=1), vectors, order.astype(np.int64), starts)


def search(query: Floats, index: GroupedVectors, k: int = N_NEAREST) -> tuple[Floats, NDArray[np.int64]]:
    """Squared distances [n, k] float32, ascending, and rows of `index.vectors` [n, k] int64; inf and -1 where the group has no more.

    query [n, dim] float32.
    """
    distances = np.full((len(query), k), np.inf, np.float32)
    rows = np.full((len(query), k), NOTHING, np.int64)
    nearest_group = _nearest_group(query, index)
    for i, g in enumerate(nearest_group.tolist()):
        members = index.order[index.starts[g] : index.starts[g + 1]]
        squared = np.square(index.vectors[members] - query[i]).sum(axis=1)
        best = np.argsort(squared, kind="stable")[:k]
        distances[i, : len(best)] = squared[best]
        rows[i, : len(best)] = members[best]
    return distances, rows


def retrieve(query: Floats, index: GroupedVectors, k: int = N_NEAREST) -> Floats:
    """[n, dim] float32: the weighted mean of each query's nearest vectors; the query itself where there are none.

    Weights are (1 / squared distance) ** 2, normalised. An exact hit has no finite weight: it is the answer.
    """
    distances, rows = search(query, index, k)
    weights = _weights(distances)
    found = np.einsum("qk,qkd->qd", weights, index.vectors[np.maximum(rows, 0)])
    return np.where((rows[:, :1] == NOTHING), query, found).astype(np.float32)


def blend(query: Floats, retrieved: Floats, index_rate: float) -> Floats:
    """`retrieved` where index_rate is 1, `query` where it is 0; both [n, dim]."""
    rate = np.float32(index_rate)
    return rate * retrieved + (np.float32(1) - rate) * query


def _nearest_group(query: Floats, index: GroupedVectors) -> NDArray[np.int64]:
    """[n] int64: the group whose centroid is nearest."""
    squared = index.centroid_norms - 2 * (query @ index.centroids.T)
    nearest: NDArray[np.int64] = squared.argmin(axis=1)
    return nearest


def _weights(distances: Floats) -> Floats:
    """[n, k]: normalised over k, 0 for what was not found; exact hits share everything."""
    exact = distances == 0
    safe = np.where(exact, np.float32(1), distances)
    weights = np.where(exact.any(axis=1, keepdims=True), exact, np.square(1 / safe))
    total = weights.sum(axis=1, keepdims=True)
    return (weights / np.where(total > 0, total, 1)).astype(np.float32)
