"""What the engine needs of an inference runtime; two implementations, `onnx_runtime.py` and `openvino_runtime.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from engine.inference.placement import Obtained, Placement, Precision, RuntimeName


@dataclass(frozen=True, slots=True)
class DeviceFound:
    """A device that a runtime says it can use; `precisions` are those that the hardware is fast at, the exact one first."""

    runtime: RuntimeName
    device: str
    name: str
    precisions: tuple[Precision, ...] = ("float32",)


class TensorInfo(Protocol):
    """Name and shape of one input or output; an axis that is not an int is dynamic."""

    @property
    def name(self) -> str: ...

    @property
    def shape(self) -> Sequence[int | str | None]: ...


class OpenedSession(Protocol):
    """An opened graph. `run` takes arrays by name and returns the outputs in the order of `get_outputs`, all of them.

    What is named `state/...` may be an array or whatever `run` returned as `next/...` before: a session on a device keeps it there.
    """

    obtained: Obtained

    def get_inputs(self) -> Sequence[TensorInfo]: ...

    def get_outputs(self) -> Sequence[TensorInfo]: ...

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[Any]]: ...


@runtime_checkable
class Specialising(Protocol):
    """A session that can be made quicker for the shapes that it was last given."""

    def specialise(self) -> None:
        """Off the worker's thread, which may go on with the session meanwhile."""
        ...


class Runtime(Protocol):
    """One inference library."""

    name: RuntimeName

    def devices(self) -> tuple[DeviceFound, ...]:
        """What can be had on this machine, by the library's own word; opening a graph on it may still fail."""
        ...

    def open(self, graph: Path | bytes, placement: Placement) -> OpenedSession:
        """Opens `graph` (a file, or a serialised model) exactly as wished.

        Raises InferenceError `inference.graph` where the graph is missing or broken, `inference.runtime` where the device or precision
        cannot be had.
        """
        ...
