"""The engine itself: it is up, it should end, something is worth knowing, something failed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from engine.link.messages.base import Command, Event


class Shutdown(Command):
    """Ends everything in order."""

    type: Literal["shutdown"] = "shutdown"


class Ready(Event):
    """The engine is up."""

    type: Literal["ready"] = "ready"
    version: str
    pid: int


class Notice(Event):
    """Something the user should know and need not act on: `device.lost`, `device.back`, `audio.silent`..."""

    type: Literal["notice"] = "notice"
    code: str
    subject: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)


class Failed(Event):
    """A command or the stream failed: a stable code and the facts; the words belong to the program that shows them."""

    type: Literal["failed"] = "failed"
    code: str
    doing: str
    subject: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)


ProcessCommand = Shutdown
ProcessEvent = Ready | Notice | Failed
