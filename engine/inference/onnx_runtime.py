"""ONNX Runtime: CUDA, TensorRT, DirectML, CoreML and the processor.

On a GPU, states never leave the device (engine/inference/device_sessions.py): only audio and features cross the bus.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import onnxruntime as ort
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from engine.errors import InferenceError
from engine.inference.device_sessions import OnDevice, Replayed
from engine.inference.placement import CPU, Obtained, Placement, Precision, RuntimeName
from engine.inference.runtime import DeviceFound, OpenedSession
from models.graphs.builder import tiny_graph
from models.graphs.stream import counted_by_length

log = logging.getLogger(__name__)
ort.set_default_logger_severity(4)  # what a provider says when it does not start is our own sentence, not lines of the library

PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    CPU: "CPUExecutionProvider",
}
ON_DEVICE = ("cuda", "tensorrt")
"""Where tensors can be bound to the device's memory."""
_HALF: tuple[Precision, ...] = ("float32", "float16")
_PRECISIONS = {"cuda": _HALF, "tensorrt": _HALF, "directml": _HALF}
_BAD_GRAPH = (ort_errors.NoSuchFile, ort_errors.InvalidProtobuf, ort_errors.InvalidGraph, ort_errors.InvalidArgument, ort_errors.Fail)
_NO_DEVICE = (ort_errors.RuntimeException, ort_errors.EPFail, ort_errors.NotImplemented, RuntimeError)


class OnnxRuntime:
    """The Runtime that is always there."""

    name: RuntimeName = "onnxruntime"

    def devices(self) -> tuple[DeviceFound, ...]:
        """The providers that the installed wheel was built with. A CUDA wheel lists CUDA on every machine, with a GPU or without."""
        available = ort.get_available_providers()
        return tuple(
            DeviceFound(self.name, _device(kind), provider, _PRECISIONS.get(kind, ("float32",)))
            for kind, provider in PROVIDERS.items()
            if provider in available
        )

    def open(self, graph: Path | bytes, placement: Placement) -> OpenedSession:
        kind, _, number = placement.device.partition(":")
        if kind not in PROVIDERS or placement.precision not in ("int8", *_PRECISIONS.get(kind, ("float32",))):
            raise _refused(graph, placement, f"ONNX Runtime has no {placement.precision} on {placement.device}")
        wanted = PROVIDERS[kind]
        if wanted not in ort.get_available_providers():
            raise _refused(graph, placement, f"the installed ONNX Runtime was built without {wanted}")
        if kind not in ON_DEVICE:
            return OnProcessor(_open_on(graph, placement, wanted, number), Obtained(placement))
        _open_on(tiny_graph(), placement, wanted, number)  # whether the device answers at all, before hundreds of megabytes are read
        model = bytes(counted_by_length(read_model(graph)).SerializeToString())
        if kind == "cuda":
            try:
                return Replayed(_open_on(model, placement, wanted, number, {"enable_cuda_graph": "1"}), Obtained(placement))
            except InferenceError as error:
                log.info("%s is not recorded as a CUDA graph: %s", graph_name(graph), error.facts.get("reason"))
        return OnDevice(_open_on(model, placement, wanted, number), Obtained(placement))


def _open_on(
    graph: Path | bytes, placement: Placement, wanted: str, number: str, further: dict[str, str] | None = None
) -> ort.InferenceSession:
    """A session that has really got the provider `wanted`. Raises InferenceError."""
    cpu = PROVIDERS[CPU]
    providers = [wanted] if wanted == cpu else [_with_options(wanted, number, further or {}), cpu]
    session = open_ort(graph, placement.n_threads, providers)
    if session.get_providers()[0] != wanted:
        raise _refused(graph, placement, f"{wanted} did not start; its driver or libraries are missing or do not fit")
    return session


class OnProcessor:
    """A session whose tensors all live in the computer's memory (DirectML and CoreML copy by themselves)."""

    def __init__(self, session: ort.InferenceSession, obtained: Obtained) -> None:
        self.obtained = obtained
        self.get_inputs, self.get_outputs, self.run = session.get_inputs, session.get_outputs, session.run


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


def read_model(graph: Path | bytes) -> onnx.ModelProto:
    """The graph as data. Raises InferenceError `inference.graph`."""
    try:
        return onnx.load(str(graph)) if isinstance(graph, Path) else onnx.load_model_from_string(graph)
    except (OSError, DecodeError, ValueError) as error:  # ValueError: a name in it that is no text
        raise InferenceError("inference.graph", "open a model", graph_name(graph), reason=str(error)) from error


def graph_name(graph: Path | bytes) -> str:
    """What an error calls it."""
    return graph.name if isinstance(graph, Path) else "a model in memory"


def _plain(reason: str) -> str:
    """What the library says, without where in its source it says so."""
    sentence = reason.strip().splitlines()[0] if reason.strip() else "no reason given"
    return sentence[sentence.find("Please") :] if "Please" in sentence else sentence


def _device(kind: str) -> str:
    return kind if kind in (CPU, "coreml") else f"{kind}:0"


def _with_options(provider: str, number: str, further: dict[str, str]) -> Any:
    options: dict[str, str] = {"device_id": number or "0"} if provider != PROVIDERS["coreml"] else {}
    if provider == PROVIDERS["cuda"]:
        # Exhaustive search tries every algorithm at the first run of each shape; a hop has one shape for hours.
        options |= {"cudnn_conv_algo_search": "EXHAUSTIVE", "do_copy_in_default_stream": "1"}
    return (provider, options | further)


def _refused(graph: Path | bytes, placement: Placement, reason: str) -> InferenceError:
    return InferenceError("inference.runtime", "run a model", graph_name(graph), reason=reason, provider=placement.provider)
