"""Layers that several graphs share, in the four-dimensional layout [1, channels, 1, time]."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value

Weights = Mapping[str, NDArray[np.float32]]
"""Name in the checkpoint -> float32 array, weight norm folded."""


def conv(
    graph: GraphBuilder,
    x: Value,
    kernel: NDArray[np.float32],
    bias: NDArray[np.float32] | None,
    name: str,
    pads: tuple[int, int] = (0, 0),
    dilation: int = 1,
    stride: int = 1,
    groups: int = 1,
) -> Value:
    """A convolution along time. kernel [out, in / groups, k] as in a checkpoint; pads (left, right) in steps, zeros."""
    inputs = [x, graph.weight(kernel[:, :, None, :], f"{name}.weight")]
    if bias is not None:
        inputs.append(graph.weight(bias, f"{name}.bias"))
    return graph.op(
        "Conv",
        *inputs,
        kernel_shape=[1, kernel.shape[2]],
        pads=[0, pads[0], 0, pads[1]],
        dilations=[1, dilation],
        strides=[1, stride],
        group=groups,
    )


def leaky_relu(graph: GraphBuilder, x: Value, slope: float) -> Value:
    return graph.op("LeakyRelu", x, alpha=slope)


def speaker_bias(graph: GraphBuilder, sid: Value, weights: Weights, name: str) -> Value:
    """What the 1x1 convolution `name` makes of the speaker's embedding: [1, channels, 1, 1].

    The product is constant for each speaker, so a table of [n_speakers, channels] is made here and the graph only looks a row up.
    """
    matrix = weights[f"{name}.weight"][:, :, 0].astype(np.float64)
    table = weights["emb_g.weight"].astype(np.float64) @ matrix.T + weights[f"{name}.bias"].astype(np.float64)
    row = graph.op("Gather", graph.weight(table.astype(np.float32), f"{name}.table"), sid, axis=0)
    return graph.reshape(row, 1, table.shape[1], 1, 1)


def layer_norm(graph: GraphBuilder, x: Value, scale: NDArray[np.float32], shift: NDArray[np.float32], name: str) -> Value:
    """LayerNorm over the last axis, epsilon 1e-5."""
    return graph.op(
        "LayerNormalization", x, graph.weight(scale, f"{name}.scale"), graph.weight(shift, f"{name}.shift"), axis=-1, epsilon=1e-5
    )


def linear(graph: GraphBuilder, x: Value, matrix: NDArray[np.float32], bias: NDArray[np.float32], name: str) -> Value:
    """x [..., in] -> [..., out]; matrix [out, in] as in a checkpoint."""
    product = graph.op("MatMul", x, graph.weight(matrix.T, f"{name}.weight"))
    return graph.op("Add", product, graph.weight(bias, f"{name}.bias"))
