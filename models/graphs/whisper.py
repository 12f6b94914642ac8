"""Whisper's encoder over a short window, as a graph: log-mel frames in, the features of a few tokens of the window out.

    mel    [n, 80, 2 * WINDOW_TOKENS] float32
    begin  [1] int64, end [1] int64: which tokens of the window leave
    tokens [n, end - begin, width] float32

The layers are OpenAI's (two convolutions, then pre-norm transformer layers, positions from 0); the last layer computes only the tokens
that leave.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import layer_norm

WINDOW_TOKENS = 50
"""One second."""
N_MELS = 80
HEAD_WIDTH = 64

Weights = Mapping[str, NDArray[np.float32]]


def whisper_encoder(weights: Weights, n_layers: int, metadata: Mapping[str, str]) -> onnx.ModelProto:
    """The graph of an encoder with `weights` by CTranslate2's names, stored as float16 and computed in float32."""
    graph = GraphBuilder("whisper_encoder", half_storage=True)
    width = weights["conv1/weight"].shape[0]
    mel = graph.input("mel", np.float32, ["n", N_MELS, 2 * WINDOW_TOKENS])
    begin, end = graph.input("begin", np.int64, [1]), graph.input("end", np.int64, [1])
    x = _front(graph, weights, mel)
    for number in range(n_layers):
        chosen = (begin, end) if number == n_layers - 1 else None
        x = _layer(graph, weights, f"layer_{number}", x, width, chosen)
    x = layer_norm(graph, x, weights["layer_norm/gamma"], weights["layer_norm/beta"], "final_norm")
    graph.output(x, "tokens", np.float32, ["n", "chosen", width])
    return graph.build(metadata)


def _front(graph: GraphBuilder, weights: Weights, mel: Value) -> Value:
    """Two convolutions, the second with stride 2, and positions: [n, WINDOW_TOKENS, width]."""
    x = mel
    for number, stride in ((1, 1), (2, 2)):
        kernel = graph.weight(weights[f"conv{number}/weight"], f"conv{number}.weight")
        bias = graph.weight(weights[f"conv{number}/bias"], f"conv{number}.bias")
        x = graph.op("Gelu", graph.op("Conv", x, kernel, bias, kernel_shape=[3], pads=[1, 1], strides=[stride]))
    x = graph.op("Transpose", x, perm=[0, 2, 1])
    return graph.op("Add", x, graph.weight(weights["position_encodings/encodings"][:WINDOW_TOKENS], "positions"))


def _layer(graph: GraphBuilder, weights: Weights, name: str, x: Value, width: int, chosen: tuple[Value, Value] | None) -> Value:
    """Attention, then the two wide layers; `chosen` (begin, end): only these tokens go on."""
    heard = _norm(graph, weights, f"{name}/self_attention/layer_norm", x)
    asking = heard
    if chosen:
        x, asking = graph.slice(x, *chosen, axis=1), graph.slice(heard, *chosen, axis=1)
    matrix, bias = weights[f"{name}/self_attention/linear_0/weight"], weights[f"{name}/self_attention/linear_0/bias"]
    scale = HEAD_WIDTH**-0.5
    query, key, value = (
        _linear(
            graph, asking if i == 0 else heard, matrix[cut] * (scale if i == 0 else 1), bias[cut] * (scale if i == 0 else 1), f"{name}.{i}"
        )
        for i, cut in enumerate(slice(i * width, (i + 1) * width) for i in range(3))
    )
    query, value = _heads(graph, query, [0, 2, 1, 3]), _heads(graph, value, [0, 2, 1, 3])
    weight = graph.op("Softmax", graph.op("MatMul", query, _heads(graph, key, [0, 2, 3, 1])), axis=-1)
    mixed = graph.reshape(graph.op("Transpose", graph.op("MatMul", weight, value), perm=[0, 2, 1, 3]), 0, -1, width)
    x = graph.op("Add", x, _named_linear(graph, weights, f"{name}/self_attention/linear_1", mixed))
    inner = _named_linear(graph, weights, f"{name}/ffn/linear_0", _norm(graph, weights, f"{name}/ffn/layer_norm", x))
    return graph.op("Add", x, _named_linear(graph, weights, f"{name}/ffn/linear_1", graph.op("Gelu", inner)))


def _heads(graph: GraphBuilder, x: Value, order: list[int]) -> Value:
    """[n, tokens, width] as [n, tokens, heads, HEAD_WIDTH], its axes in `order`."""
    return graph.op("Transpose", graph.reshape(x, 0, 0, -1, HEAD_WIDTH), perm=order)


def _norm(graph: GraphBuilder, weights: Weights, name: str, x: Value) -> Value:
    return layer_norm(graph, x, weights[f"{name}/gamma"], weights[f"{name}/beta"], name)


def _named_linear(graph: GraphBuilder, weights: Weights, name: str, x: Value) -> Value:
    return _linear(graph, x, weights[f"{name}/weight"], weights[f"{name}/bias"], name)


def _linear(graph: GraphBuilder, x: Value, matrix: NDArray[np.float32], bias: NDArray[np.float32], name: str) -> Value:
    """x [n, tokens, in] -> [n, tokens, out]; matrix [out, in]."""
    return graph.op("Add", graph.op("MatMul", x, graph.weight(matrix.T, f"{name}.weight")), graph.weight(bias, f"{name}.bias"))
