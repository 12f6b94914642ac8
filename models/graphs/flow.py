"""The flow of an RVC voice, run in reverse, with carried state: z_p -> z.

Four mean-only residual couplings with a flip of the channels before each. The flips are worked into the weights: the graph never moves a
channel. All convolutions carry their left context (2 frames each), so a block costs only its own frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import Weights, conv, speaker_bias
from models.graphs.spec import RvcSpec
from models.graphs.stream import Stream

N_FLOWS = 4


def add_flow(graph: GraphBuilder, stream: Stream, spec: RvcSpec, weights: Weights, z_p: Value, sid: Value) -> Value:
    """z_p [1, inter_channels, 1, T] -> z of the same shape, both at 100 Hz."""
    first, second = graph.ops("Split", [z_p], 2, axis=1, num_outputs=2)
    halves = [first, second]
    flipped = False
    for index in reversed(range(N_FLOWS)):
        flipped = not flipped
        coupling = _Coupling(graph, stream, spec, weights, f"flow.flows.{2 * index}", flipped)
        # Flipping all channels swaps the halves and reverses each: with `flipped`, x0 of the checkpoint is the second half, reversed.
        source, target = (1, 0) if flipped else (0, 1)
        halves[target] = graph.op("Sub", halves[target], coupling.mean(halves[source], sid))
    if flipped:
        raise ValueError("an odd number of flips leaves the channels reversed")
    return graph.op("Concat", *halves, axis=1)


@dataclass(frozen=True, slots=True)
class _Coupling:
    """One coupling: half of the channels -> what is subtracted from the other half."""

    graph: GraphBuilder
    stream: Stream
    spec: RvcSpec
    weights: Weights
    name: str
    flipped: bool

    def mean(self, x0: Value, sid: Value) -> Value:
        pre, post = self.weights[f"{self.name}.pre.weight"], self.weights[f"{self.name}.post.weight"]
        bias = self.weights[f"{self.name}.post.bias"]
        if self.flipped:
            pre, post, bias = _reversed(pre, 1), _reversed(post, 0), _reversed(bias, 0)
        h = conv(self.graph, x0, pre, self.weights[f"{self.name}.pre.bias"], f"{self.name}.pre")
        return conv(self.graph, self._wavenet(h, sid), post, bias, f"{self.name}.post")

    def _wavenet(self, x: Value, sid: Value) -> Value:
        """The gated stack: every layer's residual goes on, every layer's skip is summed."""
        graph, hidden = self.graph, self.spec.hidden_channels
        condition = speaker_bias(graph, sid, self.weights, f"{self.name}.enc.cond_layer")
        n_layers = sum(1 for key in self.weights if key.startswith(f"{self.name}.enc.in_layers.") and key.endswith(".weight"))
        conditions = graph.ops("Split", [condition], n_layers, axis=1, num_outputs=n_layers)
        total = ""
        for layer in range(n_layers):
            gated = self._gate(x, layer, conditions[layer])
            y = self._conv(gated, f"res_skip_layers.{layer}")
            skip = y
            if layer < n_layers - 1:
                residual, skip = graph.ops("Split", [y, graph.integers(hidden, hidden)], 2, axis=1)
                x = graph.op("Add", x, residual)
            total = graph.op("Add", total, skip) if total else skip
        return total

    def _gate(self, x: Value, layer: int, condition: Value) -> Value:
        """tanh(a) * sigmoid(b) of a dilated convolution's two halves."""
        graph, hidden = self.graph, self.spec.hidden_channels
        name = f"{self.name}.enc.in_layers.{layer}"
        reach = (self.weights[f"{name}.weight"].shape[2] - 1) // 2
        x = self.stream.carry(x, name, hidden, reach, 1)
        y = graph.op("Add", self._conv(x, f"in_layers.{layer}", (0, reach)), condition)
        a, b = graph.ops("Split", [y, graph.integers(hidden, hidden)], 2, axis=1)
        return graph.op("Mul", graph.op("Tanh", a), graph.op("Sigmoid", b))

    def _conv(self, x: Value, part: str, pads: tuple[int, int] = (0, 0)) -> Value:
        name = f"{self.name}.enc.{part}"
        return conv(self.graph, x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], name, pads=pads)


def _reversed(array: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.flip(array, axis))
