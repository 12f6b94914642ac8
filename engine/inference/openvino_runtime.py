"""OpenVINO: Intel's and AMD's processors in float32, bfloat16 and int8, Intel's GPUs.

The library is loaded on first use: it costs a tenth of a second and 30 MB.
"""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from engine.errors import InferenceError
from engine.inference.fixed_shapes import FixedRequest, Shapes, fixed
from engine.inference.onnx_runtime import graph_name
from engine.inference.placement import CPU, Obtained, Placement, Precision, RuntimeName
from engine.inference.runtime import DeviceFound, OpenedSession
from engine.kinds.runtimes import X86
from models.places import data_dir

log = logging.getLogger(__name__)

PRECISION_HINT = {"float32": "f32", "bfloat16": "bf16", "float16": "f16"}
MOST_KEPT_BYTES = 4_000_000_000
"""Some thirty full-size voices."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A TensorInfo."""

    name: str
    shape: Sequence[int | str | None]


class OpenVino:
    """The Runtime that is fastest on most processors.

    What has been compiled is kept in a folder, so that it is mapped into memory next time instead of being compiled again, and shared
    between the pipelines of this process: only one copy of the encoder's weights, and a voice that is switched to opens in a moment.
    """

    name: RuntimeName = "openvino"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._shared: WeakValueDictionary[tuple[str, int, Placement, Shapes | None], Any] = WeakValueDictionary()

    @cached_property
    def _core(self) -> Any:
        """Raises InferenceError where the package is not installed or has no build for this machine."""
        try:
            import openvino
        except (ImportError, OSError) as error:
            raise InferenceError("inference.runtime", "load OpenVINO", "openvino", reason=str(error)) from error
        return openvino.Core()

    def devices(self) -> tuple[DeviceFound, ...]:
        """The processor and Intel's GPUs; nothing where OpenVINO is not installed. bfloat16 counts only where the processor computes in it
        (elsewhere OpenVINO emulates it, ten times slower than float32)."""
        try:
            core = self._core
        except InferenceError:
            return ()
        found = []
        for device in core.available_devices:
            if device.partition(".")[0] in ("CPU", "GPU"):
                capabilities = core.get_property(device, "OPTIMIZATION_CAPABILITIES")
                name = core.get_property(device, "FULL_DEVICE_NAME").strip()
                found.append(DeviceFound(self.name, device.lower(), name, _precisions(capabilities)))
        return tuple(found)

    def open(self, graph: Path | bytes, placement: Placement) -> OpenedSession:
        return Compiled(self._shared_or_compiled(graph, placement, None), Obtained(placement), partial(self._fixed, graph, placement))

    def _fixed(self, graph: Path | bytes, placement: Placement, shapes: Shapes) -> FixedRequest:
        """Raises InferenceError."""
        import openvino

        return FixedRequest(self._shared_or_compiled(graph, placement, shapes), openvino, shapes)

    def _shared_or_compiled(self, graph: Path | bytes, placement: Placement, shapes: Shapes | None) -> Any:
        """For `shapes`, or for any. Raises InferenceError."""
        precision = placement.precision if placement.precision != "int8" else self._beside_int8(placement.device)
        settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": PRECISION_HINT[precision]}
        if placement.device == CPU:
            # The runtime's own choice counts cores that a container may not use.
            settings |= {"INFERENCE_NUM_THREADS": placement.n_threads} if placement.n_threads else {}
        if isinstance(graph, bytes):
            return self._compile(graph, placement, settings, shapes)
        key = (str(graph.absolute()), graph.stat().st_mtime_ns if graph.exists() else 0, placement, shapes)
        compiled = self._shared.get(key)
        if compiled is None:
            compiled = self._compile(graph, placement, settings, shapes)
            self._shared[key] = compiled
        return compiled

    def _compile(self, graph: Path | bytes, placement: Placement, settings: dict[str, Any], shapes: Shapes | None) -> Any:
        """Raises InferenceError."""
        device = placement.device.upper()
        try:
            if isinstance(graph, bytes):
                return self._core.compile_model(self._read(graph, shapes), device, settings)
            with kept_compiled(self._folder or data_dir() / "compiled") as folder:
                model = str(graph) if shapes is None else self._read(graph, shapes)
                return self._core.compile_model(model, device, settings | ({"CACHE_DIR": str(folder)} if folder else {}))
        except RuntimeError as error:
            name, reason = graph_name(graph), _first_line(error)
            if not self._can_be_read(graph):
                raise InferenceError("inference.graph", "open a model", name, reason=reason) from error
            raise InferenceError("inference.runtime", "run a model", name, reason=reason, provider=placement.provider) from error

    def _read(self, graph: Path | bytes, shapes: Shapes | None) -> Any:
        import openvino

        model = self._core.read_model(str(graph) if isinstance(graph, Path) else graph)
        return model if shapes is None else fixed(model, openvino, shapes)

    def _can_be_read(self, graph: Path | bytes) -> bool:
        try:
            self._read(graph, None)
        except RuntimeError:
            return False
        return True

    def _beside_int8(self, device: str) -> Precision:
        """The precision of the layers that stay in floating point."""
        found = [one for one in self.devices() if one.device == device]
        return "bfloat16" if found and "bfloat16" in found[0].precisions else "float32"


