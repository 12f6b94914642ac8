"""Messages to lines and back."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from engine.errors import LinkError
from engine.link.messages import AnyCommand, AnyEvent, Command, Event
from jobs.text import as_json, not_text

MAX_LINE_CHARS = 1_000_000

_commands: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)
_events: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


def encode(message: Command | Event) -> str:
    """One line, without the line end. Non-finite numbers are not written: pydantic puts null, which no reader takes for a level.

    Raises LinkError `file.name` for a command with a path that is no text; in an event, question marks stand for it.
    """
    try:
        return message.model_dump_json()
    except PydanticSerializationError:
        plain = message.model_dump()
    if isinstance(message, Command):
        raise LinkError("file.name", "send a command", not_text(plain))
    return as_json(plain)


def decode_command(line: str) -> AnyCommand:
    """Raises LinkError `link.malformed` for anything that is not a command of this version."""
    if len(line) > MAX_LINE_CHARS:
        raise LinkError("link.malformed", "read a command", line[:80], reason="the line is too long")
    try:
        return _commands.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LinkError("link.malformed", "read a command", line[:200], reason=f"{where}: {first['msg']}".lstrip(": ")) from None


def decode_event(line: str) -> AnyEvent:
    """Raises LinkError `link.malformed`: the other end speaks another version."""
    try:
        return _events.validate_json(line)
    except ValidationError as error:
        raise LinkError("link.malformed", "read an event", line[:200], reason=str(error.errors(include_url=False)[0]["msg"])) from None
