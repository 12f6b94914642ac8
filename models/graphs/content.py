"""ContentVec / HuBERT-base as two ONNX graphs: a convolutional front end that runs once over each sample, and a transformer over a window.

frames   16 kHz audio -> projected frames at 50 Hz (local: each frame depends on 400 samples, and on slow statistics)
context  projected frames of a window -> content features of its last frames

Frame f begins at sample 320 f and sees 400 samples; N samples give (N - 80) // 320 frames. A block of the stream repeats the last 80
samples of the one before: computing these again costs less than carrying seven states.

`frames` normalises its first layer by each channel's mean and variance over time. They are running statistics, a state: over one run with
all audio they are exactly the reference's.
  in   audio       float32 [1, 1, 1, N]   16 kHz, full scale +-1
       n_repeated  int64 [1]              samples at the start that an earlier run has had (0 or 80); they do not count again
       keep        float32 [1]            0..1, the weight that the statistics so far keep; 1 is the plain mean over everything heard
       state/stats float32 [3, C]         count, mean, variance of each channel; zeros in a fresh state
  out  frames      float32 [1, n, hidden]
       next/stats

`context` recomputes T frames with attention over them and over the keys and values of up to `n_past` frames before them, which are kept as
state from when those were committed (frozen: they no longer see what came after). n_past = 0 is the plain window: nothing is carried, T is
the window. Run once over all frames from a fresh state, it is the whole-sequence network.
  in   frames      float32 [1, B + T, hidden]   B frames before the window, which only the positional convolution sees (64 are of use), then
                                                the window
       n_before    int64 [1]                    B
       n_out       int64 [1]                    trailing frames wanted, 1 <= n_out <= T
       n_commit    int64 [1]                    leading frames of the window whose keys and values are kept
       n_past      int64 [1]                    frames to keep, 0 for none
       state/key.i, state/value.i  float32 [1, heads, P, width]   empty in a fresh state
  out  features    float32 [1, n_out, channels]  `channels` is hidden_channels, or projection_channels where projected
       next/key.i, next/value.i
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import onnx

from models.errors import BadVoiceFile
from models.graphs.builder import Axis, GraphBuilder, Value
from models.graphs.content_spec import ContentSpec
from models.graphs.content_weights import KERNELS, STRIDES
from models.graphs.layers import Weights, conv, layer_norm, linear
from models.graphs.stream import STATE_IN, STATE_OUT, TIME

EPSILON = 1e-5
AXIS = 1


def build_content_frames(spec: ContentSpec, weights: Weights, half_storage: bool = False) -> onnx.ModelProto:
    """The graph `frames` of this file's head. spec and weights from `read_content_weights`."""
    graph = GraphBuilder("content_frames", half_storage)
    x = graph.input("audio", np.float32, [1, 1, 1, "samples"])
    for i, stride in enumerate(STRIDES):
        name = f"feature_extractor.conv_layers.{i}"
        x = conv(graph, x, weights[f"{name}.conv.weight"], weights.get(f"{name}.conv.bias"), f"{name}.conv", stride=stride)
        x = _normalised(graph, x, spec, weights) if i == 0 else x
        x = graph.op("Gelu", x)
    rows = graph.op("Transpose", graph.op("Squeeze", x, graph.integers(2)), perm=[0, 2, 1])
    name = "feature_projection.layer_norm"
    rows = layer_norm(graph, rows, weights[f"{name}.weight"], weights[f"{name}.bias"], name)
    rows = _linear(graph, rows, weights, "feature_projection.projection")
    graph.output(rows, "frames", np.float32, [1, "frames", spec.hidden_channels])
    return graph.build()


