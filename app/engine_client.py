"""The engine as a child process: commands down its standard input, events up its standard output.

No audio passes here. A reader thread turns lines into events and queues them; the child's own messages (standard error) are kept, newest
last, for reports. Closing the input ends the engine; it is killed only if it does not listen.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from app.errors import EngineDied
from engine.errors import LinkError
from engine.link.codec import decode_event, encode
from engine.link.messages import AnyCommand, AnyEvent, Failed, Ready, Shutdown

START_TIMEOUT_S = 60.0
END_TIMEOUT_S = 5.0
KEPT_LINES = 200


def engine_command() -> list[str]:
    """How to start the engine: the frozen program starts itself in another role."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine"]
    return [sys.executable, "-m", "engine"]


class EngineClient:
    """One running engine. Use as a context manager. Raises EngineDied where the process is gone."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._process = subprocess.Popen(
            command or engine_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        self._events: queue.SimpleQueue[AnyEvent | None] = queue.SimpleQueue()
        self._log: deque[str] = deque(maxlen=KEPT_LINES)
        self._next_id = 0
        self._sending = threading.Lock()
        self._readers = [threading.Thread(target=job, daemon=True) for job in (self._read_events, self._read_log)]
        for reader in self._readers:
            reader.start()
        try:
            self.ready = self._wait_ready()
        except BaseException:
            self.close()
            raise

    def send(self, command: AnyCommand) -> int:
        """Sends `command` under a new id, which is returned: events that answer it carry it as `reply_to`. Any thread."""
        assert self._process.stdin is not None
        with self._sending:
            self._next_id += 1
            sent = self._next_id
            try:
                self._process.stdin.write(encode(command.model_copy(update={"id": sent})) + "\n")
                self._process.stdin.flush()
            except (OSError, ValueError):
                raise self._died() from None
        return sent

    def events(self, timeout_s: float | None = None) -> Iterator[AnyEvent]:
        """Events as they come; ends after `timeout_s` without one. Raises EngineDied when the engine has gone."""
        while True:
            try:
                event = self._events.get(timeout=timeout_s)
            except queue.Empty:
                return
            if event is None:
                raise self._died()
            yield event

    def answer(self, command: AnyCommand, *wanted: type[AnyEvent], timeout_s: float | None = None) -> AnyEvent:
        """Sends `command` and waits for the first answer of a `wanted` kind or `failed`; other events are dropped."""
        sent = self.send(command)
        for event in self.events(timeout_s):
            if event.reply_to == sent and isinstance(event, (*wanted, Failed)):
                return event
        raise self._died()

    @property
    def log(self) -> list[str]:
        """The engine's newest messages."""
        return list(self._log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """Ends the engine: asks, closes its input, and after END_TIMEOUT_S kills it."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(encode(Shutdown()) + "\n")
            self._process.stdin.close()
        try:
            self._process.wait(END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(END_TIMEOUT_S)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _wait_ready(self) -> Ready:
        for event in self.events(START_TIMEOUT_S):
            if isinstance(event, Ready):
                return event
        raise self._died()

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                self._events.put(decode_event(line))
            except LinkError as error:
                self._log.append(str(error))
        self._events.put(None)

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._log.append(line.rstrip("\n"))

    def _died(self) -> EngineDied:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        return EngineDied(self._process.poll(), self.log)
