"""The process of foreign graphs: `python -m engine.foreign MEMORY_BYTES`. Questions on standard input, answers on standard output.

open   `model` (uint8) -> `session` and what goes in and out
run    `session`, `outputs`, arrays -> arrays
"""

from __future__ import annotations

import os
import sys
from typing import Any, BinaryIO

import numpy as np
import onnxruntime as ort

from engine.foreign.confine import confine
from engine.foreign.wire import BrokenPipe, WireMessage, receive, send
from jobs.streams import ignore_terminal
from models.graphs.builder import tiny_graph

ARENA_SHARE = 0.75
"""Of the memory, what tensors may take; weights and code have the rest."""


def main(arguments: list[str]) -> int:
    """Answers until the input ends; returns the exit status."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    ignore_terminal()
    os.dup2(2, 1)  # what a library prints is no answer
    memory_bytes = int(arguments[0])
    _bound_arena(int(memory_bytes * ARENA_SHARE))
    _open(tiny_graph())  # whatever the runtime loads when it is first used
    confine(memory_bytes)
    _answer(source, target)
    return 0


def _answer(source: BinaryIO, target: BinaryIO) -> None:
    sessions: list[ort.InferenceSession] = []
    while True:
        try:
            question = receive(source)
        except BrokenPipe:
            return
        try:
            answer = _obey(question, sessions)
        except Exception as error:  # noqa: BLE001 - whatever a graph does is told to the engine, which knows what was being done
            answer = WireMessage({"fault": f"{type(error).__name__}: {error!s:.400}" if not str(error) else f"{error!s:.400}"})
        send(target, answer)


def _obey(question: WireMessage, sessions: list[ort.InferenceSession]) -> WireMessage:
    if question.values["do"] == "open":
        session = _open(question.arrays["model"].tobytes())
        sessions.append(session)
        ends = {"inputs": session.get_inputs(), "outputs": session.get_outputs()}
        told = {name: [[one.name, one.type, list(one.shape)] for one in some] for name, some in ends.items()}
        return WireMessage({"session": len(sessions) - 1, "provider": session.get_providers()[0], **told})
    session = sessions[int(question.values["session"])]
    wanted = list(question.values["outputs"]) or [output.name for output in session.get_outputs()]
    values = session.run(wanted, dict(question.arrays))
    return WireMessage({}, {name: _array(value) for name, value in zip(wanted, values, strict=True)})


def _array(value: Any) -> Any:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiub":
        raise TypeError("a result that is no array of numbers")
    return value


def _bound_arena(most_bytes: int) -> None:
    """Tensors beyond it are refused by the runtime itself, on every system."""
    memory = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(memory, ort.OrtArenaCfg({"max_mem": most_bytes}))


def _open(model: bytes) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.add_session_config_entry("session.load_model_format", "ONNX")  # and not whatever the bytes look like
    options.log_severity_level = 4
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"], enable_fallback=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
