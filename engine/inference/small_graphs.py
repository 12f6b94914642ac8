"""ONNX graphs that are so small that one thread of the processor is their best home.

A second thread, a spinning pool or a GPU costs more than it saves below a few milliseconds of work, and would take the processor from the
synthesizer.
"""

from __future__ import annotations

from pathlib import Path

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from engine.errors import InferenceError


def open_small_graph(path: Path, n_threads: int = 1) -> ort.InferenceSession:
    """A session on the CPU with one thread (or `n_threads`), no spinning.

    Raises InferenceError `inference.graph` where the file is missing or no graph.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (ort_errors.NoSuchFile, ort_errors.InvalidProtobuf, ort_errors.InvalidGraph, ort_errors.Fail) as error:
        raise InferenceError("inference.graph", "open a model", path.name, reason=str(error)) from error
