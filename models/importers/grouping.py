"""Groups for vectors that come without: a search looks only through the group whose centroid is nearest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

WHOLE = 4096
"""So many vectors are looked through at every frame: one group, and what is found is the nearest of all."""
PIECE = 8192
ROUNDS = 2

Floats = NDArray[np.float32]


def grouped(vectors: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """centroids [n_groups, dim] float32 and the group of each vector, [n] int64: as many groups as vectors in one (k-means, from vectors
    taken at even distances, so that the same file gives the same groups)."""
    n = len(vectors)
    if n <= WHOLE:
        return vectors.mean(axis=0, keepdims=True, dtype=np.float64).astype(np.float32), np.zeros(n, np.int64)
    n_groups = math.isqrt(n)
    centroids = vectors[np.linspace(0, n - 1, n_groups).astype(np.int64)].copy()
    for _ in range(ROUNDS):
        group_of = _nearest(vectors, centroids)
        sizes = np.bincount(group_of, minlength=n_groups)
        sums = np.zeros(centroids.shape, np.float64)
        np.add.at(sums, group_of, vectors)
        filled = sizes > 0
        centroids[filled] = sums[filled] / sizes[filled, None]
    return centroids, _nearest(vectors, centroids)


def _nearest(vectors: Floats, centroids: Floats) -> NDArray[np.int64]:
    with np.errstate(over="ignore", invalid="ignore"):  # vectors that are larger than any voice's: they are in some group all the same
        norms = np.square(centroids).sum(axis=1)
        pieces = [(norms - 2 * (vectors[at : at + PIECE] @ centroids.T)).argmin(axis=1) for at in range(0, len(vectors), PIECE)]
    return np.concatenate(pieces)
