"""A child process in the engine's place that answers what the test says, over the real link: for devices, measurements and faults that no
machine has at hand. What the real engine does with real devices is tested in tests/e2e."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from app.viewmodels.engine_link import EngineLink
from engine.link.codec import decode_command
from engine.link.messages import Command, DeviceInfo, Devices, Event, Failed, ListDevices, Started, Telemetry, Watch
from tests.app.viewmodels.parts import until

CHILD = """
import json, pathlib, sys
folder, scripts, places = pathlib.Path(sys.argv[1]), {}, {}
if (folder / "ill").exists():
    sys.exit("no audio library")
print(json.dumps({"type": "ready", "version": "stand-in", "pid": 0}), flush=True)
for line in sys.stdin:
    command = json.loads(line)
    kind = command["type"]
    with (folder / "sent").open("a") as sent:
        sent.write(line)
    if kind == "shutdown":
        break
    script = (folder / kind).read_text() if (folder / kind).exists() else "[[]]"
    if script != scripts.get(kind):
        scripts[kind], places[kind] = script, 0
    turns = json.loads(script)
    for answer in turns[min(places[kind], len(turns) - 1)]:
        print(json.dumps({**answer, "reply_to": command["id"]}), flush=True)
    places[kind] += 1
"""
C = TypeVar("C", bound=Command)


class StandIn:
    """What the child answers to a kind of command (nothing, until told), and what it has been sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-I", "-S", "-X", "utf8", "-c", CHILD, str(self._folder)]

    def answers(self, kind: type[Command], *events: Event) -> None:
        """From now on, each time."""
        self.in_turn(kind, events)

    def in_turn(self, kind: type[Command], *turns: Sequence[Event]) -> None:
        """From now on: the first time, the second time, ... and the last of them ever after."""
        beside = self._folder / "beside"
        beside.write_text(json.dumps([[event.model_dump(mode="json") for event in turn] for turn in turns]), encoding="utf-8")
        beside.replace(self._folder / str(kind.model_fields["type"].default))  # whole at once: the child may be reading

    def has(self, *devices: DeviceInfo) -> None:
        """The devices of its machine."""
        self.answers(ListDevices, Devices(devices=list(devices)))

    def set_ill(self, ill: bool) -> None:
        """An ill one ends as soon as it is started."""
        if ill:
            (self._folder / "ill").touch()
        else:
            (self._folder / "ill").unlink()

    def sent(self, kind: type[C]) -> list[C]:
        """The commands of this kind, oldest first."""
        path = self._folder / "sent"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
        commands = [decode_command(line) for line in lines if line.endswith("\n")]
        return [command for command in commands if isinstance(command, kind)]

    def settle(self, qtbot: QtBot, link: EngineLink) -> None:
        """Returns when it has read everything that it has been sent."""
        n_read = len(self.sent(Watch))
        link.send(Watch())
        until(qtbot, lambda: len(self.sent(Watch)) > n_read)


def kill(link: EngineLink) -> None:
    os.kill(link.pid, signal.SIGKILL)


def device(name: str, direction: str = "input", default: bool = False) -> DeviceInfo:
    values = {"id": f"pulse:{name.casefold()}", "name": name, "backend": "pulse", "channels": 2, "rate_hz": 48_000}
    return DeviceInfo.model_validate({**values, "direction": direction, "is_default": default, "is_monitor": False})


def started(voice: str = "robot", file_s: float = 0.0) -> Started:
    return Started(voice=voice, input="", output="", monitor="", params={}, config={}, latency=[], file_s=file_s)


def telemetry(seconds: float = 2.0, input_db: float = -20.0, latency_ms: float = 60.0, load: float = 0.2) -> Telemetry:
    levels = {"input_db": input_db, "output_db": -20.0, "f0_hz": 0.0}
    return Telemetry.model_validate(
        {"seconds": seconds, **levels, "load": load, "latency_ms": latency_ms, "latency": [], "stage_ms": {}, "counters": {"underruns": 1}}
    )


def failed(code: str, subject: str = "", **facts: str | Sequence[str]) -> Failed:
    return Failed(code=code, doing="listen", subject=subject, facts=facts)  # type: ignore[arg-type]
