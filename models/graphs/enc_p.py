"""The prior encoder of an RVC voice (`enc_p`): content features and coarse pitch of a window -> mean and log deviation of the latent.

Attention runs over the window, and over the keys and values of up to `n_past` frames before it, which are kept as state from when those
were committed (frozen: they no longer see what came after); the feed-forward convolutions keep their left neighbours. n_past = 0 is the
plain window: no keys are carried. Only the last `n_out` frames are wanted, so the last layer computes no others (all earlier layers must:
every frame of theirs is a key). Layout inside is [1, time, channels], where the matrix products and norms of attention need no transposes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.graphs.builder import Axis, GraphBuilder, Value
from models.graphs.layers import Weights, layer_norm, leaky_relu, linear
from models.graphs.spec import RvcSpec
from models.graphs.stream import COUNT, STATE_IN, STATE_OUT, Stream

AXIS = 1


@dataclass(frozen=True, slots=True)
class _Window:
    """Sizes known when the graph runs, int64 [1]: all frames that are keys, the number of queries, which are the last of these, and how
    many keys lie before them."""

    n_frames: Value
    first: Value
    n_queries: Value


def add_enc_p(stream: Stream, spec: RvcSpec, weights: Weights, n_out: Value) -> tuple[Value, Value]:
    """Writes `enc_p` into the stream's graph with the inputs `phone`, `n_past` and, for voices with f0, `pitch`; returns (m, logs). The
    stream's `n_commit` is also how far the window will move.

    phone   float32 [1, W, phone_dim]   content features at 100 Hz
    pitch   int64 [1, W]                coarse pitch, 1..255
    n_past  int64 [1]                   frames before the window to keep keys and values of, 0 for none
    n_out   int64 [1]                   trailing frames of the window that are wanted, 1 <= n_out <= W
    m, logs float32 [1, inter_channels, 1, n_out]
    """
    graph = stream.graph
    phone = graph.input("phone", np.float32, [1, "window", spec.phone_dim])
    x = linear(graph, phone, weights["enc_p.emb_phone.weight"], weights["enc_p.emb_phone.bias"], "enc_p.emb_phone")
    if spec.has_f0:
        pitch = graph.input("pitch", np.int64, [1, "window"])
        table = graph.weight(weights["enc_p.emb_pitch.weight"], "enc_p.emb_pitch.weight")
        x = graph.op("Add", x, graph.op("Gather", table, pitch, axis=0))
    x = leaky_relu(graph, graph.op("Mul", x, graph.scalar(math.sqrt(spec.hidden_channels))), 0.1)
    past = _Past(stream, graph.input(f"{COUNT}past", np.int64, [1]), spec)
    for layer in range(spec.n_layers):
        x = _layer(past, x, weights, layer, n_out if layer == spec.n_layers - 1 else None)
    x = _newest(graph, x, n_out, AXIS)
    stats = linear(graph, x, weights["enc_p.proj.weight"][:, :, 0], weights["enc_p.proj.bias"], "enc_p.proj")
    stats = graph.op("Unsqueeze", graph.op("Transpose", stats, perm=[0, 2, 1]), graph.integers(2))
    m, logs = graph.ops("Split", [stats], 2, axis=1, num_outputs=2)
    return m, logs


class _Past:
    """What is carried from one window to the next."""

    def __init__(self, stream: Stream, n_past: Value, spec: RvcSpec) -> None:
        self.graph, self.spec = stream.graph, spec
        self._n_commit, self._n_past = stream.n_commit, n_past

    def keys(self, fresh: Value, kind: str, layer: int) -> Value:
        """Past and fresh keys (or values) [1, heads, n, width]; keeps the last `n_past` of the past and the committed ones."""
        graph, spec = self.graph, self.spec
        shape: list[Axis] = [1, spec.n_heads, f"past_{kind}.{layer}", spec.hidden_channels // spec.n_heads]
        past = graph.input(f"{STATE_IN}enc_p.{kind}.{layer}", np.float32, shape)
        joined = graph.op("Concat", past, fresh, axis=2)
        end = graph.op("Add", graph.length(past, 2), self._n_commit)
        start = graph.op("Max", graph.op("Sub", end, self._n_past), graph.integers(0))
        graph.output(graph.slice(joined, start, end, 2), f"{STATE_OUT}enc_p.{kind}.{layer}", np.float32, shape)
        return joined

    def neighbours(self, x: Value, n: int, channels: int, name: str) -> Value:
        """`x` [1, time, channels] with the n frames before the window in front, zeros where none are kept."""
        graph, nothing = self.graph, self.graph.integers(0)
        shape: list[Axis] = [1, f"{name}_steps", channels]
        before = graph.input(f"{STATE_IN}{name}", np.float32, shape)
        joined = graph.op("Concat", before, x, axis=AXIS)
        n_before, n_kept = graph.length(before, AXIS), graph.op("Min", self._n_past, graph.integers(n))
        end = graph.op("Add", n_before, self._n_commit)
        kept = graph.slice(joined, graph.op("Max", graph.op("Sub", end, n_kept), nothing), end, AXIS)
        graph.output(kept, f"{STATE_OUT}{name}", np.float32, shape)
        n_missing = graph.op("Sub", graph.integers(n), n_before)
        return graph.op("Pad", joined, graph.op("Concat", nothing, n_missing, graph.integers(0, 0, 0, 0), axis=0))


def _newest(graph: GraphBuilder, x: Value, n: Value, axis: int) -> Value:
    return graph.slice(x, graph.op("Neg", n), graph.integers(np.iinfo(np.int64).max), axis)


def _layer(past: _Past, x: Value, weights: Weights, layer: int, n_out: Value | None) -> Value:
    """One post-norm layer; where only the newest `n_out` frames are wanted, of those and of what its two feed-forward convolutions reach to
    the left of them. That one starts its convolutions with zeros: what they reach is there."""
    graph, spec = past.graph, past.spec
    n_queries = graph.length(x, AXIS)
    if n_out is not None:
        n_queries = graph.op("Min", n_queries, graph.op("Add", n_out, graph.integers(2 * (spec.kernel_size // 2))))
    y = _attention(past, x, weights, layer, n_queries)
    x = _newest(graph, x, n_queries, AXIS) if n_out is not None else x
    x = _norm(graph, graph.op("Add", x, y), weights, f"enc_p.encoder.norm_layers_1.{layer}")
    y = _feed_forward(past, x, weights, f"enc_p.encoder.ffn_layers.{layer}", carried=n_out is None)
    return _norm(graph, graph.op("Add", x, y), weights, f"enc_p.encoder.norm_layers_2.{layer}")


def _norm(graph: GraphBuilder, x: Value, weights: Weights, name: str) -> Value:
    return layer_norm(graph, x, weights[f"{name}.gamma"], weights[f"{name}.beta"], name)


def _attention(past: _Past, x: Value, weights: Weights, layer: int, n_queries: Value) -> Value:
    """Multi-head attention with learned relative positions: queries of the newest frames, keys and values everywhere."""
    graph, spec = past.graph, past.spec
    name = f"enc_p.encoder.attn_layers.{layer}"
    scale = np.float32(1 / math.sqrt(spec.hidden_channels // spec.n_heads))
    q = _heads(graph, _newest(graph, x, n_queries, AXIS), weights, f"{name}.conv_q", spec, scale)
    k = past.keys(_heads(graph, x, weights, f"{name}.conv_k", spec), "key", layer)
    v = past.keys(_heads(graph, x, weights, f"{name}.conv_v", spec), "value", layer)
    n_frames = graph.length(k, 2)
    window = _Window(n_frames, graph.op("Sub", n_frames, n_queries), n_queries)
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


def _feed_forward(past: _Past, x: Value, weights: Weights, name: str, carried: bool) -> Value:
    """Two "same" convolutions with a ReLU between them."""
    x = _convolve(past, x, weights, f"{name}.conv_1", carried)
    return _convolve(past, past.graph.op("Relu", x), weights, f"{name}.conv_2", carried)


def _convolve(past: _Past, x: Value, weights: Weights, name: str, carried: bool) -> Value:
    """A convolution on [1, time, channels] as one matrix product over shifted copies. carried: with the frames before the window on its
    left, instead of zeros."""
    graph, size = past.graph, past.spec.kernel_size
    kernel = weights[f"{name}.weight"]
    left = (size - 1) // 2
    if carried and left:
        padded = past.neighbours(x, left, kernel.shape[1], name)
        padded = graph.op("Pad", padded, graph.integers(0, 0, 0, 0, size - 1 - left, 0))
    else:
        padded = graph.op("Pad", x, graph.integers(0, left, 0, 0, size - 1 - left, 0))
    n_frames = graph.length(x, AXIS)
    shifted = [
        graph.slice(padded, graph.integers(i), graph.op("Add", n_frames, graph.integers(i)) if i else n_frames, AXIS) for i in range(size)
    ]
    joined = graph.op("Concat", *shifted, axis=2) if size > 1 else x
    matrix = kernel.transpose(0, 2, 1).reshape(kernel.shape[0], -1)
    return linear(graph, joined, matrix, weights[f"{name}.bias"], name)
