"""The decoder of the neural voices as a graph that carries its state: content, prosody and voices in, log magnitudes of two filters out.

    content  [1, t, 384] float32, 50 Hz
    prosody  [1, t, 6] float32: log2(pitch / 200 Hz), voicing, loudness, of both frames of 10 ms
    voices   [2] int64 and blend [1] float32: the first voice, and how much of the second is mixed in
    state/blocks [n_blocks, 1, width, kernel - 1] -> next/blocks
    pulse    [1, 2 t, n_pulse], noise [1, 2 t, n_noise]: natural log, every 10 ms

Weights by the names of `training/neural/network.py`, which is the same network.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import layer_norm, linear

STATE = "state/blocks"
NEXT = "next/blocks"

Weights = Mapping[str, NDArray[np.float32]]


def neural_decoder(weights: Weights, n_pulse: int, metadata: Mapping[str, str]) -> onnx.ModelProto:
    """The graph of a trained decoder, weights stored as float16 and computed in float32. n_pulse: how many of its bands are of the
    pulses."""
    graph = GraphBuilder("neural_decoder", half_storage=True)
    n_blocks = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))
    width, _, kernel = weights["blocks.0.depthwise.weight"].shape
    content = graph.input("content", np.float32, [1, "t", len(weights["mean"])])
    prosody = graph.input("prosody", np.float32, [1, "t", weights["prosody.weight"].shape[1]])
    voice = _voice(graph, weights)
    state = graph.input(STATE, np.float32, [n_blocks, 1, width, kernel - 1])
    x = _entry(graph, weights, content, prosody)
    kept: list[Value] = []
    for number in range(n_blocks):
        before = graph.reshape(graph.slice(state, graph.integers(number), graph.integers(number + 1), axis=0), 1, width, kernel - 1)
        x, after = _block(graph, weights, f"blocks.{number}", x, before, voice)
        kept.append(graph.reshape(after, 1, 1, width, kernel - 1))
    x = layer_norm(graph, x, weights["last_norm.weight"], weights["last_norm.bias"], "last_norm")
    x = _modulated(graph, weights, "last_voice", x, voice)
    bands = linear(graph, x, weights["out.weight"], weights["out.bias"], "out")
    n_bands = len(weights["out.bias"]) // 2
    bands = graph.reshape(bands, 1, -1, n_bands)
    graph.output(graph.slice(bands, graph.integers(0), graph.integers(n_pulse), axis=2), "pulse", np.float32, [1, "frames", n_pulse])
    noise = graph.slice(bands, graph.integers(n_pulse), graph.integers(n_bands), axis=2)
    graph.output(noise, "noise", np.float32, [1, "frames", n_bands - n_pulse])
    graph.output(graph.op("Concat", *kept, axis=0), NEXT, np.float32, [n_blocks, 1, width, kernel - 1])
    return graph.build(metadata)


def _voice(graph: GraphBuilder, weights: Weights) -> Value:
    """[1, voice width]: the first voice, drawn towards the second by `blend`."""
    voices, blend = graph.input("voices", np.int64, [2]), graph.input("blend", np.float32, [1])
    rows = graph.op("Gather", graph.weight(weights["voices.weight"], "voices.weight"), voices, axis=0)
    first = graph.slice(rows, graph.integers(0), graph.integers(1), axis=0)
    second = graph.slice(rows, graph.integers(1), graph.integers(2), axis=0)
    return graph.op("Add", first, graph.op("Mul", graph.op("Sub", second, first), blend))


def _entry(graph: GraphBuilder, weights: Weights, content: Value, prosody: Value) -> Value:
    """The content's normalisation is folded into its matrix: [1, t, width]."""
    deviation = weights["deviation"].astype(np.float64)
    matrix = weights["content.weight"].astype(np.float64) / deviation
    bias = weights["content.bias"].astype(np.float64) - matrix @ weights["mean"].astype(np.float64)
    heard = linear(graph, content, matrix.astype(np.float32), bias.astype(np.float32), "content")
    said = linear(graph, prosody, weights["prosody.weight"], weights["prosody.bias"], "prosody")
    return layer_norm(graph, graph.op("Add", heard, said), weights["norm.weight"], weights["norm.bias"], "norm")


def _block(graph: GraphBuilder, weights: Weights, name: str, x: Value, before: Value, voice: Value) -> tuple[Value, Value]:
    """The block's output [1, t, width], and the newest steps of its input, which the next call's convolution sees: [1, width, kernel -
    1]."""
    kernel = weights[f"{name}.depthwise.weight"]
    reach = kernel.shape[2] - 1
    seen = graph.op("Concat", before, graph.op("Transpose", x, perm=[0, 2, 1]), axis=2)
    after = graph.slice(seen, graph.integers(-reach), graph.integers(np.iinfo(np.int32).max), axis=2)
    inputs = [seen, graph.weight(kernel, f"{name}.depthwise"), graph.weight(weights[f"{name}.depthwise.bias"], f"{name}.depthwise.bias")]
    y = graph.op("Transpose", graph.op("Conv", *inputs, kernel_shape=[reach + 1], group=kernel.shape[0]), perm=[0, 2, 1])
    y = layer_norm(graph, y, weights[f"{name}.norm.weight"], weights[f"{name}.norm.bias"], f"{name}.norm")
    y = _modulated(graph, weights, f"{name}.voice", y, voice)
    y = graph.op("Gelu", linear(graph, y, weights[f"{name}.wide.weight"], weights[f"{name}.wide.bias"], f"{name}.wide"))
    gain = weights[f"{name}.gain"]
    y = linear(graph, y, weights[f"{name}.narrow.weight"] * gain[:, None], weights[f"{name}.narrow.bias"] * gain, f"{name}.narrow")
    return graph.op("Add", x, y), after


def _modulated(graph: GraphBuilder, weights: Weights, name: str, x: Value, voice: Value) -> Value:
    """`x` scaled (by 1 + s) and shifted as the voice says."""
    matrix, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    width = len(bias) // 2
    scale = linear(graph, voice, matrix[:width], bias[:width] + 1.0, f"{name}.scale")
    shift = linear(graph, voice, matrix[width:], bias[width:], f"{name}.shift")
    return graph.op("Add", graph.op("Mul", x, scale), shift)
