"""The control channel: HTTP and WebSocket on this machine's loopback, for programs that know the token (docs/control.md).

Threads: everything here but `start` and `stop` runs in the server's own thread, on its event loop; the steering is called in a few
threads of a pool, because its calls wait. `stop` may be called from the very thread that the steering needs.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from app.control.door import Door, OncePerMessage
from app.control.place import DEFAULT_PORT, ControlAddress, make_token, read_token, remove_place, write_place
from app.control.routes import Channel, routes
from app.errors import AppError
from app.live.steering import Steering

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
LOOPBACK_6 = "::1"
LONGEST_BODY_BYTES = 16 * 1024
HIGHEST_PORT = 65_535
END_S = 1.0
N_THREADS = 6
TURNS_TO_ACCEPT = 3
"""Of the loop: a task begins, the transport is made, the connection is there."""


class ControlServer:
    """One open channel onto `steering`. `folder`: where token and place are written (None: the user's data folder). A context manager.

    port  None tries DEFAULT_PORT; 0 takes any that is free
    """

    def __init__(self, steering: Steering, port: int | None = None, folder: Path | None = None) -> None:
        self._steering, self._wanted, self._folder = steering, DEFAULT_PORT if port is None else port, folder
        self._stopping: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._place: ControlAddress | None = None

    @property
    def port(self) -> int:
        """Where it listens; 0 while it does not."""
        return self._place.port if self._place else 0

    def start(self) -> int:
        """Opens the channel and returns its port. Raises AppError `control.port`, `control.files`."""
        token = read_token(self._folder) or make_token(self._folder)
        opened: Future[int] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(token, opened)), name="urvc-control")
        self._thread.start()
        try:
            self._place = ControlAddress(port=opened.result(), pid=os.getpid())
            write_place(self._place, self._folder)
        except BaseException:
            self.stop()
            raise
        return self._place.port

    def stop(self) -> None:
        """Closes it; whoever is connected is told. Safe to call twice."""
        if self._place is not None:
            remove_place(self._place, self._folder)
            self._place = None
        if self._loop is not None and self._stopping is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    # --- the server's thread -------------------------------------------------------------------------------------------------------------

    async def _serve(self, token: str, opened: Future[int]) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(OncePerMessage())
        pool = ThreadPoolExecutor(N_THREADS, thread_name_prefix="urvc-control")
        channel = Channel(self._steering, token, pool)
        runner = web.AppRunner(_application(channel), access_log=None, handle_signals=False, shutdown_timeout=END_S)
        unsubscribe = self._steering.subscribe(channel.tell_from_outside)
        listening: list[asyncio.Server] = []
        try:
            await runner.setup()
            assert runner.server is not None
            door = Door(runner.server)
            channel.admit = door.admit
            listening = await _listen(door, self._wanted)
            channel.port = int(listening[0].sockets[0].getsockname()[1])
            opened.set_result(channel.port)
            await self._stopping.wait()
            door.close()
        except AppError as error:
            opened.set_exception(error)
        finally:
            unsubscribe()
            await channel.close()
            await _close(runner, listening)
            pool.shutdown(wait=False, cancel_futures=True)
            opened.cancel()  # whoever waits for a start that has failed unexpectedly must not wait for ever


async def _listen(door: Door, port: int) -> list[asyncio.Server]:
    """Listens on both loopback addresses, where there are both, on one port."""
    try:
        if not 0 <= port <= HIGHEST_PORT:
            raise OSError(f"a port is a number up to {HIGHEST_PORT}")
        listening = [socket.create_server((LOOPBACK, port))]
    except OSError as error:
        raise AppError("control.port", "open the control channel", str(port), {"reason": error.strerror or str(error)}) from None
    try:
        listening.append(socket.create_server((LOOPBACK_6, listening[0].getsockname()[1]), family=socket.AF_INET6))
    except OSError as error:
        log.info("not on %s: %s", LOOPBACK_6, error)
    loop = asyncio.get_running_loop()
    return [await loop.create_server(door, sock=one) for one in listening]


async def _close(runner: web.AppRunner, listening: list[asyncio.Server]) -> None:
    """Ends every connection. One that is being accepted when its server closes would stay open, with nobody at this end: asyncio does
    not count it in any more (CPython issue 109564). So nothing more is accepted first, and what has been gets its turn."""
    for one in (sock for server in listening for sock in server.sockets):
        with suppress(NotImplementedError):  # Windows accepts by another way
            asyncio.get_running_loop().remove_reader(one.fileno())
    for _ in range(TURNS_TO_ACCEPT):
        await asyncio.sleep(0)
    for server in listening:
        server.close()
    await runner.cleanup()


def _application(channel: Channel) -> web.Application:
    application = web.Application(client_max_size=LONGEST_BODY_BYTES, middlewares=[_guard(channel)])
    application.add_routes(routes(channel))
    return application


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _guard(channel: Channel) -> Any:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await channel.guarded(request, handler)

    return guard
