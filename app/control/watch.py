"""Following a running program's news over the WebSocket of its control channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from app.control.client import HOST, ControlClient
from app.errors import AppError


def watch(client: ControlClient, tell: Callable[[dict[str, Any]], None]) -> None:
    """Calls `tell` with every status, the present one first, until the program ends. Raises AppError `control.not_running`."""
    try:
        asyncio.run(_follow(client, tell))
    except (aiohttp.ClientError, OSError):
        raise AppError("control.not_running", "find the running program") from None


async def _follow(client: ControlClient, tell: Callable[[dict[str, Any]], None]) -> None:
    address = f"ws://{HOST}:{client.port}/v1/events"
    async with aiohttp.ClientSession() as session, session.ws_connect(address, headers=client.headers) as socket:
        async for message in socket:
            news = message.json()
            if news.get("event") == "status":
                tell(news["status"])
