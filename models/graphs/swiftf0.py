"""SwiftF0 for one frame at a time: the published network, cut down to what the newest frame of a stream depends on.

The published graph reads a recording of any length and answers every 16 ms. A live voice needs one answer every 10 ms, with 20 ms of future
at most. This graph takes the few columns around one instant and computes only what reaches that instant's answer: the same weights and the
same numbers as the published graph on a recording of these columns.

Network, after the `swift-f0` package (MIT): three magnitude spectra (windows of 512, 1024 and 2048 samples at 16 kHz, one column every 256)
through 128 logarithmic bands each, log; a stack of small two-dimensional convolutions (frequency x time); 95 pitch candidates and one
voicing score a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from models.graphs.builder import GraphBuilder, Value

HOP = 256
PAST_COLUMNS = 5
FUTURE_COLUMNS = 2
N_COLUMNS = PAST_COLUMNS + 1 + FUTURE_COLUMNS
N_PITCHES = 95
N_ROWS_SEEN = 96  # the pitch head reads the lowest 96 of 128 bands
LOG_FLOOR = 1e-8
ROW, COLUMN = 2, 3  # axes of the image: frequency, time

WINDOW_SIZES = (1024, 2048, 512)  # in the network's order

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SwiftF0Weights:
    """`convolutions`: (weight, bias) in the order of the network; `bands`: window size -> [size / 2 + 1, 128] filter bank."""

    convolutions: tuple[tuple[Array, Array], ...]
    bands: Mapping[int, Array]
    log_pitch: Array


def read_swiftf0(path: Path) -> SwiftF0Weights:
    """The weights inside the `swift-f0` package's model.onnx (version 0.3.0).

    Raises ValueError where the file is laid out otherwise.
    """
    graph = onnx.load(path).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    convolutions = tuple((values[node.input[1]], values[node.input[2]]) for node in graph.node if node.op_type == "Conv")
    scatters = [(values[node.input[1]], values[node.input[2]]) for node in graph.node if node.op_type == "ScatterElements"]
    pitches = [value for value in values.values() if value.shape == (N_PITCHES,) and value.max() < 10]
    if len(convolutions) != 18 or len(scatters) != 3 or len(pitches) != 1:
        raise ValueError(f"{path.name} is not the network of swift-f0 0.3.0")
    bands = {size: _dense(*scatter, size) for size, scatter in zip(WINDOW_SIZES, scatters, strict=True)}
    return SwiftF0Weights(convolutions, bands, pitches[0])


def _dense(places: NDArray[np.int64], numbers: Array, size: int) -> Array:
    flat = np.zeros((size // 2 + 1) * 128, np.float32)
    flat[places] = numbers
    return flat.reshape(-1, 128)


def swiftf0_graph(weights: SwiftF0Weights) -> onnx.ModelProto:
    """spectrum512, spectrum1024, spectrum2048 [N_COLUMNS, size / 2 + 1] float32 magnitudes -> logits [95], voicing [1] (a logit).

    Column PAST_COLUMNS is the instant asked about. The logits are over the candidates whose natural logarithms (of Hz) the property
    `log_pitch` lists.
    """
    g = GraphBuilder("swiftf0")
    bands = [_bands(g, size, weights.bands[size]) for size in WINDOW_SIZES]
    image = g.op("Log", g.op("Add", g.op("Concat", *bands, axis=1), g.scalar(LOG_FLOOR)))  # [1, 3, N_COLUMNS, 128]
    logits, voicing = _network(g, g.op("Transpose", image, perm=[0, 1, 3, 2]), _Layers(g, weights))
    g.output(logits, "logits", np.float32, [N_PITCHES])
    g.output(voicing, "voicing", np.float32, [1])
    return g.build({"log_pitch": " ".join(f"{value:.9g}" for value in weights.log_pitch)})


def _bands(g: GraphBuilder, size: int, bank: Array) -> Value:
    """[1, 1, N_COLUMNS, 128]"""
    spectrum = g.input(f"spectrum{size}", np.float32, [N_COLUMNS, size // 2 + 1])
    return g.reshape(g.op("MatMul", spectrum, g.weight(bank, f"bands{size}")), 1, 1, N_COLUMNS, 128)


class _Layers:
    """The convolutions of the network, taken in order."""

    def __init__(self, g: GraphBuilder, weights: SwiftF0Weights) -> None:
        self._g = g
        self._rest = iter(enumerate(weights.convolutions))

    def convolve(self, x: Value, pads: tuple[int, ...], dilation: int = 1) -> Value:
        """The next layer on `x`; `pads` as ONNX has them: beginnings, then ends."""
        number, (weight, bias) = next(self._rest)
        dilations = [dilation, 1][: weight.ndim - 2]
        g = self._g
        return g.op("Conv", x, g.weight(weight, f"conv{number}"), g.weight(bias, f"conv{number}/bias"), pads=pads, dilations=dilations)

    def residual(self, x: Value, pads: tuple[int, ...], dilation: int) -> Value:
        """The next two layers as one block: relu(x + conv(relu(conv(x))))."""
        inner = self._g.op("Relu", self.convolve(x, pads, dilation))
        return self._g.op("Relu", self._g.op("Add", x, self.convolve(inner, pads, dilation)))


def _network(g: GraphBuilder, image: Value, layers: _Layers) -> tuple[Value, Value]:
    """Pitch logits [95] and the voicing logit [1] of column PAST_COLUMNS of `image` [1, 3, 128, N_COLUMNS].

    Between groups of layers, columns and rows that can no longer reach the answer are cut off. Next to a cut a convolution sees zeros where
    the full network sees values; what this spoils is gone at the following cut.
    """
    x = g.op("Relu", layers.convolve(image, (1, 1, 1, 1)))
    x = layers.residual(x, (3, 1, 3, 1), 1)
    x = _cut(g, x, COLUMN, PAST_COLUMNS - 4, N_COLUMNS)
    for reach, dilation in ((51, 17), (54, 27), (40, 40), (48, 48)):
        x = layers.residual(x, (reach, 0, reach, 0), dilation)
    x = _cut(g, x, ROW, 0, N_ROWS_SEEN + 12)
    x = layers.residual(x, (6, 1, 6, 1), 2)
    x = _cut(g, _cut(g, x, COLUMN, 2, 7), ROW, 0, N_ROWS_SEEN)
    x = g.op("Relu", layers.convolve(x, (1, 0, 0, 0)))  # [1, 4, 95, 3]: the answer's column and its neighbours
    strongest = g.op("ReduceMax", layers.convolve(x, (2, 0, 2, 0)), g.integers(ROW), keepdims=0)
    logits = layers.convolve(_cut(g, x, COLUMN, 1, 2), (0, 0, 0, 0))
    level = g.op("ReduceMean", _cut(g, image, COLUMN, PAST_COLUMNS - 1, PAST_COLUMNS + 2), g.integers(1, ROW), keepdims=0)
    evidence = g.op("Concat", strongest, g.reshape(level, 1, 1, 3), axis=1)
    voicing = layers.convolve(g.op("Relu", layers.convolve(evidence, (0, 0))), (0, 0))
    return g.reshape(logits, -1), g.reshape(voicing, -1)


def _cut(g: GraphBuilder, x: Value, axis: int, start: int, end: int) -> Value:
    return g.slice(x, g.integers(start), g.integers(end), axis)
