"""What every message of the link shares."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

VERSION: Literal[1] = 1

Values = dict[str, JsonValue]


class LinkMessage(BaseModel):
    """What all messages share: frozen, nothing unknown accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Command(LinkMessage):
    """`v` is the version of the link that the sender speaks; `id` is echoed in the answer."""

    v: Literal[1] = VERSION
    id: int = 0


class Event(LinkMessage):
    """`reply_to` is the id of the command that this answers, 0 for news."""

    v: Literal[1] = VERSION
    reply_to: int = 0


class InterimEvent(Event):
    """Tells of work under way; the answer to its command is still to come."""
