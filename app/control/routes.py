"""The requests of the control channel, over HTTP and over a WebSocket; both end in `Channel.obey`.

Thread: the server's event loop. Only `tell_from_outside` may be called from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from importlib.metadata import version
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from app.actions import BY_NAME, REMOTE, perform
from app.control.access import Allowance, check_bearer, check_origin, check_token
from app.control.messages import (
    ASKED,
    CHANGED,
    AnyRequest,
    Ask,
    ChangeParams,
    Do,
    action_bodies,
    argument,
    control_bodies,
    fault_body,
    named,
    parse,
    parse_auth,
    status_body,
    voice_bodies,
)
from app.control.place import API_VERSION
from app.error_text import error_text
from app.errors import AppError
from app.live.status import Fault, Status
from app.live.steering import Steering
from engine.config import option_of
from engine.errors import EngineError
from models.errors import ModelError

log = logging.getLogger(__name__)

REQUESTS_PER_S = 50.0
REQUESTS_AT_ONCE = 100
MOST_SOCKETS = 16
MOST_STRANGERS = 16
STRANGERS_PER_S = 10.0
MOST_PENDING = 8
LONGEST_MESSAGE_BYTES = 16 * 1024
AUTH_S = 5.0
CLOSE_S = 1.0
HEARTBEAT_S = 20.0
EXPECTED = (AppError, EngineError, ModelError)
HTTP_STATUS = {
    "control.host": 403,
    "control.origin": 403,
    "control.token": 401,
    "control.rate": 429,
    "control.busy": 503,
    "control.ended": 503,
    "control.timeout": 504,
    "control.malformed": 400,
    "control.too_long": 413,
    "control.no_route": 404,
    "control.no_device": 409,
    "control.not_here": 409,
    "voice.not_found": 404,
}
USUAL_STATUS = 409
STRANGER_CODES = ("control.host", "control.origin", "control.token", "control.rate")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Channel:
    """What the server knows: the steering, the token, and who is connected."""

    def __init__(self, steering: Steering, token: str, pool: ThreadPoolExecutor) -> None:
        self._steering, self._token, self._pool = steering, token, pool
        self._loop = asyncio.get_running_loop()
        self._allowance = Allowance(REQUESTS_PER_S, REQUESTS_AT_ONCE)
        self._switching = {action.name: asyncio.Lock() for action in REMOTE if action.takes == "switch"}
        self._refusals = Allowance(STRANGERS_PER_S, MOST_STRANGERS)
        self._sockets: dict[web.WebSocketResponse, Outbox] = {}
        self._n_strangers = 0  # WebSockets that have not said the token yet
        self.port = 0
        self.admit: Callable[[asyncio.BaseProtocol], None] = lambda protocol: None  # the door's, which is there later

    # --- the door ------------------------------------------------------------------------------------------------------------------------

    async def guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Carries out a request that may come in; every refusal and fault is told in one form."""
        try:
            check_origin(request.headers, self.port)
            if "Authorization" in request.headers or not _is_upgrade(request):
                self._admit(request.headers)
                self._known(request)
                self._allowance.take()
            return await handler(request)
        except EXPECTED as error:
            return _refusal(error)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(AppError("control.too_long", "understand the request"))
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return _refusal(AppError("control.no_route", "use the control channel", f"{request.method} {request.path}"[:100]))

    def _known(self, request: web.Request) -> None:
        self.admit(request.protocol)

    def _admit(self, headers: Mapping[str, str]) -> None:
        """Checks the token. Strangers who keep trying are counted apart, so that they cannot use up what is for others."""
        try:
            check_bearer(headers, self._token)
        except AppError:
            self._refusals.take()
            raise

    # --- HTTP ----------------------------------------------------------------------------------------------------------------------------

    async def about(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"program": "urvc", "version": version("urvc"), "api": API_VERSION})

    async def ask(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(await self.obey(parse({"do": request.match_info["what"]})))

    async def change(self, request: web.Request) -> web.StreamResponse:
        body = _object(await request.read())
        if "do" in body:
            raise AppError("control.malformed", "understand the request", "do", {"reason": "the address says it already"})
        return web.json_response(await self.obey(parse({**body, "do": request.match_info["what"]})))

    # --- WebSocket -----------------------------------------------------------------------------------------------------------------------

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket, from its first message to its last."""
        socket = web.WebSocketResponse(max_msg_size=LONGEST_MESSAGE_BYTES, heartbeat=HEARTBEAT_S, timeout=CLOSE_S, compress=False)
        if "Authorization" not in request.headers:
            await self._greet(request, socket)
            if socket.closed:
                return socket
        if len(self._sockets) >= MOST_SOCKETS:
            if socket.prepared:
                await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"too many connections")
                return socket
            raise AppError("control.busy", "use the control channel", facts={"most": MOST_SOCKETS})
        outbox = self._sockets[socket] = Outbox()
        try:
            if not socket.prepared:
                await socket.prepare(request)
            await self._converse(socket, outbox)
        finally:
            del self._sockets[socket]
        return socket

    async def _greet(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        """Waits for the token as the first message, and closes the socket if it does not come in time or is wrong."""
        if self._n_strangers >= MOST_STRANGERS:
            raise AppError("control.busy", "use the control channel", facts={"most": MOST_STRANGERS})
        self._n_strangers += 1
        try:
            await socket.prepare(request)
            async with asyncio.timeout(AUTH_S):
                message = await socket.receive()
            check_token(parse_auth(message.data if message.type is WSMsgType.TEXT else "").token, self._token)
            self._known(request)
        except (AppError, TimeoutError):
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"token required")
        finally:
            self._n_strangers -= 1

    async def _converse(self, socket: web.WebSocketResponse, outbox: Outbox) -> None:
        await _send(socket, {"event": "hello", "version": version("urvc"), "api": API_VERSION})
        outbox.put(self._steering.status())
        pending: set[asyncio.Task[None]] = {asyncio.create_task(_send_status(socket, outbox))}
        try:
            async for message in socket:
                pending = {task for task in pending if not task.done()}
                if len(pending) > MOST_PENDING:
                    await _answer(socket, 0, _fault(AppError("control.busy", "obey", facts={"most": MOST_PENDING})))
                else:
                    pending.add(asyncio.create_task(self._answer_message(socket, message.data)))
        finally:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def _answer_message(self, socket: web.WebSocketResponse, data: object) -> None:
        reply_to = 0
        try:
            self._allowance.take()
            body = _object(data)
            reply_to = body["id"] if isinstance(body.get("id"), int) else 0
            answer = await self.obey(parse(body))
        except EXPECTED as error:
            answer = _fault(error)
        await _answer(socket, reply_to, answer)

    # --- both ----------------------------------------------------------------------------------------------------------------------------

    async def obey(self, request: AnyRequest) -> dict[str, Any]:
        """Carries out `request` and answers; a change is answered with the status that it has made."""
        steering = self._steering
        match request:
            case Ask(do="voices"):
                return voice_bodies(list(await self._outside(steering.voices)))
            case Ask(do="controls"):
                return control_bodies(steering.status())
            case Ask(do="actions"):
                return action_bodies(steering.offers)
            case ChangeParams():
                await self._outside(steering.set_params, named(request.values))
            case Do():
                async with self._switching.get(request.do) or nullcontext():
                    await self._outside(perform, BY_NAME[request.do], steering, argument(request))
        return {"status": status_body(steering.status())}

    async def _outside(self, call: Callable[..., Any], *values: object) -> Any:
        return await self._loop.run_in_executor(self._pool, call, *values)

    # --- news ----------------------------------------------------------------------------------------------------------------------------

    def tell_from_outside(self, status: Status) -> None:
        """News from any thread."""
        self._loop.call_soon_threadsafe(self._tell, status)

    def _tell(self, status: Status) -> None:
        for outbox in self._sockets.values():
            outbox.put(status)

    async def close(self) -> None:
        """Tells everybody who is connected that the program is leaving."""
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY, message=b"the program has ended") for socket in self._sockets))


class Outbox:
    """The newest status for one listener: a slow one misses what is old, and costs nothing."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._filled = asyncio.Event()

    def put(self, status: Status) -> None:
        self._status = status
        self._filled.set()

    async def get(self) -> Status:
        await self._filled.wait()
        self._filled.clear()
        assert self._status is not None
        return self._status


def routes(channel: Channel) -> list[web.RouteDef]:
    """Every address there is."""
    return [
        web.get("/v1", channel.about),
        web.get("/v1/events", channel.connect),
        web.get(f"/v1/{{what:{'|'.join(ASKED)}}}", channel.ask),
        web.post(f"/v1/{{what:{'|'.join(CHANGED)}}}", channel.change),
    ]


async def _send_status(socket: web.WebSocketResponse, outbox: Outbox) -> None:
    while True:
        await _send(socket, {"event": "status", "status": status_body(await outbox.get())})


async def _answer(socket: web.WebSocketResponse, reply_to: int, answer: Mapping[str, Any]) -> None:
    await _send(socket, {"reply_to": reply_to, "ok": "error" not in answer, **answer})


async def _send(socket: web.WebSocketResponse, values: Mapping[str, Any]) -> None:
    try:
        await socket.send_json(values)
    except ConnectionError:
        log.info("a listener has gone")


def _object(data: object) -> dict[str, Any]:
    """The JSON object that `data` is; nothing at all stands for an empty one. Raises AppError `control.malformed`."""
    try:
        values = json.loads(data or "{}") if isinstance(data, (str, bytes)) else None
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        values = None
    if not isinstance(values, dict):
        raise AppError("control.malformed", "understand the request", "request", {"reason": "it must be a JSON object"})
    return values


def _is_upgrade(request: web.Request) -> bool:
    return request.path == "/v1/events" and request.headers.get("Upgrade", "").lower() == "websocket"


def _fault(error: AppError | EngineError | ModelError) -> dict[str, Any]:
    subject = (error.code.startswith("config.") and option_of(error.subject)) or error.subject
    fault = Fault(error.code, error_text(error.code, error.doing, subject, error.facts))
    return {"error": fault_body(fault)}


def _refusal(error: AppError | EngineError | ModelError) -> web.Response:
    usual = 400 if error.code.startswith("config.") or error.code.startswith("control.") else USUAL_STATUS
    headers = {"WWW-Authenticate": "Bearer"} if error.code == "control.token" else None
    answer = web.json_response(_fault(error), status=HTTP_STATUS.get(error.code, usual), headers=headers)
    if error.code in STRANGER_CODES:
        answer.force_close()
    return answer
