"""Sessions of ONNX Runtime on a GPU: states stay on the device, and blocks that repeat are replayed as one CUDA graph.

Streaming graphs are opened with counts as the lengths of inputs (`models.graphs.stream.counted_by_length`), and are fed here as if these
were still numbers.

Thread: one at a time, the worker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from engine.inference.placement import Obtained
from engine.inference.runtime import TensorInfo
from engine.inference.streaming_graph import STATE_IN, STATE_OUT
from models.graphs.stream import COUNT, LENGTH

REPEATS = 3
"""Blocks of the same shapes in a row before they are worth a CUDA graph."""
MOST_LOOPS = 8
"""Sets of shapes that are captured in the life of a session; each keeps the memory of its run. Further ones are run plainly."""
_NOT_CAPTURED = "-1"

Feeds = Mapping[str, Any]
"""Arrays, or for states also OrtValues that a run has returned."""


class OnDevice:
    """A session whose states stay on its device, as OrtValues; other outputs come back as arrays."""

    def __init__(self, session: ort.InferenceSession, obtained: Obtained, device: str = "cuda") -> None:
        self.obtained = obtained
        self._session = session
        self._place = (device, int(obtained.placement.device.partition(":")[2] or 0))
        self._outputs = [output.name for output in session.get_outputs()]
        self._by_length = any(one.name.endswith(LENGTH) for one in session.get_inputs())

    def get_inputs(self) -> Sequence[TensorInfo]:
        return list(self._session.get_inputs())

    def get_outputs(self) -> Sequence[TensorInfo]:
        return list(self._session.get_outputs())

    def run(self, output_names: Sequence[str] | None, input_feed: Feeds) -> Sequence[Any]:
        """Outputs named `next/...` are OrtValues on the device, the others arrays."""
        return self._read(self._run_plain(fed(input_feed, self._by_length)))

    def _run_plain(self, feeds: Feeds, options: ort.RunOptions | None = None) -> list[ort.OrtValue]:
        """Every output as an OrtValue of its own."""
        binding = self._session.io_binding()
        for name, value in feeds.items():
            if not isinstance(value, np.ndarray):
                binding.bind_ortvalue_input(name, value)
            elif name.startswith(STATE_IN) and value.size:
                binding.bind_ortvalue_input(name, ort.OrtValue.ortvalue_from_numpy(value, *self._place))
            else:
                binding.bind_cpu_input(name, np.ascontiguousarray(value))
        for name in self._outputs:
            binding.bind_output(name, *(self._place if name.startswith(STATE_OUT) else ("cpu", 0)))
        self._session.run_with_iobinding(binding, options)
        return list(binding.get_outputs())

    def _read(self, values: Sequence[ort.OrtValue]) -> list[Any]:
        named = zip(self._outputs, values, strict=True)
        # Of their own: in the computer's memory `numpy` is a view, and the next run may write there.
        return [value if name.startswith(STATE_OUT) else np.array(value.numpy()) for name, value in named]


class Replayed(OnDevice):
    """An OnDevice session, opened with `enable_cuda_graph`, that gives blocks which repeat the same memory each time.

    A stream's blocks have one set of shapes for hours, and a GPU spends more time on being told of a thousand small kernels than on
    computing them: ONNX Runtime records them once for each set and then starts them together. A recording reads and writes where it did
    when it was made, so each set has buffers of its own, and two recordings that take turns, each writing its states where the other
    reads them.

    For one stream at a time. A state may be run again right after the run from it, and not later: its memory then holds another.
    """

    def __init__(self, session: ort.InferenceSession, obtained: Obtained, device: str = "cuda") -> None:
        super().__init__(session, obtained, device)
        self._plainly = _options(_NOT_CAPTURED)
        self._loops: dict[tuple[Any, ...], _Loop] = {}
        self._newest: tuple[Any, ...] = ()
        self._repeats = 0

    def run(self, output_names: Sequence[str] | None, input_feed: Feeds) -> Sequence[Any]:
        feeds = fed(input_feed, self._by_length)
        shapes = tuple((name, _shape(value)) for name, value in feeds.items())
        self._repeats = self._repeats + 1 if shapes == self._newest else 1
        self._newest = shapes
        if (loop := self._loops.get(shapes)) is not None:
            return self._read(loop.run(feeds))
        values = self._run_plain(feeds, self._plainly)
        empty = any(0 in shape for _, shape in shapes)
        if self._repeats >= REPEATS and len(self._loops) < MOST_LOOPS and not empty:
            outputs = dict(zip(self._outputs, values, strict=True))
            self._loops[shapes] = _Loop(self._session, feeds, outputs, self._place, 2 * len(self._loops) + 1)
        return self._read(values)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two recordings of a loop."""

    binding: Any
    options: ort.RunOptions


