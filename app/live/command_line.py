"""The live session of `urvc live --control`: an engine beside, read by one thread, steered by others.

Threads: the one that reads the engine's events gives each to `handle` and calls nothing else that waits for events. A lock makes all of
them one owner of the session.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from app.engine_client import EngineClient
from app.live.session import Answer, LiveSession
from app.live.steering import LiveSteering
from app.live.wanted import CommandWanted
from engine.config import LiveParams, with_values
from engine.link.messages import AnyCommand, AnyEvent, InputLevel, Progress, Start, Started
from models.voices import find_voice


class AskingClient:
    """An engine client that calls whoever has asked. `handle` says whether somebody had."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client
        self._waiting: dict[int, Answer] = {}

    def send(self, command: AnyCommand) -> int:
        return self._client.send(command)

    def ask(self, command: AnyCommand, answer: Answer) -> int:
        number = self._client.send(command)
        self._waiting[number] = answer
        return number

    def end(self) -> None:
        """Never asked: nobody tells this session of silence."""

    def handle(self, event: AnyEvent) -> bool:
        """Gives `event` to who has asked for it."""
        if isinstance(event, (Progress, InputLevel)) or event.reply_to not in self._waiting:
            return False
        self._waiting.pop(event.reply_to)(event)
        return True


class CommandLineSteering(LiveSteering):
    """A `Steering` of the stream that `start` began and `started` answered."""

    def __init__(self, engine: EngineClient, start: Start, started: Started, own: Mapping[str, Callable[[], None]] | None = None) -> None:
        self._owner = threading.RLock()
        self._engine = AskingClient(engine)
        session = LiveSession(self._engine, CommandWanted(start, with_values(LiveParams(), started.params)))
        session.begin(start, started, find_voice(started.voice))
        super().__init__(session, self._locked, own)

    def handle(self, event: AnyEvent) -> bool:
        """Takes in one event of the engine; says whether it answers something that was asked here."""
        with self._owner:
            self._session.handle(event)
            return self._engine.handle(event)

    def _locked(self, work: Callable[[], None]) -> None:
        with self._owner:
            work()
