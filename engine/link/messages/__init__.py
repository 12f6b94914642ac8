"""Every command and every event of the link between a program and the engine, versioned.

One JSON object a line. Commands come in on standard input, events go out on standard output; `reply_to` of an event is the `id` of the
command it answers. End of input means that the parent is gone: the engine ends. Values of settings travel as plain dicts and are
checked against their declarations in engine/config.py.

One file a subject; a new message stands in its subject's file alone, in the union at the end of it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.link.messages.base import *
from engine.link.messages.costs import *
from engine.link.messages.devices import *
from engine.link.messages.files import *
from engine.link.messages.jobs import *
from engine.link.messages.live import *
from engine.link.messages.process import *

AnyCommand = Annotated[
    ProcessCommand | DevicesCommand | LiveCommand | FilesCommand | JobsCommand | CostsCommand, Field(discriminator="type")
]
AnyEvent = Annotated[ProcessEvent | DevicesEvent | LiveEvent | FilesEvent | JobsEvent | CostsEvent, Field(discriminator="type")]
