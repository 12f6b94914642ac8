"""Graphs prepared for int8: made once from a float graph and what it has been seen to compute, kept, and found again.

`Preparation` opens a graph so that it computes in float32 and remembers the largest magnitudes; after some real input has run through
it, `keep` writes the int8 graph beside the others of this machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.inference.onnx_runtime import PROVIDERS, open_ort, read_model
from engine.inference.placement import CPU, EXACT, Obtained
from engine.inference.prepared import prepared_path, prune
from engine.inference.runtime import TensorInfo
from models.graphs.quantize import PEAK, quantized, with_peaks
from models.whole_file import write_whole

LAYOUT = 1
"""Changes with what `quantized` writes, so that older files are not used."""
HEADROOM = 1.25
"""Louder than what was seen is clipped; real voices are louder than a demo at times."""


def int8_path(graph: Path, folder: Path | None = None) -> Path:
    """Where the int8 form of `graph` is, or would be."""
    return prepared_path(graph, "int8", LAYOUT, folder)


class Preparation:
    """An opened session on `graph` in float32 that remembers what it has seen."""

    def __init__(self, graph: Path, n_threads: int = 0) -> None:
        """Raises InferenceError."""
        self.graph = graph
        self.obtained = Obtained(EXACT)
        self._model = read_model(graph)
        watched, names = with_peaks(self._model)
        self._session = open_ort(watched.SerializeToString(), n_threads, [PROVIDERS[CPU]])
        self._n_outputs = len(self._session.get_outputs()) - len(names)
        self._names = names
        self._peaks = np.zeros(len(names))

    def get_inputs(self) -> Sequence[TensorInfo]:
        return list(self._session.get_inputs())

    def get_outputs(self) -> Sequence[TensorInfo]:
        return [output for output in self._session.get_outputs() if not output.name.startswith(PEAK)]

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[Any]]:
        results = self._session.run(None, dict(input_feed))
        if self._names:
            np.maximum(self._peaks, [float(peak) for peak in results[self._n_outputs :]], out=self._peaks)
        return list(results[: self._n_outputs])

    def keep(self, folder: Path | None = None) -> Path:
        """Writes the int8 graph; the oldest ones beyond MOST_KEPT go. Raises OSError."""
        path = int8_path(self.graph, folder)
        model = quantized(self._model, dict(zip(self._names, HEADROOM * self._peaks, strict=True)))
        write_whole(path, model.SerializeToString())
        prune(path.parent)
        return path
