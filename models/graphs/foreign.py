"""A foreign ONNX voice, made repeatable: the noise that it draws inside becomes an input, so that whoever runs it says what is drawn.

The nodes of the graph that draw random numbers are taken out; their results become inputs of the same names. What shape a node would have
made depends on the lengths of a call: `probe` is the graph cut down to those nodes, to be asked once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import onnx
from onnx import TensorProto, helper

_LIKE = {"RandomNormalLike", "RandomUniformLike"}
_FREE = {"RandomNormal", "RandomUniform"}


@dataclass(frozen=True, slots=True)
class Draw:
    """One source of noise: normal (`offset` its mean, `scale` its deviation) or uniform (from `offset` on, `scale` wide)."""

    name: str
    uniform: bool
    offset: float
    scale: float


@dataclass(frozen=True, slots=True)
class RepeatableGraph:
    """`graph` takes every draw as an input of the draw's name; `probe` gives them out in their order. b"" where nothing is drawn."""

    graph: bytes
    probe: bytes
    draws: tuple[Draw, ...]


def repeatable(model: bytes) -> RepeatableGraph:
    """The voice `model` (a serialised ONNX graph that models/importers/onnx_forms.py has taken) with its noise as inputs.

    Draws inside the branches of a condition or a loop stay where they are, with a fixed seed.
    """
    whole = onnx.load_model_from_string(model)
    graph = whole.graph
    drawing = [node for node in graph.node if node.op_type in _LIKE | _FREE and len(node.output) == 1]
    draws = tuple(_draw(node) for node in drawing)
    if not draws:
        return RepeatableGraph(model, b"", ())
    probe = _probe(whole, drawing)
    kept = [node for node in graph.node if node not in drawing]
    del graph.node[:]
    graph.node.extend(kept)
    known = {value.name: value for value in graph.value_info}
    for node in drawing:
        name = node.output[0]
        if name in known:
            graph.value_info.remove(known[name])
        graph.input.append(helper.make_tensor_value_info(name, _element_type(node, whole), None))
    return RepeatableGraph(whole.SerializeToString(), probe, draws)


def _probe(whole: Any, drawing: list[Any]) -> bytes:
    """`whole` with the draws as its only outputs: what does not lead to them is cut off when the graph is opened."""
    probe = onnx.ModelProto()
    probe.CopyFrom(whole)
    del probe.graph.output[:]
    probe.graph.output.extend(helper.make_tensor_value_info(node.output[0], _element_type(node, whole), None) for node in drawing)
    return bytes(probe.SerializeToString())


def _draw(node: Any) -> Draw:
    values = {attribute.name: attribute.f for attribute in node.attribute}
    uniform = node.op_type.startswith("RandomUniform")
    if uniform:
        low, high = values.get("low", 0.0), values.get("high", 1.0)
        return Draw(node.output[0], True, low, high - low)
    return Draw(node.output[0], False, values.get("mean", 0.0), values.get("scale", 1.0))


def _element_type(node: Any, whole: Any) -> int:
    """Of what a node draws: what it says, else that of what it imitates (float16 graphs say it), else float32."""
    for attribute in node.attribute:
        if attribute.name == "dtype":
            return int(attribute.i)
    named = {value.name: value for value in (*whole.graph.value_info, *whole.graph.input)}
    like = named.get(node.input[0]) if node.op_type in _LIKE and node.input else None
    return int(like.type.tensor_type.elem_type) if like is not None else int(TensorProto.FLOAT)