class Compiled:
    """One compiled graph with one request: for one thread at a time. `fix` compiles it for one set of shapes."""

    def __init__(self, compiled: Any, obtained: Obtained, fix: Callable[[Shapes], FixedRequest]) -> None:
        self.obtained = obtained
        self._fix = fix
        self._fixed: FixedRequest | None = None
        self._newest: Mapping[str, NDArray[Any]] = {}
        self._compiled = compiled  # as long as anybody uses it, the next one to ask gets the same
        self._request = compiled.create_infer_request()
        self._inputs = [Tensor(port.any_name, _shape(port)) for port in compiled.inputs]
        self._outputs = [Tensor(port.any_name, _shape(port)) for port in compiled.outputs]

    def get_inputs(self) -> Sequence[Tensor]:
        return self._inputs

    def get_outputs(self) -> Sequence[Tensor]:
        return self._outputs

    def specialise(self) -> None:
        """From now on inputs in the shapes of the newest run are computed by code made for these. Takes a second, beside what runs."""
        feed = self._newest
        shapes = Shapes.of(feed)
        if not feed or shapes.empty or (self._fixed is not None and self._fixed.fits(feed)):
            return
        try:
            fixed = self._fix(shapes)
            fixed.run(feed)  # the first time weights are laid out: not in the worker
            self._fixed = fixed
        except (InferenceError, RuntimeError) as error:
            log.warning("no code of its own for %s: %s", shapes, error)

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[Any]]:
        """All outputs, as arrays of their own: the request writes into the same memory next time.

        Raises InferenceError `inference.runtime`: some kernels are made only when they run, and may not exist for this processor.
        """
        self._newest = input_feed
        try:
            if self._fixed is not None and self._fixed.fits(input_feed):
                return self._fixed.run(input_feed)
            feeds = {name: np.ascontiguousarray(value) for name, value in input_feed.items()}
            self._request.infer(feeds, share_inputs=True, share_outputs=True)
        except RuntimeError as error:
            provider = self.obtained.placement.provider
            raise InferenceError("inference.runtime", "run a model", "OpenVINO", reason=_first_line(error), provider=provider) from error
        return [np.array(self._request.get_output_tensor(i).data) for i in range(len(self._outputs))]


@contextmanager
def kept_compiled(folder: Path) -> Iterator[Path | None]:
    """The folder to compile into, made if need be, None where it cannot be; afterwards the oldest files beyond MOST_KEPT_BYTES go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.W_OK)
    except OSError:
        usable = False
    yield folder if usable else None
    if usable:
        kept = sorted(((about.st_mtime, about.st_size, path) for path, about in _files(folder)), reverse=True)
        total = 0
        for _, size, path in kept:
            total += size
            if total > MOST_KEPT_BYTES:
                with suppress(OSError):  # Windows keeps a file that is in use
                    path.unlink()


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.iterdir():
        with suppress(OSError):  # another process may have taken it away
            yield path, path.stat()


def _precisions(capabilities: Sequence[str]) -> tuple[Precision, ...]:
    found: list[Precision] = ["float32"]
    if "BF16" in capabilities:
        found.append("bfloat16")
    if "FP16" in capabilities and "GPU_HW_MATMUL" in capabilities:
        found.append("float16")
    if "INT8" in capabilities and platform.machine().lower() in X86:
        found.append("int8")
    return tuple(found)


def _shape(port: Any) -> list[int | str | None]:
    return [axis.get_length() if axis.is_static else None for axis in port.partial_shape]


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