def _normalised(graph: GraphBuilder, x: Value, spec: ContentSpec, weights: Weights) -> Value:
    """GroupNorm with one group a channel, its statistics merged with those of the blocks before (Chan's parallel update)."""
    n_repeated = graph.input("n_repeated", np.int64, [1])
    keep = graph.input("keep", np.float32, [1])
    shape = [3, spec.convolution_channels]
    stats = graph.input(f"{STATE_IN}stats", np.float32, shape)
    old_count, old_mean, old_variance = graph.ops("Split", [stats], 3, axis=0, num_outputs=3)
    kernel, stride = KERNELS[0], STRIDES[0]
    frames_seen = graph.op("Div", graph.op("Sub", n_repeated, graph.integers(kernel - stride)), graph.integers(stride))
    frames_seen = graph.op("Max", frames_seen, graph.integers(0))
    fresh = graph.slice(x, frames_seen, _end(graph), TIME)
    axes = graph.integers(0, 2, 3)
    mean = graph.op("ReduceMean", fresh, axes, keepdims=0)
    centred = graph.op("Sub", fresh, graph.reshape(mean, 1, -1, 1, 1))
    variance = graph.op("ReduceMean", graph.op("Mul", centred, centred), axes, keepdims=0)
    count = graph.op("Cast", graph.length(fresh, TIME), to=onnx.TensorProto.FLOAT)
    kept = graph.op("Mul", old_count, keep)
    total = graph.op("Add", kept, count)
    share = graph.op("Div", count, total)
    old_share = graph.op("Div", kept, total)
    gap = graph.op("Sub", mean, old_mean)
    new_mean = graph.op("Add", graph.op("Mul", old_mean, old_share), graph.op("Mul", mean, share))
    between = graph.op("Mul", graph.op("Mul", gap, gap), graph.op("Mul", share, old_share))
    within = graph.op("Add", graph.op("Mul", old_variance, old_share), graph.op("Mul", variance, share))
    new_variance = graph.op("Add", within, between)
    graph.output(graph.op("Concat", total, new_mean, new_variance, axis=0), f"{STATE_OUT}stats", np.float32, shape)
    name = "feature_extractor.conv_layers.0.layer_norm"
    deviation = graph.op("Sqrt", graph.op("Add", new_variance, graph.scalar(EPSILON)))
    gain = graph.op("Div", graph.weight(weights[f"{name}.weight"][None], f"{name}.weight"), deviation)
    offset = graph.op("Sub", graph.weight(weights[f"{name}.bias"][None], f"{name}.bias"), graph.op("Mul", new_mean, gain))
    scaled = graph.op("Mul", x, graph.reshape(gain, 1, -1, 1, 1))
    return graph.op("Add", scaled, graph.reshape(offset, 1, -1, 1, 1))


def build_content_context(
    spec: ContentSpec, weights: Weights, n_layers: int, projected: bool, half_storage: bool = False
) -> onnx.ModelProto:
    """The graph `context` up to layer `n_layers` (1-based), with `final_proj` after it if `projected`.

    v1 voices are given (9, True), v2 voices (12, False). Raises BadVoiceFile where the encoder has no such layer or no projection.
    """
    if n_layers > spec.n_layers or (projected and not spec.projection_channels):
        wanted = f"layer {n_layers}" + (" and a projection" if projected else "")
        detail = f"the voice needs {wanted}, the encoder has {spec.n_layers} layers"
        raise BadVoiceFile("build the content encoder", "", reason="unsupported", detail=detail)
    graph = GraphBuilder("content_context", half_storage)
    window = _ContextInputs(graph)
    frames = graph.input("frames", np.float32, [1, "frames", spec.hidden_channels])
    x = _with_positions(graph, frames, window.n_before, spec, weights)
    x = _norm(graph, x, weights, "encoder.layer_norm")
    for layer in range(n_layers):
        x = _Layer(graph, spec, weights, window, layer, last=layer == n_layers - 1).apply(x)
    channels = spec.hidden_channels
    if projected:
        x, channels = _linear(graph, x, weights, "final_proj"), spec.projection_channels
    graph.output(x, "features", np.float32, [1, "n_out", channels])
    return graph.build()


class _ContextInputs:
    """The integer inputs of the graph `context`, each int64 [1]."""

    def __init__(self, graph: GraphBuilder) -> None:
        self.n_before, self.n_out, self.n_commit, self.n_past = (
            graph.input(name, np.int64, [1]) for name in ("n_before", "n_out", "n_commit", "n_past")
        )


def _with_positions(graph: GraphBuilder, frames: Value, n_before: Value, spec: ContentSpec, weights: Weights) -> Value:
    """The window's frames plus GELU of the grouped convolution over time there; an even kernel's surplus last step is never computed."""
    name = "encoder.pos_conv_embed.conv"
    left, right = spec.position_kernel // 2, (spec.position_kernel - 1) // 2
    nothing = graph.weight(np.zeros((1, left, spec.hidden_channels), np.float32), f"{name}.before")
    seen = graph.slice(graph.op("Concat", nothing, frames, axis=AXIS), n_before, _end(graph), AXIS)  # `left` frames, then the window
    x = graph.op("Unsqueeze", graph.op("Transpose", seen, perm=[0, 2, 1]), graph.integers(2))
    x = conv(graph, x, weights[f"{name}.weight"], weights[f"{name}.bias"], name, pads=(0, right), groups=spec.position_groups)
    x = graph.op("Transpose", graph.op("Squeeze", graph.op("Gelu", x), graph.integers(2)), perm=[0, 2, 1])
    return graph.op("Add", graph.slice(frames, n_before, _end(graph), AXIS), x)


