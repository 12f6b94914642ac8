"""Graphs in int8: the wide layers of a float graph put between QuantizeLinear and DequantizeLinear, which runtimes turn into int8 kernels.

Symmetric on both sides: weights to a scale per output channel, activations to one scale per tensor, measured on real input
(`with_peaks`). Narrow layers stay in floating point: they cost little, and nearly all of the error comes from them (measured on the
full-size 48 kHz decoder: 34 dB with every layer in int8, 56 dB with those of 64 channels and more, at nearly the same speed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LEAST_CHANNELS = 64
PEAK = "peak/"
_OUTPUT_AXIS = {"Conv": 0, "ConvTranspose": 1, "MatMul": -1}
_INPUT_AXIS = {"Conv": 1, "ConvTranspose": 0, "MatMul": -2}
_LARGEST = 127


def with_peaks(model: onnx.ModelProto) -> tuple[onnx.ModelProto, tuple[str, ...]]:
    """`model` with further outputs, float32 scalars named `peak/<value>`: the largest magnitude of each value that `quantized` needs a
    scale for; and the names of those values."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    names = tuple(dict.fromkeys(node.input[0] for node in model.graph.node if _is_wide(node, weights)))
    for name in names:
        watched.graph.node.append(helper.make_node("Abs", [name], [f"{PEAK}{name}/abs"]))
        watched.graph.node.append(helper.make_node("ReduceMax", [f"{PEAK}{name}/abs"], [f"{PEAK}{name}"], keepdims=0))
        watched.graph.output.append(helper.make_tensor_value_info(f"{PEAK}{name}", TensorProto.FLOAT, []))
    return watched, names


def quantized(model: onnx.ModelProto, peaks: Mapping[str, float]) -> onnx.ModelProto:
    """`model` with its wide layers in int8. peaks: of every value that `with_peaks` names; louder ones are clipped."""
    writer = _Writer({tensor.name: tensor for tensor in model.graph.initializer}, peaks)
    for node in model.graph.node:
        writer.add(node)
    result = onnx.ModelProto()
    result.CopyFrom(model)
    del result.graph.node[:], result.graph.initializer[:]
    result.graph.node.extend(writer.nodes)
    used = {name for node in writer.nodes for name in node.input}
    result.graph.initializer.extend(tensor for name, tensor in writer.tensors.items() if name in used)
    return result


def _is_wide(node: onnx.NodeProto, weights: Mapping[str, onnx.TensorProto]) -> bool:
    if node.op_type not in _OUTPUT_AXIS or len(node.input) < 2 or node.input[1] not in weights:
        return False
    shape = weights[node.input[1]].dims
    grouped = any(attribute.name == "group" and attribute.i != 1 for attribute in node.attribute)
    return len(shape) >= 2 and not grouped and min(shape[_INPUT_AXIS[node.op_type]], shape[_OUTPUT_AXIS[node.op_type]]) >= LEAST_CHANNELS


@dataclass(slots=True)
class _Writer:
    """The nodes written so far, and every tensor they may use."""

    tensors: dict[str, onnx.TensorProto]
    peaks: Mapping[str, float]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    rounded: dict[str, str] = field(default_factory=dict)

    def add(self, node: onnx.NodeProto) -> None:
        if not _is_wide(node, self.tensors):
            self.nodes.append(node)
            return
        changed = onnx.NodeProto()
        changed.CopyFrom(node)
        changed.input[0] = self._activation(node.input[0])
        changed.input[1] = self._weight(node.input[1], _OUTPUT_AXIS[node.op_type])
        self.nodes.append(changed)

    def _activation(self, name: str) -> str:
        if name not in self.rounded:
            scale, zero = f"{name}/scale", f"{name}/zero"
            step = max(float(self.peaks[name]), 1e-9) / _LARGEST
            self._tensor(scale, np.asarray(step, np.float32))
            self._tensor(zero, np.asarray(0, np.int8))
            self._pair(name, scale, zero)
            self.rounded[name] = f"{name}/rounded"
        return self.rounded[name]

    def _pair(self, name: str, scale: str, zero: str) -> None:
        self.nodes.append(helper.make_node("QuantizeLinear", [name, scale, zero], [f"{name}/int8"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [f"{name}/int8", scale, zero], [f"{name}/rounded"]))

    def _weight(self, name: str, axis: int) -> str:
        if name not in self.rounded:
            weight = numpy_helper.to_array(self.tensors[name]).astype(np.float32)
            axis %= weight.ndim
            others = tuple(i for i in range(weight.ndim) if i != axis)
            steps = np.maximum(np.abs(weight).max(axis=others), 1e-9) / _LARGEST
            shape = [-1 if i == axis else 1 for i in range(weight.ndim)]
            self._tensor(f"{name}/int8", np.rint(weight / steps.reshape(shape)).astype(np.int8))
            self._tensor(f"{name}/scale", steps.astype(np.float32))
            self._tensor(f"{name}/zero", np.zeros(len(steps), np.int8))
            inputs = [f"{name}/int8", f"{name}/scale", f"{name}/zero"]
            self.nodes.append(helper.make_node("DequantizeLinear", inputs, [f"{name}/rounded"], axis=axis))
            self.rounded[name] = f"{name}/rounded"
        return self.rounded[name]

    def _tensor(self, name: str, values: NDArray[np.float32] | NDArray[np.int8]) -> None:
        self.tensors[name] = numpy_helper.from_array(values, name)
