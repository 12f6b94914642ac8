"""The engine as a child process: commands down its standard input, events up its standard output.

No audio passes here. A reader thread turns lines into events and queues them; the child's own messages (standard error) are kept, newest
last, for reports. Closing the input ends the engine; it is killed only if it does not listen.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from app.errors import AppError, EngineDied
from app.roles import program_command
from engine.errors import LinkError
from engine.link.codec import decode_event, encode
from engine.link.messages import AnyCommand, AnyEvent, Failed, Ready, Shutdown
from jobs.lines import LineProcess

START_TIMEOUT_S = 60.0
END_TIMEOUT_S = 5.0
STOP_S = 10.0
"""A stop takes no longer, with a recording that is being finished."""
SOUND_SERVER_S = 10.0
"""A sound server that says nothing for so long hangs."""


class EngineClient:
    """One running engine. Use as a context manager. Raises EngineDied where the process is gone."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._events: queue.SimpleQueue[AnyEvent | None] = queue.SimpleQueue()
        self._next_id = 0
        self._sending = threading.Lock()
        self._process = LineProcess(command or program_command("engine"), self._hear, lambda _: self._events.put(None))
        try:
            self.ready = self._wait_ready()
        except BaseException:
            self.close()
            raise

    def send(self, command: AnyCommand) -> int:
        """Sends `command` under a new id, which is returned: events that answer it carry it as `reply_to`. Any thread."""
        with self._sending:
            self._next_id += 1
            sent = self._next_id
            if not self._process.send(encode(command.model_copy(update={"id": sent}))):
                raise self._died()
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

    def answer(
        self,
        command: AnyCommand,
        *wanted: type[AnyEvent],
        timeout_s: float | None = None,
        meanwhile: Callable[[AnyEvent], None] = lambda _: None,
    ) -> AnyEvent:
        """Sends `command` and waits for the first answer of a `wanted` kind or `failed`; `meanwhile` hears what else is said. Raises
        AppError `engine.no_answer` after `timeout_s` without any event: a sound server may hang."""
        sent = self.send(command)
        for event in self.events(timeout_s):
            if event.reply_to == sent and isinstance(event, (*wanted, Failed)):
                return event
            meanwhile(event)
        raise AppError("engine.no_answer", "ask the engine", command.type, {"seconds": timeout_s})

    @property
    def log(self) -> list[str]:
        """The engine's newest messages."""
        return self._process.log

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """Ends the engine: asks, closes its input, terminates it after END_TIMEOUT_S, and after as long again kills it."""
        self._process.stop(encode(Shutdown()), END_TIMEOUT_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _wait_ready(self) -> Ready:
        for event in self.events(START_TIMEOUT_S):
            if isinstance(event, Ready):
                return event
        raise self._died()

    def _hear(self, process: LineProcess, line: str) -> None:
        try:
            self._events.put(decode_event(line))
        except LinkError as error:
            process.note(str(error))

    def _died(self) -> EngineDied:
        log = self._process.last_words()
        return EngineDied(self._process.status, log)
