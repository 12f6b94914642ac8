"""Voices that are sound to look at, and never end or take all memory once they run."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.models.importers.onnx_speaking import speaking_onnx

FOR_EVER = 400_000
"""Turns of about a millisecond: minutes, and yet no more than the importer takes."""
ABOVE_HZ = 300.0


def endless_voice(only_above_hz: float = 0.0) -> bytes:
    """A voice that computes for minutes in each call; only_above_hz: only when it is to speak higher than that."""
    model = onnx.load_model_from_string(speaking_onnx("w-okada"))
    graph = model.graph
    weights = {"turns": np.array(FOR_EVER, np.int64), "yes": np.array(True), "square": np.full((256, 256), 1e-3, np.float32)}
    weights |= {"high": np.array(only_above_hz, np.float32), "nothing": np.zeros((256, 256), np.float32)}
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in weights.items())
    loop = helper.make_node("Loop", ["turns", "yes", "square"], ["slow"], body=_body())
    then, otherwise = _branch("then", "slow", loop), _branch("else", "still", helper.make_node("Identity", ["nothing"], ["still"]))
    last = graph.node.pop()
    graph.node.extend(
        [
            helper.make_node("ReduceMax", ["pitchf"], ["highest"], keepdims=0),
            helper.make_node("Greater", ["highest", "high"], ["is_high"]),
            helper.make_node("If", ["is_high"], ["looped"], then_branch=then, else_branch=otherwise),
            helper.make_node("ReduceMean", ["looped"], ["one"], keepdims=0),
            helper.make_node("Mul", ["one", "zero"], ["none"]),
            helper.make_node("Add", [last.input[0], "none"], ["with_loop"]),
            helper.make_node("Cast", ["with_loop"], list(last.output), to=TensorProto.FLOAT),
        ]
    )
    graph.initializer.append(numpy_helper.from_array(np.array(0.0, np.float32), "zero"))
    return bytes(model.SerializeToString())


def _branch(name: str, output: str, node: Any) -> Any:
    return helper.make_graph([node], name, [], [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)])


def _body() -> Any:
    ends = [helper.make_tensor_value_info(name, kind, []) for name, kind in (("i", TensorProto.INT64), ("on", TensorProto.BOOL))]
    value, after = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [256, 256]) for name in ("value", "after"))
    nodes = [helper.make_node("Identity", ["on"], ["still"]), helper.make_node("MatMul", ["value", "square"], ["after"])]
    return helper.make_graph(nodes, "body", [*ends, value], [helper.make_tensor_value_info("still", TensorProto.BOOL, []), after])


def filling_graph() -> bytes:
    """A graph that makes as many numbers as `n` says."""
    ends = [helper.make_tensor_value_info("n", TensorProto.INT64, [1])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    nodes = [helper.make_node("ConstantOfShape", ["n"], ["many"]), helper.make_node("ReduceSum", ["many"], ["y"], keepdims=0)]
    return _model(helper.make_graph(nodes, "filling", *ends))


def reading_graph(location: str, n_floats: int) -> bytes:
    """A graph that the importer refuses: it says the bytes of a file."""
    tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[n_floats], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value=location)
    tensor.external_data.add(key="length", value=str(4 * n_floats))
    nodes = [helper.make_node("Identity", ["w"], ["y"])]
    return _model(helper.make_graph(nodes, "reading", [], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], [tensor]))


def _model(graph: Any) -> bytes:
    return bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString())
