"""RMVPE (E2E: a U-Net over log-mel frames, a bidirectional GRU over time) as an ONNX graph, built from the weights of `rmvpe.pt`.

  in   input    float32 [1, 128, T]    log-mel frames, 100 Hz, from `engine/dsp/log_mel.py`; T a multiple of `frame_multiple`, 32
  out  output   float32 [1, T, 360]    salience of 20-cent bins, 0..1; decoded by `engine/dsp/salience.py`

The names and shapes are those of the published `rmvpe.onnx`, so either may run. The mel stays outside: it is a small part of the work, its
frames are computed once while windows of them are looked at again, and float32 spectra must not depend on a graph's precision.

Sizes (depth, blocks, channels, GRU width) follow from the weights. Batch norms are folded into the convolutions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray

from models.errors import BadVoiceFile
from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import Weights, linear

EPSILON = 1e-5
Floats = NDArray[np.float32]


def build_rmvpe(weights: Weights, half_storage: bool = False) -> onnx.ModelProto:
    """The graph of this file's head. Raises BadVoiceFile where the weights are those of another network."""
    graph = GraphBuilder("rmvpe", half_storage)
    try:
        _add_rmvpe(graph, weights)
    except KeyError as missing:
        raise BadVoiceFile("build RMVPE", "", reason="unsupported", detail=f"no weight {missing.args[0]}") from None
    return graph.build()


def frame_multiple(weights: Weights) -> int:
    """Frames come in multiples of this: one halving a level of the encoder (32)."""
    return 1 << _count(weights, "unet.encoder.layers.")


def _add_rmvpe(graph: GraphBuilder, weights: Weights) -> None:
    n_bands = weights["fc.0.gru.weight_ih_l0"].shape[1] // weights["cnn.weight"].shape[0]
    mel = graph.input("input", np.float32, [1, n_bands, "frames"])
    x = graph.op("Unsqueeze", graph.op("Transpose", mel, perm=[0, 2, 1]), graph.integers(1))
    x = _UNet(graph, weights).apply(x)
    x = _conv(graph, x, weights["cnn.weight"], weights["cnn.bias"], "cnn")
    x = graph.reshape(graph.op("Transpose", x, perm=[2, 0, 1, 3]), 0, 1, -1)
    for layer in range(_count(weights, "fc.0.gru.weight_hh_l", until="_")):
        x = _gru(graph, x, weights, layer)
    x = linear(graph, graph.op("Transpose", x, perm=[1, 0, 2]), weights["fc.1.weight"], weights["fc.1.bias"], "fc.1")
    graph.output(graph.op("Sigmoid", x), "output", np.float32, [1, "frames", weights["fc.1.weight"].shape[0]])


def _count(weights: Weights, prefix: str, until: str = ".") -> int:
    """How many numbers follow `prefix` among the names."""
    return len({name.removeprefix(prefix).split(until)[0] for name in weights if name.startswith(prefix)})


