"""How many connections may wait at the control channel's door: a stranger who opens connections and says nothing, or speaks for ever,
locks nobody out.

Thread: the server's.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import web

log = logging.getLogger(__name__)

MOST_UNKNOWN = 32
"""Connections that have not shown the token; one more, and the oldest has to go."""
UNKNOWN_S = 10.0
"""So long a connection has for showing it."""
MAKING_S = 0.5
"""More than lies between a protocol and its connection."""


class Door:
    """Makes the protocol of each connection, as a server is asked for. `admit` when a connection has shown the token."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._unknown: dict[asyncio.BaseProtocol, asyncio.TimerHandle] = {}
        self._has_said = False

    def __call__(self) -> asyncio.BaseProtocol:
        if len(self._unknown) >= MOST_UNKNOWN:
            self._say_once()
            self._send_away(next(iter(self._unknown)))
        protocol = self._server()
        self._unknown[protocol] = asyncio.get_running_loop().call_later(UNKNOWN_S, self._send_away, protocol)
        return protocol

    def admit(self, protocol: asyncio.BaseProtocol) -> None:
        """This one may stay."""
        timer = self._unknown.pop(protocol, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Nobody is waited for any more."""
        for protocol in list(self._unknown):
            self.admit(protocol)

    def _send_away(self, protocol: asyncio.BaseProtocol) -> None:
        self.admit(protocol)
        if not _abort(protocol):
            asyncio.get_running_loop().call_later(MAKING_S, _abort, protocol)

    def _say_once(self) -> None:
        if not self._has_said:
            self._has_said = True
            log.warning("more than %d connections without the token: the oldest are closed", MOST_UNKNOWN)


def _abort(protocol: asyncio.BaseProtocol) -> bool:
    """Whether there was a connection to end: it has not been made yet, or has gone by itself."""
    transport = getattr(protocol, "transport", None)
    if transport is not None:
        transport.abort()
    return transport is not None


class OncePerMessage:
    """What the event loop complains of is logged once a kind: a failing accept comes back a thousand times a second."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        message = str(context.get("message"))
        if message not in self._said:
            self._said.add(message)
            loop.default_exception_handler(context)