class _Loop:
    """The buffers of one set of shapes, and its two recordings; side s reads states[s] and writes states[1 - s].

    feeds, outputs: of a run of these shapes. first_id: of two numbers that no other loop of the session has.
    """

    def __init__(
        self, session: ort.InferenceSession, feeds: Feeds, outputs: Mapping[str, ort.OrtValue], place: tuple[str, int], first_id: int
    ) -> None:
        self._session = session
        self._inputs = {name: _like(value, place) for name, value in feeds.items() if not name.startswith(STATE_IN)}
        names = [name for name in feeds if name.startswith(STATE_IN)]
        self._states = [{name: _like(feeds[name], place) for name in names} for _ in range(2)]
        self._outputs = {name: _like(value, place) for name, value in outputs.items() if not name.startswith(STATE_OUT)}
        self._order = list(outputs)
        self._sides = [self._bound(side, first_id + side) for side in range(2)]
        self._side = 0

    def run(self, feeds: Feeds) -> list[ort.OrtValue]:
        """All outputs in order; valid until the run after the next."""
        here = self._states[self._side]
        for name, value in feeds.items():
            if name in self._inputs:
                self._inputs[name].update_inplace(np.ascontiguousarray(value))
            elif value is not here[name]:
                here[name].update_inplace(np.ascontiguousarray(value if isinstance(value, np.ndarray) else value.numpy()))
        side = self._sides[self._side]
        self._session.run_with_iobinding(side.binding, side.options)
        self._side = 1 - self._side
        return [self._output(name, self._side) for name in self._order]

    def _bound(self, side: int, number: int) -> _Side:
        binding = self._session.io_binding()
        for name, value in (self._inputs | self._states[side]).items():
            binding.bind_ortvalue_input(name, value)
        for name in self._order:
            binding.bind_ortvalue_output(name, self._output(name, 1 - side))
        return _Side(binding, _options(str(number)))

    def _output(self, name: str, side: int) -> ort.OrtValue:
        """Where output `name` lies once states are on `side`."""
        if name.startswith(STATE_OUT):
            return self._states[side][STATE_IN + name.removeprefix(STATE_OUT)]
        return self._outputs[name]


def fed(feeds: Feeds, by_length: bool) -> Feeds:
    """`feeds` as the opened graph takes them; by_length: its counts are lengths."""
    if not by_length:
        return feeds
    return dict(_as_length(name, value) if name.startswith(COUNT) else (name, value) for name, value in feeds.items())


def _as_length(name: str, value: NDArray[np.int64]) -> tuple[str, NDArray[np.uint8]]:
    return f"{name}{LENGTH}", np.zeros(int(value[0]) + 1, np.uint8)


def _like(value: NDArray[Any] | ort.OrtValue, place: tuple[str, int]) -> ort.OrtValue:
    """A buffer of that shape and type on the device."""
    array = value if isinstance(value, np.ndarray) else value.numpy()
    return ort.OrtValue.ortvalue_from_numpy(np.zeros_like(array), *place)


def _shape(value: NDArray[Any] | ort.OrtValue) -> tuple[int, ...]:
    return tuple(value.shape if isinstance(value, np.ndarray) else value.shape())


def _options(graph_id: str) -> ort.RunOptions:
    options = ort.RunOptions()
    options.add_run_config_entry("gpu_graph_id", graph_id)
    return options
