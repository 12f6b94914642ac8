"""A graph compiled by OpenVINO for one set of shapes and counts, beside the one that takes any.

Where shapes are free, every run works out anew what each layer's are, and what is cut where: a fifth of a hop of a full-size voice. A live
stream has the same ones in every block but its first. So a session that has been warmed up may be told to specialise: its graph is compiled
once more with the shapes of its newest run, and with the counts (`n_commit` and its like) as constants; whatever comes in other shapes
goes the free way.

Thread: as the session's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.graphs.stream import COUNT

Feed = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a run's inputs, and the values of its counts, each with its name."""

    shapes: tuple[tuple[str, tuple[int, ...]], ...]
    counts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, feed: Feed) -> Shapes:
        counts = {name: int(value[0]) for name, value in feed.items() if name.startswith(COUNT)}
        shapes = {name: value.shape for name, value in feed.items() if name not in counts}
        return cls(tuple(sorted(shapes.items())), tuple(sorted(counts.items())))

    @property
    def empty(self) -> bool:
        """Whether an input has nothing in it, as at the beginning of a stream."""
        return any(0 in shape for _, shape in self.shapes)


def fixed(model: Any, openvino: Any, shapes: Shapes) -> Any:
    """`model`, an openvino.Model, changed in place."""
    counts = dict(shapes.counts)
    for parameter in list(model.get_parameters()):
        name = parameter.output(0).any_name
        if name in counts:
            constant = openvino.op.Constant(np.array([counts[name]], np.int64))
            for user in list(parameter.output(0).get_target_inputs()):
                user.replace_source_output(constant.output(0))
            model.remove_parameter(parameter)
    # Last: it works out all shapes, and lets the interpreter go meanwhile (`validate_nodes_and_infer_types` does not).
    model.reshape({name: list(shape) for name, shape in shapes.shapes})
    return model


class FixedRequest:
    """One request of such a graph: inputs are copied to where the runtime expects them, outputs from where it leaves them."""

    def __init__(self, compiled: Any, openvino: Any, shapes: Shapes) -> None:
        self._compiled, self._request = compiled, compiled.create_infer_request()
        self._shapes, self._counts = shapes.shapes, shapes.counts
        self._inputs: list[tuple[str, NDArray[Any]]] = []
        for port in compiled.inputs:
            tensor = openvino.Tensor(port.element_type, port.shape)
            self._request.set_tensor(port, tensor)
            self._inputs.append((port.any_name, tensor.data))
        self._outputs: list[NDArray[Any]] = []
        for port in compiled.outputs:
            tensor = openvino.Tensor(port.element_type, port.shape)
            self._request.set_tensor(port, tensor)
            self._outputs.append(tensor.data)

    def fits(self, feed: Feed) -> bool:
        """Whether it is made for this."""
        return all(feed[name].shape == shape for name, shape in self._shapes) and all(feed[name][0] == n for name, n in self._counts)

    def run(self, feed: Feed) -> list[NDArray[Any]]:
        """All outputs, as arrays of their own. Raises RuntimeError."""
        for name, place in self._inputs:
            np.copyto(place, feed[name])
        self._request.infer()
        return [output.copy() for output in self._outputs]
