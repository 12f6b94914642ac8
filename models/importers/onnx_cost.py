"""How much work a foreign ONNX graph asks for, foreseen: functions that call each other, loops, and tensors whose size stands in the file.

What depends on the sound cannot be foreseen; that is tried, and watched, in a process of its own (engine/foreign).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from onnx import TensorProto, numpy_helper

from models.importers.refusal import Refusal

MAX_STEPS = 1_000_000
"""Operators in one run, loops and functions unrolled: a voice of any known kind has a few thousand."""
MAX_ELEMENTS = 1 << 26
"""Of one tensor whose size stands in the file (256 MB in float32)."""
MAX_DEPTH = 16
_UNSEEN_TURNS = 4096
"""What a Scan over a whole window is counted as."""

# operator -> which input says how large the result is (all of them, for Range)
_SIZES: Mapping[str, tuple[int, ...]] = {
    "ConstantOfShape": (0,),
    "Expand": (1,),
    "Tile": (1,),
    "OneHot": (1,),
    "Resize": (3,),
    "CenterCropPad": (1,),
    "HannWindow": (0,),
    "HammingWindow": (0,),
    "BlackmanWindow": (0,),
}
Function = tuple[str, str]


class _Scope:
    """Constants by name: those of a graph, and of the graphs around it. A name that is computed hides one outside."""

    def __init__(self, graph: Any, outer: _Scope | None = None) -> None:
        self._outer = outer
        self._here: dict[str, Any] = {name: None for node in graph.node for name in node.output}
        self._here |= {one.name: None for one in getattr(graph, "input", ()) if not isinstance(one, str)}
        self._here |= {node.output[0]: _constant(node) for node in graph.node if node.op_type == "Constant" and len(node.output) == 1}
        self._here |= {tensor.name: tensor for tensor in getattr(graph, "initializer", ())}

    def numbers(self, name: str) -> list[float] | None:
        """What a small constant holds; None for anything that is computed."""
        if name not in self._here:
            return self._outer.numbers(name) if self._outer is not None else None
        return _numbers(self._here[name])


def check_cost(model: Any) -> None:
    """Raises Refusal (too_large, unsupported) where one run of the model (an onnx.ModelProto) would take more than any voice does."""
    functions = {(function.domain, function.name): function for function in model.functions}
    if len(functions) != len(model.functions):
        raise Refusal("damaged", "a graph that defines a function twice")
    _Costs(functions).of_graph(model.graph, None, 0)


class _Costs:
    """Counts operators; each function once."""

    def __init__(self, functions: Mapping[Function, Any]) -> None:
        self._functions = functions
        self._known: dict[Function, int] = {}
        self._open: set[Function] = set()

    def of_graph(self, graph: Any, outer: _Scope | None, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise Refusal("too_large", "a graph that is nested too deeply")
        scope = _Scope(graph, outer)
        total = 0
        for node in graph.node:
            total += self._of_node(node, scope, depth)
            if total > MAX_STEPS:
                raise Refusal("too_large", f"a graph of over {MAX_STEPS} operators, with its loops and functions")
        return total

    def _of_node(self, node: Any, scope: _Scope, depth: int) -> int:
        _check_size(node, scope)
        inner = sum(self.of_graph(graph, scope, depth + 1) for graph in _graphs(node))
        function = (node.domain, node.op_type)
        if function in self._functions:
            inner += self._of_function(function, depth)
        return 1 + inner * self._turns(node, scope)

    def _of_function(self, name: Function, depth: int) -> int:
        if name in self._open:
            raise Refusal("too_large", f"the function {name[1]:.64} calls itself")
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.of_graph(self._functions[name], None, depth + 1)
            self._open.remove(name)
        return self._known[name]

    @staticmethod
    def _turns(node: Any, scope: _Scope) -> int:
        if node.domain not in ("", "ai.onnx"):
            return 1
        if node.op_type in ("Scan", "SequenceMap"):
            return _UNSEEN_TURNS
        if node.op_type != "Loop":
            return 1
        counts = scope.numbers(node.input[0]) if node.input and node.input[0] else None
        if counts is None or len(counts) != 1:
            raise Refusal("unsupported", "a graph with a loop whose end cannot be foreseen")
        return max(1, int(counts[0]))


def _graphs(node: Any) -> Iterator[Any]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _check_size(node: Any, scope: _Scope) -> None:
    """A size that stands in the file is one that fits into memory."""
    for values in _sizes(node, scope):
        if math.prod(max(1.0, abs(value)) for value in values) > MAX_ELEMENTS:
            raise Refusal("too_large", f"a graph that makes {node.op_type:.32} of over {MAX_ELEMENTS} numbers")


def _sizes(node: Any, scope: _Scope) -> Iterator[Sequence[float]]:
    names = node.input
    for i in _SIZES.get(node.op_type, ()):
        if i < len(names) and (values := scope.numbers(names[i])) is not None:
            yield values
    if node.op_type == "Range" and len(names) == 3:
        ends = [scope.numbers(name) for name in names]
        if all(one is not None and len(one) == 1 for one in ends):
            start, limit, step = (one[0] for one in ends if one)
            yield [(limit - start) / step if step else math.inf]
    if node.op_type == "Pad" and len(names) > 1 and (pads := scope.numbers(names[1])) is not None:
        yield [sum(abs(pad) for pad in pads)]
    for attribute in node.attribute:
        if attribute.name in ("shape", "strides", "output_shape", "output_padding", "pads", "kernel_shape", "dilations"):
            yield attribute.ints


def _constant(node: Any) -> Any:
    """The tensor, or the numbers, of a Constant node."""
    for attribute in node.attribute:
        if attribute.name == "value":
            return attribute.t
        if attribute.name in ("value_int", "value_float"):
            return [attribute.i if attribute.name == "value_int" else attribute.f]
        if attribute.name in ("value_ints", "value_floats"):
            return list(attribute.ints or attribute.floats)
    return None


def _numbers(value: Any) -> list[float] | None:
    if value is None or isinstance(value, list):
        return value
    if math.prod(value.dims) > 64 or value.data_type in (TensorProto.STRING, TensorProto.UNDEFINED):
        return None
    try:
        return [float(number) for number in np.asarray(numpy_helper.to_array(value)).ravel()]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal("damaged", f"a constant that cannot be read ({error!s:.80})") from None
