"""Convolutions that keep their left context between blocks: the state inputs and outputs of a streaming graph.

A streaming graph is run block by block. Each run is given the frames [c, c + T) of its input, where c is the commit point, and commits the
first `n_commit` of them: the states that it returns belong to c + n_commit, and the frames after that (the look-ahead) are given again in
the next run. T and n_commit are free in every run. Beyond c + T everything is zero padding, as at the end of a file: a run with all frames
and n_commit = T from fresh states *is* the whole-sequence network.

Tensors are [1, channels, 1, time] throughout. A fresh state is all zeros, which is the zero padding in front of a file. Two kinds:

carried   fixed length: the last inputs of one convolution. State input [1, C, 1, n] named `state/...`, output `next/...`.
windowed  the last inputs of a whole chain of convolutions, which is computed again over them. Its time axis is dynamic and *empty* in a
          fresh state, because zeros in front of a chain are not zeros in front of each of its layers.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.graphs.builder import Axis, GraphBuilder, Value

TIME = 3
STATE_IN = "state/"
STATE_OUT = "next/"
COUNT = "n_"
"""Inputs of this name, int64 [1], say how many steps of something: `n_commit`, and the content encoder's."""
LENGTH = "/length"


class Stream:
    """The commit point of one streaming graph, and the states made so far.

    `n_commit` is a graph input, int64 [1]: frames to commit in this run, 1 <= n_commit <= T.
    """

    def __init__(self, graph: GraphBuilder) -> None:
        self.graph = graph
        self.n_commit = graph.input(f"{COUNT}commit", np.int64, [1])
        self._offsets: dict[tuple[int, int], Value] = {}

    def committed(self, rate: int, extra: int = 0) -> Value:
        """`n_commit * rate + extra`: the commit point at `rate` steps a frame, int64 [1]."""
        key = (rate, extra)
        if key not in self._offsets:
            steps = self.n_commit if rate == 1 else self.graph.op("Mul", self.n_commit, self.graph.integers(rate))
            self._offsets[key] = steps if extra == 0 else self.graph.op("Add", steps, self.graph.integers(extra))
        return self._offsets[key]

    def carry(self, x: Value, name: str, channels: int, length: int, rate: int) -> Value:
        """`x` [1, channels, 1, t] with the `length` steps before it put in front; keeps the ones before the next commit point."""
        if length == 0:
            return x
        shape = [1, channels, 1, length]
        state = self.graph.input(STATE_IN + name, np.float32, shape)
        joined = self.graph.op("Concat", state, x, axis=TIME)
        kept = self.graph.slice(joined, self.committed(rate), self.committed(rate, length), TIME)
        self.graph.output(kept, STATE_OUT + name, np.float32, shape)
        return joined

    def window(self, x: Value, name: str, channels: int, length: int, rate: int) -> tuple[Value, Value]:
        """`x` with up to `length` steps before it put in front, and how many those are (int64 [1]: 0 in a fresh state).

        `length` may be at most `rate`, so that one committed frame fills the state.
        """
        if length > rate:
            raise ValueError(f"a window of {length} steps is longer than a frame of {rate}")
        shape: list[Axis] = [1, channels, 1, f"{name}_steps"]
        state = self.graph.input(STATE_IN + name, np.float32, shape)
        n_before = self.graph.length(state, TIME)
        joined = self.graph.op("Concat", state, x, axis=TIME)
        end = self.graph.op("Add", n_before, self.committed(rate))
        start = self.graph.op("Sub", end, self.graph.integers(length))
        self.graph.output(self.graph.slice(joined, start, end, TIME), STATE_OUT + name, np.float32, shape)
        return joined, n_before


def counted_by_length(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model`, changed in place: an input `n_commit/length`, uint8 [n_commit + 1], in the place of the number `n_commit`, and so for every
    count.

    For GPUs: lengths are known beside the device, and so is what is computed from them. From a number, every offset would be computed on
    the device, and each slice would wait for it; and no recording of a run could be replayed.
    """
    counts = [one.name for one in model.graph.input if one.name.startswith(COUNT) and not one.name.endswith(LENGTH)]
    one, nodes = "n/one", []
    inputs = [kept for kept in model.graph.input if kept.name not in counts]
    for name in counts:
        inputs.append(helper.make_tensor_value_info(f"{name}{LENGTH}", TensorProto.UINT8, [f"{name} + 1"]))
        nodes.append(helper.make_node("Shape", [f"{name}{LENGTH}"], [f"{name}/shape"], name=f"{name}/shape"))
        nodes.append(helper.make_node("Sub", [f"{name}/shape", one], [name], name=name))
    nodes.extend(model.graph.node)
    del model.graph.input[:], model.graph.node[:]
    model.graph.input.extend(inputs)
    model.graph.node.extend(nodes)
    if counts:
        model.graph.initializer.append(numpy_helper.from_array(np.ones(1, np.int64), one))
    return model