@dataclass(frozen=True, slots=True)
class _UNet:
    """Halving blocks, blocks at the bottom, doubling blocks that see the halving ones of their size. [1, C, T, bands] throughout."""

    graph: GraphBuilder
    weights: Weights

    def apply(self, x: Value) -> Value:
        graph = self.graph
        scale, shift = _batch_norm(self.weights, "unet.encoder.bn")
        x = graph.op("Add", graph.op("Mul", x, graph.scalar(float(scale[0]))), graph.scalar(float(shift[0])))
        passed: list[Value] = []
        for i in range(_count(self.weights, "unet.encoder.layers.")):
            x = self._blocks(x, f"unet.encoder.layers.{i}.conv")
            passed.append(x)
            x = graph.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        for i in range(_count(self.weights, "unet.intermediate.layers.")):
            x = self._blocks(x, f"unet.intermediate.layers.{i}.conv")
        for i in range(_count(self.weights, "unet.decoder.layers.")):
            x = self._double(x, f"unet.decoder.layers.{i}.conv1")
            x = self._blocks(graph.op("Concat", x, passed.pop(), axis=1), f"unet.decoder.layers.{i}.conv2")
        return x

    def _blocks(self, x: Value, name: str) -> Value:
        for i in range(_count(self.weights, f"{name}.")):
            x = self._block(x, f"{name}.{i}")
        return x

    def _block(self, x: Value, name: str) -> Value:
        """Two convolutions, added to their input (through a 1x1 convolution where the number of channels changes)."""
        y = self._activated(x, f"{name}.conv.0", f"{name}.conv.1")
        y = self._activated(y, f"{name}.conv.3", f"{name}.conv.4")
        if f"{name}.shortcut.weight" in self.weights:
            x = _conv(self.graph, x, self.weights[f"{name}.shortcut.weight"], self.weights[f"{name}.shortcut.bias"], f"{name}.shortcut")
        return self.graph.op("Add", y, x)

    def _activated(self, x: Value, name: str, norm: str) -> Value:
        scale, shift = _batch_norm(self.weights, norm)
        kernel = self.weights[f"{name}.weight"] * scale[:, None, None, None]
        return self.graph.op("Relu", _conv(self.graph, x, kernel, shift, name))

    def _double(self, x: Value, name: str) -> Value:
        """A transposed convolution that doubles time and bands."""
        scale, shift = _batch_norm(self.weights, f"{name}.1")
        kernel = self.graph.weight(self.weights[f"{name}.0.weight"] * scale[None, :, None, None], f"{name}.weight")
        bias = self.graph.weight(shift, f"{name}.bias")
        x = self.graph.op("ConvTranspose", x, kernel, bias, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])
        return self.graph.op("Relu", x)


def _batch_norm(weights: Weights, name: str) -> tuple[Floats, Floats]:
    """Factor and offset of a batch norm at rest."""
    deviation = np.sqrt(weights[f"{name}.running_var"].astype(np.float64) + EPSILON)
    scale = weights[f"{name}.weight"] / deviation
    shift = weights[f"{name}.bias"] - weights[f"{name}.running_mean"] * scale
    return scale.astype(np.float32), shift.astype(np.float32)


def _conv(graph: GraphBuilder, x: Value, kernel: Floats, bias: Floats, name: str) -> Value:
    """A "same" two-dimensional convolution."""
    height, width = kernel.shape[2:]
    pads = [height // 2, width // 2, height // 2, width // 2]
    inputs = (x, graph.weight(kernel, f"{name}.weight"), graph.weight(bias, f"{name}.bias"))
    return graph.op("Conv", *inputs, kernel_shape=[height, width], pads=pads)


def _gru(graph: GraphBuilder, x: Value, weights: Weights, layer: int) -> Value:
    """x [T, 1, in] -> [T, 1, 2 * hidden]: both directions of one layer."""
    name = f"fc.0.gru.l{layer}"
    hidden = weights[f"fc.0.gru.weight_hh_l{layer}"].shape[1]
    directions = [f"l{layer}", f"l{layer}_reverse"]

    def stacked(part: str) -> Floats:
        return np.stack([_reordered(weights[f"fc.0.gru.{part}_{direction}"], hidden) for direction in directions])

    inputs = graph.weight(stacked("weight_ih"), f"{name}.weight_ih")
    recurrent = graph.weight(stacked("weight_hh"), f"{name}.weight_hh")
    biases = np.concatenate([stacked("bias_ih"), stacked("bias_hh")], axis=1)
    bias = graph.weight(biases, f"{name}.bias")
    y = graph.op("GRU", x, inputs, recurrent, bias, hidden_size=hidden, direction="bidirectional", linear_before_reset=1)
    return graph.reshape(graph.op("Transpose", y, perm=[0, 2, 1, 3]), 0, 1, -1)


def _reordered(array: Floats, hidden: int) -> Floats:
    """torch orders the gates reset, update, new; ONNX update, reset, new."""
    reset, update, new = array[:hidden], array[hidden : 2 * hidden], array[2 * hidden :]
    return np.concatenate([update, reset, new])
