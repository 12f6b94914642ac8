"""Graphs in float16 for GPUs: every weight and every layer, except what float16 cannot hold; inputs, outputs and states stay float32."""

from __future__ import annotations

from pathlib import Path

from engine.inference.onnx_runtime import read_model
from engine.inference.prepared import prepared_path, prune
from models.whole_file import write_whole

LAYOUT = 1


def half_path(graph: Path) -> Path:
    """Where the float16 form of `graph` is, or would be."""
    return prepared_path(graph, "float16", LAYOUT)


def in_half(graph: Path) -> Path:
    """The float16 form of `graph`, made if need be (seconds for the largest). Raises InferenceError `inference.graph`, OSError."""
    path = half_path(graph)
    if path.exists():
        return path
    # Loaded here: it is needed on machines with a GPU only, and it puts a folder of its own into Python's search path.
    from onnxruntime.transformers.float16 import convert_float_to_float16

    model = read_model(graph)
    for output in model.graph.output:
        # An axis of a state has one name coming in and going out, and another length in the first block. Behind the casts, ONNX Runtime
        # would take the name at its word and use the memory of the one for the other.
        for axis in output.type.tensor_type.shape.dim:
            if axis.dim_param:
                axis.dim_param = f"{output.name} {axis.dim_param}"
    half = convert_float_to_float16(model, keep_io_types=True)
    write_whole(path, half.SerializeToString())
    prune(path.parent)
    return path
