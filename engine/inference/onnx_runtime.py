"""ONNX Runtime: CUDA, TensorRT, DirectML, CoreML and the processor.

On a GPU, states never leave the device: they are bound as inputs and outputs, and only audio and features cross the bus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from engine.errors import InferenceError
from engine.inference.placement import CPU, Obtained, Placement, RuntimeName
from engine.inference.runtime import DeviceFound, OpenedSession, TensorInfo
from engine.synth.rvc_graph import STATE_IN, STATE_OUT

PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    CPU: "CPUExecutionProvider",
}
_BAD_GRAPH = (ort_errors.NoSuchFile, ort_errors.InvalidProtobuf, ort_errors.InvalidGraph, ort_errors.InvalidArgument, ort_errors.Fail)
_NO_DEVICE = (ort_errors.RuntimeException, ort_errors.EPFail, ort_errors.NotImplemented, RuntimeError)


class OnnxRuntime:
    """The Runtime that is always there."""

    name: RuntimeName = "onnxruntime"

    def devices(self) -> tuple[DeviceFound, ...]:
        """The providers that the installed wheel was built with. A CUDA wheel lists CUDA on every machine, with a GPU or without."""
        available = ort.get_available_providers()
        found = [DeviceFound(self.name, _device(kind), provider) for kind, provider in PROVIDERS.items() if provider in available]
        return tuple(found)

    def open(self, graph: Path | bytes, placement: Placement) -> OpenedSession:
        kind, _, number = placement.device.partition(":")
        if placement.precision not in ("float32", "int8") or kind not in PROVIDERS:
            raise _refused(graph, placement, f"ONNX Runtime has no {placement.precision} on {placement.device}")
        wanted = PROVIDERS[kind]
        if wanted not in ort.get_available_providers():
            raise _refused(graph, placement, f"the installed ONNX Runtime was built without {wanted}")
        session = open_ort(graph, placement.n_threads, [_with_options(wanted, number), PROVIDERS[CPU]] if kind != CPU else [wanted])
        if session.get_providers()[0] != wanted:
            raise _refused(graph, placement, f"{wanted} did not start; its driver or libraries are missing or do not fit")
        return OnDevice(session, Obtained(placement)) if kind in ("cuda", "tensorrt") else OnProcessor(session, Obtained(placement))


class OnProcessor:
    """A session whose tensors all live in the computer's memory (DirectML and CoreML copy by themselves)."""

    def __init__(self, session: ort.InferenceSession, obtained: Obtained) -> None:
        self.obtained = obtained
        self.get_inputs, self.get_outputs, self.run = session.get_inputs, session.get_outputs, session.run


class OnDevice:
    """A session whose states stay on its device, as OrtValues; other outputs come back as arrays."""

    def __init__(self, session: ort.InferenceSession, obtained: Obtained, device: str = "cuda") -> None:
        self.obtained = obtained
        self._session = session
        self._device, self._number = device, int(obtained.placement.device.partition(":")[2] or 0)
        self._outputs = [output.name for output in session.get_outputs()]

    def get_inputs(self) -> Sequence[TensorInfo]:
        return list(self._session.get_inputs())

    def get_outputs(self) -> Sequence[TensorInfo]:
        return list(self._session.get_outputs())

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]]) -> Sequence[Any]:
        """Outputs named `next/...` are OrtValues on the device, the others arrays."""
        binding = self._session.io_binding()
        for name, value in input_feed.items():
            self._bind_input(binding, name, value)
        for name in self._outputs:
            place = (self._device, self._number) if name.startswith(STATE_OUT) else ("cpu", 0)
            binding.bind_output(name, *place)
        self._session.run_with_iobinding(binding)
        values = zip(self._outputs, binding.get_outputs(), strict=True)
        return [value if name.startswith(STATE_OUT) else value.numpy() for name, value in values]

    def _bind_input(self, binding: Any, name: str, value: Any) -> None:
        if isinstance(value, np.ndarray) and name.startswith(STATE_IN) and value.size:
            value = ort.OrtValue.ortvalue_from_numpy(value, self._device, self._number)
        if isinstance(value, np.ndarray):
            binding.bind_cpu_input(name, np.ascontiguousarray(value))
        else:
            binding.bind_ortvalue_input(name, value)


def open_ort(graph: Path | bytes, n_threads: int, providers: Sequence[Any]) -> ort.InferenceSession:
    """A plain session. Raises InferenceError `inference.graph`, `inference.runtime`."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    # Several sessions take turns in a hop, and numpy between them: threads that spin after a run take the cores from the next one (with
    # four full-size graphs on two cores a hop took 1.4 times as long).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # a provider that does not start is our own sentence, not a line on standard error
    name = graph_name(graph)
    try:
        model = str(graph) if isinstance(graph, Path) else graph
        # Without its own way of falling back, which prints to standard output: the link to the program that we answer to.
        return ort.InferenceSession(model, options, providers=list(providers), enable_fallback=0)
    except _BAD_GRAPH as error:
        raise InferenceError("inference.graph", "open a model", name, reason=str(error)) from error
    except _NO_DEVICE as error:
        raise InferenceError("inference.runtime", "run a model", name, reason=_plain(str(error))) from error


def graph_name(graph: Path | bytes) -> str:
    """What an error calls it."""
    return graph.name if isinstance(graph, Path) else "a model in memory"


def _plain(reason: str) -> str:
    """What the library says, without where in its source it says so."""
    sentence = reason.strip().splitlines()[0] if reason.strip() else "no reason given"
    return sentence[sentence.find("Please") :] if "Please" in sentence else sentence


def _device(kind: str) -> str:
    return kind if kind in (CPU, "coreml") else f"{kind}:0"


def _with_options(provider: str, number: str) -> Any:
    options: dict[str, str] = {"device_id": number or "0"} if provider != PROVIDERS["coreml"] else {}
    if provider == PROVIDERS["cuda"]:
        # Exhaustive search tries every algorithm at the first run of each shape; a hop has one shape for hours.
        options |= {"cudnn_conv_algo_search": "EXHAUSTIVE", "do_copy_in_default_stream": "1"}
    return (provider, options)


def _refused(graph: Path | bytes, placement: Placement, reason: str) -> InferenceError:
    return InferenceError("inference.runtime", "run a model", graph_name(graph), reason=reason, provider=placement.provider)
