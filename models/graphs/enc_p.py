"""The prior encoder of an RVC voice (`enc_p`): content features and coarse pitch of a window -> mean and log deviation of the latent.

Attention runs over the whole window; only the last `n_out` frames are wanted, so the last layer computes no others (all earlier layers
must: every frame of theirs is a key). Layout inside is [1, time, channels], where the matrix products and norms of attention need no
transposes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import Weights, layer_norm, leaky_relu, linear
from models.graphs.spec import RvcSpec

AXIS = 1


@dataclass(frozen=True, slots=True)
class _Window:
    """Sizes known when the graph runs, int64 [1]: all frames of the window, those from which on outputs are wanted, and their number."""

    n_frames: Value
    first: Value
    n_queries: Value


def add_enc_p(graph: GraphBuilder, spec: RvcSpec, weights: Weights, n_out: Value) -> tuple[Value, Value]:
    """Writes `enc_p` into `graph` with the inputs `phone` and, for voices with f0, `pitch`; returns (m, logs).

    phone   float32 [1, W, phone_dim]   content features at 100 Hz
    pitch   int64 [1, W]                coarse pitch, 1..255
    n_out   int64 [1]                   trailing frames of the window that are wanted, 1 <= n_out <= W
    m, logs float32 [1, inter_channels, 1, n_out]
    """
    phone = graph.input("phone", np.float32, [1, "window", spec.phone_dim])
    x = linear(graph, phone, weights["enc_p.emb_phone.weight"], weights["enc_p.emb_phone.bias"], "enc_p.emb_phone")
    if spec.has_f0:
        pitch = graph.input("pitch", np.int64, [1, "window"])
        table = graph.weight(weights["enc_p.emb_pitch.weight"], "enc_p.emb_pitch.weight")
        x = graph.op("Add", x, graph.op("Gather", table, pitch, axis=0))
    x = leaky_relu(graph, graph.op("Mul", x, graph.scalar(math.sqrt(spec.hidden_channels))), 0.1)
    n_frames = graph.length(x, AXIS)
    everything = _Window(n_frames, graph.integers(0), n_frames)
    for layer in range(spec.n_layers):
        window = everything if layer < spec.n_layers - 1 else _last_window(graph, n_frames, n_out, spec)
        x = _layer(graph, x, spec, weights, layer, window)
    wanted = graph.op("Neg", n_out)
    x = graph.slice(x, wanted, graph.integers(np.iinfo(np.int64).max), AXIS)
    stats = linear(graph, x, weights["enc_p.proj.weight"][:, :, 0], weights["enc_p.proj.bias"], "enc_p.proj")
    stats = graph.op("Unsqueeze", graph.op("Transpose", stats, perm=[0, 2, 1]), graph.integers(2))
    m, logs = graph.ops("Split", [stats], 2, axis=1, num_outputs=2)
    return m, logs


def _last_window(graph: GraphBuilder, n_frames: Value, n_out: Value, spec: RvcSpec) -> _Window:
    """The last layer is asked for `n_out` frames and what its two feed-forward convolutions reach to the left of them."""
    reach = 2 * (spec.kernel_size // 2)
    n_queries = graph.op("Min", n_frames, graph.op("Add", n_out, graph.integers(reach)))
    return _Window(n_frames, graph.op("Sub", n_frames, n_queries), n_queries)


def _layer(graph: GraphBuilder, x: Value, spec: RvcSpec, weights: Weights, layer: int, window: _Window) -> Value:
    """One post-norm layer; returns the frames from `window.first` on."""
    y = _attention(graph, x, spec, weights, layer, window)
    x = graph.slice(x, window.first, window.n_frames, AXIS) if layer == spec.n_layers - 1 else x
    x = _norm(graph, graph.op("Add", x, y), weights, f"enc_p.encoder.norm_layers_1.{layer}")
    y = _feed_forward(graph, x, spec, weights, f"enc_p.encoder.ffn_layers.{layer}")
    return _norm(graph, graph.op("Add", x, y), weights, f"enc_p.encoder.norm_layers_2.{layer}")


def _norm(graph: GraphBuilder, x: Value, weights: Weights, name: str) -> Value:
    return layer_norm(graph, x, weights[f"{name}.gamma"], weights[f"{name}.beta"], name)


def _attention(graph: GraphBuilder, x: Value, spec: RvcSpec, weights: Weights, layer: int, window: _Window) -> Value:
    """Multi-head attention with learned relative positions; queries from `window.first` on, keys and values everywhere."""
    name = f"enc_p.encoder.attn_layers.{layer}"
    width = spec.hidden_channels // spec.n_heads
    scale = np.float32(1 / math.sqrt(width))
    asked = graph.slice(x, window.first, window.n_frames, AXIS) if layer == spec.n_layers - 1 else x
    q = _heads(graph, asked, weights, f"{name}.conv_q", spec, scale)
    k = _heads(graph, x, weights, f"{name}.conv_k", spec)
    v = _heads(graph, x, weights, f"{name}.conv_v", spec)
    n_positions = weights[f"{name}.emb_rel_k"].shape[1]
    rel_k = graph.weight(weights[f"{name}.emb_rel_k"][0].T, f"{name}.emb_rel_k")
    rel_v = graph.weight(weights[f"{name}.emb_rel_v"][0], f"{name}.emb_rel_v")
    scores = graph.op("MatMul", q, graph.op("Transpose", k, perm=[0, 1, 3, 2]))
    scores = graph.op("Add", scores, _onto_diagonals(graph, graph.op("MatMul", q, rel_k), n_positions, window, spec.n_heads))
    p = graph.op("Softmax", scores, axis=-1)
    near = graph.op("MatMul", _off_diagonals(graph, p, n_positions, window, spec.n_heads), rel_v)
    y = graph.op("Add", graph.op("MatMul", p, v), near)
    y = graph.reshape(graph.op("Transpose", y, perm=[0, 2, 1, 3]), 1, -1, spec.hidden_channels)
    return linear(graph, y, weights[f"{name}.conv_o.weight"][:, :, 0], weights[f"{name}.conv_o.bias"], f"{name}.conv_o")


def _heads(graph: GraphBuilder, x: Value, weights: Weights, name: str, spec: RvcSpec, scale: np.float32 | None = None) -> Value:
    """A 1x1 convolution, split into heads: [1, heads, time, width]. `scale` is worked into the weights."""
    factor = np.float32(1) if scale is None else scale
    y = linear(graph, x, weights[f"{name}.weight"][:, :, 0] * factor, weights[f"{name}.bias"] * factor, name)
    y = graph.reshape(y, 1, -1, spec.n_heads, spec.hidden_channels // spec.n_heads)
    return graph.op("Transpose", y, perm=[0, 2, 1, 3])


def _onto_diagonals(graph: GraphBuilder, band: Value, n_positions: int, window: _Window, n_heads: int) -> Value:
    """band [1, heads, queries, positions] -> [1, heads, queries, frames]: query i's position r lands on frame i + r - positions // 2.

    A row that is padded to one more than the width of the result, read again at that width, moves right by one step a row.
    """
    half = n_positions // 2
    width = graph.op("Add", window.n_frames, graph.integers(n_positions - 1))
    zeros = graph.integers(0, 0, 0)
    pads = graph.op("Concat", zeros, window.first, zeros, window.n_queries, axis=0)
    flat = graph.reshape(graph.op("Pad", band, pads), 1, n_heads, -1)
    flat = graph.slice(flat, graph.integers(0), graph.op("Mul", window.n_queries, width), 2)
    shape = graph.op("Concat", graph.integers(1, n_heads), window.n_queries, width, axis=0)
    rows = graph.op("Reshape", flat, shape)
    return graph.slice(rows, graph.integers(half), graph.op("Add", window.n_frames, graph.integers(half)), 3)


def _off_diagonals(graph: GraphBuilder, p: Value, n_positions: int, window: _Window, n_heads: int) -> Value:
    """The inverse: p [1, heads, queries, frames] -> [1, heads, queries, positions], zero beyond the window's ends."""
    half = n_positions // 2
    padded = graph.op("Pad", p, graph.integers(0, 0, 0, half, 0, 0, 0, half))
    flat = graph.reshape(padded, 1, n_heads, -1)
    pads = graph.op("Concat", graph.integers(0, 0, 0, 0, 0), window.n_queries, axis=0)
    shape = graph.op("Concat", graph.integers(1, n_heads), window.n_queries, graph.integers(-1), axis=0)
    rows = graph.op("Reshape", graph.op("Pad", flat, pads), shape)
    return graph.slice(rows, window.first, graph.op("Add", window.first, graph.integers(n_positions)), 3)


def _feed_forward(graph: GraphBuilder, x: Value, spec: RvcSpec, weights: Weights, name: str) -> Value:
    """Two "same" convolutions with a ReLU between them."""
    x = _convolve(graph, x, weights, f"{name}.conv_1", spec.kernel_size)
    return _convolve(graph, graph.op("Relu", x), weights, f"{name}.conv_2", spec.kernel_size)


def _convolve(graph: GraphBuilder, x: Value, weights: Weights, name: str, size: int) -> Value:
    """A convolution on [1, time, channels] as one matrix product over shifted copies."""
    left = (size - 1) // 2
    padded = graph.op("Pad", x, graph.integers(0, left, 0, 0, size - 1 - left, 0))
    n_frames = graph.length(x, AXIS)
    shifted = [
        graph.slice(padded, graph.integers(i), graph.op("Add", n_frames, graph.integers(i)) if i else n_frames, AXIS) for i in range(size)
    ]
    joined = graph.op("Concat", *shifted, axis=2) if size > 1 else x
    kernel = weights[f"{name}.weight"]
    matrix = kernel.transpose(0, 2, 1).reshape(kernel.shape[0], -1)
    return linear(graph, joined, matrix, weights[f"{name}.bias"], name)
