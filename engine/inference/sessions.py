"""The one place where the large graphs (content encoder, RMVPE, voices) are opened.

Which provider a session runs on is a fact of the opened session, not of what was asked for: `provider_of` reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from engine.errors import InferenceError
from engine.synth.rvc_graph import StreamingGraph

CPU = "CPUExecutionProvider"
_FAULTS = (ort_errors.NoSuchFile, ort_errors.InvalidProtobuf, ort_errors.InvalidGraph, ort_errors.InvalidArgument, ort_errors.Fail)


def open_session(graph: Path | bytes, n_threads: int = 0, providers: Sequence[str] = (CPU,)) -> ort.InferenceSession:
    """A session for `graph` (a file, or a serialised model). n_threads: of the processor, 0 lets the runtime choose.

    Raises InferenceError `inference.graph` where the file is missing or no graph, `inference.runtime` where no provider takes it.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    # Several sessions take turns in a hop, and numpy between them: threads that spin after a run take the cores from the next one (with
    # four full-size graphs on two cores a hop took 1.4 times as long).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    name = graph.name if isinstance(graph, Path) else "a model in memory"
    try:
        return ort.InferenceSession(str(graph) if isinstance(graph, Path) else graph, options, providers=list(providers))
    except _FAULTS as error:
        raise InferenceError("inference.graph", "open a model", name, reason=str(error)) from error
    except (ort_errors.RuntimeException, ort_errors.EPFail, ort_errors.NotImplemented) as error:
        raise InferenceError("inference.runtime", "run a model", name, reason=str(error), providers=list(providers)) from error


def open_graph(graph: Path | bytes, n_threads: int = 0, providers: Sequence[str] = (CPU,)) -> StreamingGraph:
    """`open_session` as a graph whose states are kept apart. Raises as that does."""
    return StreamingGraph(open_session(graph, n_threads, providers))


def provider_of(session: ort.InferenceSession) -> str:
    """The execution provider that the session actually got, the first where it has several."""
    return str(session.get_providers()[0])
