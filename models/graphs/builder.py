"""A small writer of ONNX graphs: named weights in, one `onnx.ModelProto` out.

Every graph of this program is written through here, operator by operator, from numpy arrays, so that its layout is what the runtimes like
best and no deep-learning framework is needed to make it. Values are named by strings; `GraphBuilder` remembers the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

OPSET = 20
"""Has LayerNormalization and Gelu as single operators; ONNX Runtime, OpenVINO, TensorRT and DirectML all read it."""

IR_VERSION = 10

SMALLEST_HALF = 256
"""Weights of fewer elements stay float32 under `half_storage`: biases and tables gain nothing from being smaller."""

Axis = int | str | None
Value = str

_ELEMENT_TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.float16): TensorProto.FLOAT16,
    np.dtype(np.int64): TensorProto.INT64,
}


class GraphBuilder:
    """Collects inputs, weights, nodes and outputs of one graph.

    half_storage: large float32 weights are stored as float16 behind a Cast, which runtimes fold when they open the file: half the size on
    disk, the same arithmetic. Values beyond float16 (or subnormal in it) are rounded, so use it where the source was float16.
    """

    def __init__(self, name: str, half_storage: bool = False) -> None:
        self._half_storage = half_storage
        # Built in place: putting a finished graph into a model would copy hundreds of megabytes of weights twice.
        self._model = onnx.ModelProto(ir_version=IR_VERSION, producer_name="urvc", opset_import=[helper.make_opsetid("", OPSET)])
        self._graph = self._model.graph
        self._graph.name = name
        self._integers: dict[tuple[int, ...], Value] = {}
        self._renamed: dict[Value, str] = {}
        self._count = 0

    def input(self, name: str, dtype: type[np.generic], shape: Sequence[Axis]) -> Value:
        """An input of the graph; a text axis is dynamic."""
        self._graph.input.append(helper.make_tensor_value_info(name, _ELEMENT_TYPES[np.dtype(dtype)], list(shape)))
        return name

    def output(self, value: Value, name: str, dtype: type[np.generic], shape: Sequence[Axis]) -> None:
        """Makes `value`, which a node has computed, an output called `name`: the value itself is renamed, wherever it is used."""
        if value in self._renamed:
            raise ValueError(f"{value} is an output already, as {self._renamed[value]}")
        self._renamed[value] = name
        self._graph.output.append(helper.make_tensor_value_info(name, _ELEMENT_TYPES[np.dtype(dtype)], list(shape)))

    def weight(self, array: NDArray[Any], name: str) -> Value:
        """A float weight under `name`, stored contiguous in float32 (or as float16, see the class)."""
        data = np.ascontiguousarray(array, np.float32)
        if not (self._half_storage and data.size >= SMALLEST_HALF):
            return self._initializer(data, name)
        with np.errstate(over="ignore"):
            half = data.astype(np.float16)
        if not np.isfinite(half).all():
            return self._initializer(data, name)
        return self.op("Cast", self._initializer(half, f"{name}/half"), to=TensorProto.FLOAT)

    def scalar(self, value: float) -> Value:
        """A float32 constant of rank 0."""
        return self._initializer(np.asarray(value, np.float32), self._fresh("scalar"))

    def integers(self, *values: int) -> Value:
        """A one-dimensional int64 constant; equal ones are stored once."""
        if values not in self._integers:
            self._integers[values] = self._initializer(np.asarray(values, np.int64), self._fresh("int"))
        return self._integers[values]

    def op(self, op_type: str, *inputs: Value, **attributes: Any) -> Value:
        """One node with one output; returns the output's name. An empty input name leaves an optional input out."""
        return self.ops(op_type, inputs, 1, **attributes)[0]

    def ops(self, op_type: str, inputs: Sequence[Value], n_outputs: int, **attributes: Any) -> list[Value]:
        """One node with `n_outputs` outputs."""
        names = [self._fresh(op_type) for _ in range(n_outputs)]
        self._graph.node.append(helper.make_node(op_type, list(inputs), names, name=names[0], **attributes))
        return names

    def slice(self, value: Value, start: Value, end: Value, axis: int) -> Value:
        """`value[start:end]` along `axis`; `start` and `end` are int64 [1]. Ends beyond the axis are cut to it, as in numpy."""
        return self.op("Slice", value, start, end, self.integers(axis))

    def length(self, value: Value, axis: int) -> Value:
        """The size of one axis of `value`, int64 [1]."""
        return self.op("Shape", value, start=axis, end=axis + 1) if axis != -1 else self.op("Shape", value, start=-1)

    def reshape(self, value: Value, *shape: int) -> Value:
        """Reshape to constant numbers (0 keeps an axis, -1 is what is left)."""
        return self.op("Reshape", value, self.integers(*shape))

    def build(self, metadata: Mapping[str, str] | None = None) -> onnx.ModelProto:
        """The finished model; nothing may be added afterwards. `metadata` becomes the model's key-value properties."""
        for node in self._graph.node:
            node.input[:] = [self._renamed.get(value, value) for value in node.input]
            node.output[:] = [self._renamed.get(value, value) for value in node.output]
        self._renamed.clear()
        if metadata:
            helper.set_model_props(self._model, dict(metadata))
        return self._model

    def _initializer(self, array: NDArray[Any], name: str) -> Value:
        kept = self._graph.initializer.add(name=name, data_type=_ELEMENT_TYPES[array.dtype], dims=array.shape)
        kept.raw_data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        return name

    def _fresh(self, stem: str) -> Value:
        self._count += 1
        return f"{stem}_{self._count}"


def tiny_graph() -> bytes:
    """A graph that adds a number to itself: whether a device takes any graph at all can be told by it."""
    graph = GraphBuilder("tiny")
    x = graph.input("x", np.float32, [1])
    graph.output(graph.op("Add", x, x), "y", np.float32, [1])
    return bytes(graph.build().SerializeToString())
