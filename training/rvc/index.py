"""The index of a voice: every content vector of its recordings, grouped, in FAISS' form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from training.rvc.data.prepare import read_segment

MOST_VECTORS = 200_000
"""Above it the index holds the centres of so many groups in place of every vector."""
N_CENTRES = 10_000
CENTRE_ITERATIONS = 20
ADD_BATCH = 8192

Floats = NDArray[np.float32]


def n_groups(n_vectors: int) -> int:
    """Groups of an index over so many vectors."""
    return max(1, min(int(16 * np.sqrt(n_vectors)), n_vectors // 39))


def write_index(segments: Sequence[Path], folder: Path, name: str, version: str, seed: int) -> Path:
    """Writes `added_IVF{n}_Flat_nprobe_1_{name}_{version}.index` into `folder`. Silent segments are left out."""
    parts = [segment.phone for segment in map(read_segment, segments) if np.any(segment.wave)]
    vectors = np.concatenate(parts).astype(np.float32)
    vectors = vectors[np.random.default_rng(seed).permutation(len(vectors))]
    if len(vectors) > MOST_VECTORS:
        vectors = centres(vectors, N_CENTRES, seed)
    n = n_groups(len(vectors))
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{n},Flat")
    index.nprobe = 1
    index.train(vectors)
    for first in range(0, len(vectors), ADD_BATCH):
        index.add(vectors[first : first + ADD_BATCH])
    path = folder / f"added_IVF{n}_Flat_nprobe_1_{name}_{version}.index"
    part = folder / f".{path.name}.part"
    faiss.write_index(index, str(part))
    return part.replace(path)


def centres(vectors: Floats, n_centres: int, seed: int) -> Floats:
    """[n_centres, dim]: vectors [n, dim] in the form of the centres of their groups."""
    means: Any = faiss.Kmeans(vectors.shape[1], n_centres, niter=CENTRE_ITERATIONS, seed=seed, max_points_per_centroid=64)
    means.train(vectors)
    found: Floats = means.centroids
    return found
