"""`urvc live --control`: the live voice, steered by other programs over the control channel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.commands.interrupt import interruptible
from app.commands.live_screen import meter_screen, say_started, say_stopped, show_news
from app.console import console, raised, say_json
from app.control.server import ControlServer
from app.engine_client import STOP_S, EngineClient
from app.errors import AppError
from app.live.command_line import CommandLineSteering
from engine.link.messages import AnyEvent, Failed, Start, Started, Stop, Stopped

POLL_S = 0.25


def run_steered(engine: EngineClient, command: Start, seconds: float | None, port: int | None, as_json: bool) -> Stopped:
    """Starts, opens the control channel at `port` (None: the usual one), and goes on, also while the voice is switched off from outside,
    until `seconds` have passed, Ctrl+C, or a fault. Returns the closing event of the last stream.

    Raises AppError when the engine or the channel could not start, or the engine had to stop.
    """
    with interruptible() as interrupted:
        started = engine.answer(command, Started, meanwhile=lambda event: show_news(event, None, as_json))
        if isinstance(started, Failed):
            raise raised(started)
        assert isinstance(started, Started)
        say_started(started, as_json)
        steering = CommandLineSteering(engine, command, started, {"quit": interrupted.set})
        with ControlServer(steering, port) as server, meter_screen(as_json) as screen:
            say_open(server.port, as_json)
            try:
                stopped = _follow(engine, steering, _Until(seconds, interrupted), lambda event: show_news(event, screen, as_json))
            finally:
                steering.close()
    say_stopped(stopped, as_json)
    return stopped


def say_open(port: int, as_json: bool) -> None:
    """Where other programs can reach this one."""
    if as_json:
        say_json({"type": "control", "port": port})
    else:
        console.print(f"steered by other programs: urvc ctl status, or http://127.0.0.1:{port}/v1", soft_wrap=True)


class _Until:
    """Whether it is time to end."""

    def __init__(self, seconds: float | None, interrupted: threading.Event) -> None:
        self._deadline_s = time.monotonic() + seconds if seconds else float("inf")
        self._interrupted = interrupted

    @property
    def now(self) -> bool:
        return self._interrupted.is_set() or time.monotonic() >= self._deadline_s


def _follow(engine: EngineClient, steering: CommandLineSteering, until: _Until, show: Callable[[AnyEvent], None]) -> Stopped:
    last, stopping, due_s = Stopped(reason="asked", seconds=0.0), 0, float("inf")
    while True:
        for event in engine.events(POLL_S):
            answered = steering.handle(event)
            if isinstance(event, Failed) and event.reply_to == 0:
                raise raised(event)
            if isinstance(event, Failed) and event.reply_to == stopping:
                return last  # it had just been switched off from outside
            if isinstance(event, Stopped):
                last = event
                if not answered and event.reason != "failed":
                    return last
            show(event)
            if until.now and not stopping:
                break
        if until.now and not stopping:
            if not steering.status().on:
                return last
            stopping, due_s = engine.send(Stop()), time.monotonic() + STOP_S
        if time.monotonic() >= due_s:
            raise AppError("engine.no_answer", "stop", "", {"seconds": STOP_S})
