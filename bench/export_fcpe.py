"""Makes fcpe.onnx in resources/models: `python -m bench.export_fcpe torchfcpe-0.0.4-py3-none-any.whl [FOLDER]`.

The package's checkpoint is read as data; the package is not run, and torch is not needed.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.pitch.graphs import FCPE_FILE, shipped_graph
from models.checkpoint import read_checkpoint
from models.graphs.fcpe import Array, fcpe_graph

MEMBER = "torchfcpe/assets/fcpe_c_v001.pt"


def read_weights(wheel: Path) -> dict[str, Array]:
    """The state dict inside torchfcpe's wheel. Raises KeyError where it is laid out otherwise."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as package:
        model = read_checkpoint(Path(package.extract(MEMBER, folder)))["model"]
        if not isinstance(model, Mapping):
            raise KeyError("model")
        return {name: np.array(array, np.float32) for name, array in model.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", nargs="?", type=Path, default=shipped_graph(FCPE_FILE).parent)
    arguments = parser.parse_args()
    data = fcpe_graph(read_weights(arguments.wheel)).SerializeToString()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    (arguments.folder / FCPE_FILE).write_bytes(data)
    print(f"{arguments.folder / FCPE_FILE}: {len(data)} bytes")


if __name__ == "__main__":
    main()
