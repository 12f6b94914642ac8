"""`urvc live` as its users start it: a child whose lines are read, and whose engine can be found."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil

LIMIT_S = 60.0
Line = dict[str, Any]


class LiveProgram:
    """`lines` are what it has said so far."""

    def __init__(self, *arguments: str, before: tuple[str, ...] = ()) -> None:
        command = [*before, sys.executable, "-m", "app", "live", "-v", "robot", "-i", "mic.monitor", "--json", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.lines: list[Line] = []
        self.errors: list[str] = []
        self._new: queue.SimpleQueue[Line | None] = queue.SimpleQueue()
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    def until(self, fits: Callable[[Line], bool]) -> Line:
        """The next line that fits."""
        due_s = time.monotonic() + LIMIT_S
        while True:
            line = self._new.get(timeout=LIMIT_S)
            assert time.monotonic() < due_s, f"it was never said; the last was {line}"
            assert line is not None, f"it ended first: {''.join(self.errors)[-2000:]}"
            if fits(line):
                return line

    def until_type(self, kind: str) -> Line:
        return self.until(lambda line: line["type"] == kind)

    def until_notice(self, code: str) -> Line:
        return self.until(lambda line: line["type"] == "notice" and line["code"] == code)

    def play_on(self, seconds: float) -> Line:
        """Lets that much more sound pass; the telemetry at its end."""
        now = self.until_type("telemetry")["seconds"]
        return self.until(lambda line: line["type"] == "telemetry" and line["seconds"] >= now + seconds)

    @property
    def engine(self) -> psutil.Process:
        """The engine that it has started."""
        own = psutil.Process(self.process.pid)
        (engine,) = (child for child in own.children(recursive=True) if "engine" in child.cmdline())
        return engine

    def send(self, number: int = signal.SIGINT) -> None:
        os.killpg(self.process.pid, number)

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        status = self.process.wait(LIMIT_S)
        for reader in self._readers:
            reader.join(LIMIT_S)
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for text in lines:
                line: Line = json.loads(text)
                self.lines.append(line)
                self._new.put(line)
        self._new.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            self.errors.extend(lines)


@contextmanager
def live_program(*arguments: str, before: tuple[str, ...] = ()) -> Iterator[LiveProgram]:
    """One that is ended with the block, and with it everything it has started."""
    program = LiveProgram(*arguments, before=before)
    try:
        yield program
    finally:
        children = psutil.Process(program.process.pid).children(recursive=True) if program.process.poll() is None else []
        for child in children:
            _kill(child)
        _kill(program.process)
        program.wait()


def _kill(process: psutil.Process | subprocess.Popen[str]) -> None:
    """Kills it if it is still there."""
    try:
        process.kill()
    except (psutil.NoSuchProcess, ProcessLookupError):
        return
