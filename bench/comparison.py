"""One line of the parity table: how far our array is from the reference's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-4

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table: `error` is the largest absolute difference over the reference's peak."""

    file: str
    array: str
    error: float
    tolerance: float

    @property
    def passed(self) -> bool:
        return self.error <= self.tolerance


def compare(file: Path, array: str, got: NDArray[Any], wanted: NDArray[Any], tolerance: float = TOLERANCE) -> Comparison:
    """Arrays of different shapes, or with NaN, differ infinitely."""
    error = float("inf")
    if got.shape == wanted.shape and np.isfinite(got).all():
        error = float(np.abs(got.astype(np.float64) - wanted).max() / max(np.abs(wanted).max(), 1e-30))
    return Comparison(file.name, array, error, tolerance)
