"""The engine's side of the process of foreign graphs: questions with a limit of time, and an end for one that does not answer.

Thread: one asks at a time. A thread of the process's own writes and reads, so that whoever asks can leave.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import numpy as np
from numpy.typing import NDArray

from engine.audio.priority import raise_process
from engine.foreign.wire import MAX_REPLY_BYTES, BrokenPipe, WireMessage, receive, send

OPEN_LIMIT_S = 20.0
RUN_LIMIT_S = 5.0
LEAVING_S = 0.08
"""Who is told to leave still waits so long: an answer that is on its way is not thrown away."""
POLL_S = 0.02
BASE_BYTES = 1 << 30
PER_MODEL_BYTE = 5
"""A model is held as bytes, as tensors, and as the runtime packs them anew."""
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "LANG", "LC_ALL")
_ROOT = Path(__file__).resolve().parents[2]

Kind = Literal["refused", "stuck", "ended", "left"]


class ForeignFault(Exception):
    """Why there is no answer: the graph cannot do it ("refused"), takes too long ("stuck"), has ended its process ("ended": for most, out
    of memory), or whoever asked was told to leave ("left")."""

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind, self.reason = kind, reason


@dataclass(frozen=True, slots=True)
class TensorEnd:
    """An input or output of a graph; an axis that is no int is free."""

    name: str
    type: str
    shape: tuple[int | str | None, ...]


def foreign_command(memory_bytes: int) -> list[str]:
    """How to start the process: the frozen program starts itself in another role (app/roles.py, which this floor does not know)."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--role", "engine.foreign", str(memory_bytes)]
    return [sys.executable, "-m", "engine.foreign", str(memory_bytes)]


def never() -> bool:
    """For those whom nobody tells to leave."""
    return False


class ForeignProcess:
    """One process, in an empty folder of its own. It ends with `close`, with the last reference, or when it does not answer in time.

    leave: asked while something is waited for; True ends the process and the waiting.
    """

    def __init__(self, model_bytes: int, leave: Callable[[], bool] = never) -> None:
        self._leave = leave
        self._folder = tempfile.mkdtemp(prefix="urvc-foreign-")
        self._process = subprocess.Popen(
            foreign_command(BASE_BYTES + PER_MODEL_BYTE * model_bytes),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        questions: queue.SimpleQueue[WireMessage | None] = queue.SimpleQueue()
        answers: queue.SimpleQueue[WireMessage | None] = queue.SimpleQueue()
        self._questions, self._answers = questions, answers
        carrier = threading.Thread(target=_carry, args=(self._process, questions, answers), name="urvc-foreign", daemon=True)
        carrier.start()
        self._end = weakref.finalize(self, _end, self._process, questions, carrier, self._folder)

    @property
    def alive(self) -> bool:
        return self._end.alive and self._process.poll() is None

    def close(self) -> None:
        """Ends the process. May be called twice."""
        self._end()

    def raise_priority(self) -> None:
        """What computes a block of sound runs before other programs."""
        raise_process(self._process.pid)

    def open(self, model: bytes) -> ForeignSession:
        """A session on `model`. Raises ForeignFault."""
        answer = self.ask(WireMessage({"do": "open"}, {"model": np.frombuffer(model, np.uint8)}), OPEN_LIMIT_S)
        return ForeignSession(self, answer.values)

    def ask(self, question: WireMessage, limit_s: float) -> WireMessage:
        """The answer. Raises ForeignFault."""
        if not self.alive:
            raise ForeignFault("ended", "its process has ended")
        self._questions.put(question)
        answer = self._wait(time.monotonic() + limit_s, limit_s)
        if answer is None:
            self.close()
            raise ForeignFault("ended", "it ended its process, or needs more memory than a voice should")
        if "fault" in answer.values:
            raise ForeignFault("refused", str(answer.values["fault"]))
        return answer

    def _wait(self, due_s: float, limit_s: float) -> WireMessage | None:
        leaving = False
        while True:
            with suppress(queue.Empty):
                return self._answers.get(timeout=POLL_S)
            if not leaving and self._leave():
                leaving, due_s = True, min(due_s, time.monotonic() + LEAVING_S)
            if time.monotonic() >= due_s:
                self.close()
                raise ForeignFault("left", "it was not waited for") if leaving else ForeignFault("stuck", f"no answer within {limit_s:g} s")


class ForeignSession:
    """An opened graph in the other process. `run` gives the outputs in the order that was asked for, or all of them."""

    def __init__(self, process: ForeignProcess, told: Mapping[str, Any]) -> None:
        self._process = process
        self._number = int(told["session"])
        self.provider = str(told["provider"])
        self._inputs, self._outputs = _ends(told["inputs"]), _ends(told["outputs"])

    def get_inputs(self) -> Sequence[TensorEnd]:
        return self._inputs

    def get_outputs(self) -> Sequence[TensorEnd]:
        return self._outputs

    def run(self, output_names: Sequence[str] | None, input_feed: Mapping[str, NDArray[Any]], limit_s: float = RUN_LIMIT_S) -> list[Any]:
        """Raises ForeignFault."""
        names = list(output_names or [output.name for output in self._outputs])
        answer = self._process.ask(WireMessage({"do": "run", "session": self._number, "outputs": names}, input_feed), limit_s)
        if any(name not in answer.arrays for name in names):
            raise ForeignFault("refused", "a result that is no array of numbers")
        return [answer.arrays[name] for name in names]


def _ends(told: Sequence[Sequence[Any]]) -> tuple[TensorEnd, ...]:
    return tuple(TensorEnd(str(name), str(kind), tuple(shape)) for name, kind, shape in told)


def _environment() -> dict[str, str]:
    """As little as the program needs to start; nothing that says where the user's files are."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    path = os.pathsep.join([str(_ROOT), *([kept["PYTHONPATH"]] if kept.get("PYTHONPATH") else [])])
    return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _carry(
    process: subprocess.Popen[bytes], questions: queue.SimpleQueue[WireMessage | None], answers: queue.SimpleQueue[WireMessage | None]
) -> None:
    """Asks and answers in turn; None is the end of either."""
    to, back = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    with suppress(OSError, ValueError, BrokenPipe):
        while (question := questions.get()) is not None:
            send(to, question)
            answers.put(receive(back, MAX_REPLY_BYTES))
    answers.put(None)


def _end(
    process: subprocess.Popen[bytes], questions: queue.SimpleQueue[WireMessage | None], carrier: threading.Thread, folder: str
) -> None:
    process.kill()
    questions.put(None)
    process.wait()
    if carrier is not threading.current_thread():
        carrier.join()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    shutil.rmtree(folder, ignore_errors=True)
