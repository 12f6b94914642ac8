"""Runs the streaming graphs of an RVC voice (see `models/graphs/synthesizer.py`) with their state apart.

Thread: the worker thread. `run` allocates what the runtime returns and nothing else; no I/O, no locks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.inference.runtime import Specialising, TensorInfo

Arrays = dict[str, NDArray[Any]]

STATE_IN = "state/"
STATE_OUT = "next/"


class GraphSession(Protocol):
    """What is used of an opened graph; `onnxruntime.InferenceSession` is one."""

    def get_inputs(self) -> Sequence[TensorInfo]: ...

    def get_outputs(self) -> Sequence[TensorInfo]: ...

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[Any]]: ...


@dataclass(slots=True)
class GraphState:
    """The carried tensors of one stream, under the names of the graph's state inputs."""

    tensors: Arrays = field(default_factory=dict)


class StreamingGraph:
    """An opened graph and the shapes of its states. Holds no stream: any number of states may run through it."""

    def __init__(self, session: GraphSession) -> None:
        self._session = session
        self._inputs = frozenset(one.name for one in session.get_inputs())
        self._outputs = [output.name for output in session.get_outputs()]
        self._shapes = {i.name: _fresh_shape(i.shape) for i in session.get_inputs() if i.name.startswith(STATE_IN)}

    def takes(self, name: str) -> bool:
        """Whether the graph has an input of that name."""
        return name in self._inputs

    def prepare(self) -> GraphState:
        """A fresh state: zeros, and empty where the graph recomputes a window (nothing has been heard yet)."""
        return GraphState({name: np.zeros(shape, np.float32) for name, shape in self._shapes.items()})

    def specialise(self) -> None:
        """After some blocks: those to come will have the shapes of the newest one."""
        if isinstance(self._session, Specialising):
            self._session.specialise()

    def run(self, feeds: Mapping[str, NDArray[Any] | int], state: GraphState) -> Arrays:
        """The graph's outputs for one block; `state` moves on by the committed frames. A plain int becomes an int64 array of one."""
        inputs = {name: np.array([value], np.int64) if isinstance(value, int) else value for name, value in feeds.items()}
        results = dict(zip(self._outputs, self._session.run(None, {**inputs, **state.tensors}), strict=True))
        state.tensors = {name: results.pop(STATE_OUT + name.removeprefix(STATE_IN)) for name in self._shapes}
        return results


def _fresh_shape(shape: Sequence[int | str | None]) -> list[int]:
    return [axis if isinstance(axis, int) else 0 for axis in shape]