def _end(graph: GraphBuilder) -> Value:
    """Where a slice to the end of an axis ends."""
    return graph.integers(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One post-norm transformer layer. The last one answers for the wanted frames only."""

    graph: GraphBuilder
    spec: ContentSpec
    weights: Weights
    window: _ContextInputs
    index: int
    last: bool

    def apply(self, x: Value) -> Value:
        graph, name = self.graph, f"encoder.layers.{self.index}"
        q, k, v = self._heads(x, f"{name}.attention")
        k, v = self._with_past(k, "key"), self._with_past(v, "value")
        if self.last:
            q, x = self._wanted(q, 2), self._wanted(x, AXIS)
        p = graph.op("Softmax", graph.op("MatMul", q, graph.op("Transpose", k, perm=[0, 1, 3, 2])), axis=-1)
        y = graph.op("Transpose", graph.op("MatMul", p, v), perm=[0, 2, 1, 3])
        y = _linear(graph, graph.reshape(y, 1, -1, self.spec.hidden_channels), self.weights, f"{name}.attention.out_proj")
        x = _norm(graph, graph.op("Add", x, y), self.weights, f"{name}.layer_norm")
        y = graph.op("Gelu", _linear(graph, x, self.weights, f"{name}.feed_forward.intermediate_dense"))
        y = _linear(graph, y, self.weights, f"{name}.feed_forward.output_dense")
        return _norm(graph, graph.op("Add", x, y), self.weights, f"{name}.final_layer_norm")

    def _wanted(self, x: Value, axis: int) -> Value:
        return self.graph.slice(x, self.graph.op("Neg", self.window.n_out), _end(self.graph), axis)

    def _heads(self, x: Value, name: str) -> list[Value]:
        """Queries (scaled), keys and values from one matrix product, each [1, heads, T, width]."""
        graph, n_heads = self.graph, self.spec.n_heads
        width = self.spec.hidden_channels // n_heads
        scales = (np.float32(1 / math.sqrt(width)), np.float32(1), np.float32(1))
        parts = [f"{name}.{part}_proj" for part in "qkv"]
        matrix = np.concatenate([self.weights[f"{part}.weight"] * scale for part, scale in zip(parts, scales, strict=True)])
        bias = np.concatenate([self.weights[f"{part}.bias"] * scale for part, scale in zip(parts, scales, strict=True)])
        y = graph.reshape(linear(graph, x, matrix, bias, f"{name}.qkv"), 1, -1, 3 * n_heads, width)
        return graph.ops("Split", [graph.op("Transpose", y, perm=[0, 2, 1, 3])], 3, axis=1, num_outputs=3)

    def _with_past(self, fresh: Value, kind: str) -> Value:
        """Past and fresh keys (or values); keeps the last `n_past` of the past and the committed ones."""
        graph, spec = self.graph, self.spec
        shape: list[Axis] = [1, spec.n_heads, f"past_{kind}.{self.index}", spec.hidden_channels // spec.n_heads]
        past = graph.input(f"{STATE_IN}{kind}.{self.index}", np.float32, shape)
        joined = graph.op("Concat", past, fresh, axis=2)
        end = graph.op("Add", graph.length(past, 2), self.window.n_commit)
        start = graph.op("Max", graph.op("Sub", end, self.window.n_past), graph.integers(0))
        graph.output(graph.slice(joined, start, end, 2), f"{STATE_OUT}{kind}.{self.index}", np.float32, shape)
        return joined


def _norm(graph: GraphBuilder, x: Value, weights: Weights, name: str) -> Value:
    return layer_norm(graph, x, weights[f"{name}.weight"], weights[f"{name}.bias"], name)


def _linear(graph: GraphBuilder, x: Value, weights: Weights, name: str) -> Value:
    return linear(graph, x, weights[f"{name}.weight"], weights[f"{name}.bias"], name)
