"""The way to OBS: obs-websocket 5, over obs-websocket-py, behind our own small interface.

Threads: one thread of ours owns the connection and makes every call; the library's receiver hands events to `on_event`, which must not
call back into the client. Passwords are neither logged nor kept in messages.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import websocket
from obswebsocket import exceptions, obsws
from obswebsocket.core import RecvThread

from app.obs.errors import ObsError

# The library logs its whole traffic at debug level, the answer to the password's challenge with it.
logging.getLogger("obswebsocket").setLevel(logging.WARNING)

log = logging.getLogger(__name__)

PORT = 4455
OLD_PORT = 4444
CONNECT_S = 3.0
CALL_S = 5.0
OLD_ANSWER_S = 1.0
GREETING_S = 6.0
"""Everything up to the first request: a server may answer each read in time and never come to an end."""
IDENTIFIED, REIDENTIFY = 2, 3
EVENTS = 0x7FF | 1 << 16
"""All ordinary events, and InputVolumeMeters."""
NONSENSE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What comes of words that OBS would never say: lists that are too short, numbers beyond float, brackets without an end."""
CLOSED = "ConnectionClosed"
"""The name of the event of our own that ends a connection."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ObsAddress:
    """Where OBS's server listens."""

    host: str = "127.0.0.1"
    port: int = PORT

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def of(cls, text: str) -> ObsAddress:
        """From what `str` gave; the usual address where the text is none."""
        host, _, port = text.rpartition(":")
        usable = host and port.isdecimal() and 0 < int(port) < 1 << 16
        return cls(host, int(port)) if usable else cls()


@dataclass(frozen=True, slots=True)
class ObsEvent:
    """News from OBS, by the names of its protocol."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


class ObsCalls(Protocol):
    """What the rest of app/obs needs of OBS."""

    def call(self, request: str, **data: Any) -> dict[str, Any]:
        """Carries out a request of the protocol and returns its answer. Raises ObsError."""
        ...


class ObsClient:
    """One connection. `connect` once, `close` once; a lost one tells the event CLOSED and answers everything with `obs.closed`."""

    def __init__(self, address: ObsAddress, password: str = "", on_event: Callable[[ObsEvent], None] = lambda _: None) -> None:
        self.address = address
        self._connection = Connection(address, password, on_event)
        self._owner = ThreadPoolExecutor(1, thread_name_prefix="urvc-obs")

    def connect(self) -> None:
        """Raises ObsError `obs.not_running`, `obs.wrong_port`, `obs.too_old` or `obs.password`."""
        try:
            self._owned(self._connection.connect)
        except BaseException:
            self._owner.shutdown()
            raise

    def call(self, request: str, **data: Any) -> dict[str, Any]:
        """Any thread but that of `on_event`. Raises ObsError `obs.refused`, `obs.timeout` or `obs.closed`."""
        return self._owned(lambda: self._connection.ask(request, data))

    @property
    def alive(self) -> bool:
        """Whether the connection stands."""
        return not self._connection.ended

    def break_off(self) -> None:
        """Any thread: the connection ends at once, whatever it is doing; whoever waits for it gets `obs.closed`."""
        self._connection.break_off()

    def close(self) -> None:
        """Ends the connection and its threads; may be called twice."""
        with contextlib.suppress(RuntimeError):
            self._owned(self._connection.hang_up)
        self._owner.shutdown()

    def _owned(self, job: Callable[[], T]) -> T:
        return self._owner.submit(job).result()


class Connection(obsws):  # type: ignore[misc]  # the library is not typed
    """The library's client with what it lacks: time limits on connecting, meters, OBS's reasons, an end that is told. Behind ObsClient."""

    def __init__(self, address: ObsAddress, password: str, on_event: Callable[[ObsEvent], None]) -> None:
        super().__init__(address.host, address.port, password, legacy=False, timeout=CALL_S)
        self.address, self.on_event = address, on_event
        self.ended, self.hanging_up = True, False
        self.ws: Any = None
        self._socket: socket.socket | None = None
        self._broken_off = False
        self.thread_recv: Any = None
        self.register(on_event, None)

    def connect(self) -> None:
        try:
            self._open()
        except ObsError:
            self._drop()
            raise
        except exceptions.ConnectionFailure as error:
            self._drop()
            # OBS hangs up on a wrong password; the library sees an empty answer.
            code = "obs.password" if "Identify" in str(error) else "obs.wrong_port"
            raise self._fault(code, str(error)) from None
        except (websocket.WebSocketException, *NONSENSE) as error:
            self._drop()
            nowhere = isinstance(error, websocket.WebSocketAddressException)
            raise self._fault("obs.not_running" if nowhere else "obs.wrong_port", str(error)) from None
        except OSError as error:
            self._drop()
            old = not self._broken_off and self.address.port == PORT and _speaks_old(ObsAddress(self.address.host, OLD_PORT))
            raise self._fault("obs.too_old" if old else "obs.not_running", str(error)) from None

    def ask(self, request: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """One request and its answer; the library's own `call` loses OBS's reasons."""
        if self.ended:
            raise self._fault("obs.closed", "the connection has ended")
        number, answered = str(self.id), threading.Event()
        self.id += 1
        self.events[number] = answered
        try:
            self.ws.send(json.dumps({"op": 6, "d": {"requestId": number, "requestType": request, "requestData": data}}))
            answered.wait(self.timeout)
        except (OSError, websocket.WebSocketException) as error:
            raise self._fault("obs.closed", str(error)) from None
        finally:
            self.events.pop(number, None)
        answer = self.answers.pop(number, None)
        if answer is None:
            code = "obs.closed" if self.ended else "obs.timeout"
            raise ObsError(code, "ask OBS", str(self.address), {"request": request, "seconds": self.timeout})
        status = answer["requestStatus"]
        if not status["result"]:
            facts = {"request": request, "status": status["code"], "comment": status.get("comment", "")}
            raise ObsError("obs.refused", "ask OBS", request, facts)
        return dict(answer.get("responseData") or {})

    def break_off(self) -> None:
        """Any thread."""
        self._broken_off = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Says goodbye and ends the receiver."""
        self.hanging_up = True
        receiver, self.thread_recv = self.thread_recv, None
        if receiver is not None:
            receiver.running = False
            with contextlib.suppress(OSError, websocket.WebSocketException, AttributeError):
                self.ws.send_close()
                self.ws.sock.shutdown(socket.SHUT_RDWR)
            receiver.join()
        self._drop()

    def _open(self) -> None:
        self._socket = socket.create_connection((self.host, self.port), CONNECT_S)
        limit = threading.Timer(GREETING_S, self.break_off)
        limit.daemon = True
        limit.start()
        try:
            self._greet(self._socket)
        finally:
            limit.cancel()
        self.ended = False
        self.thread_recv = Receiver(self)
        self.thread_recv.start()

    def _greet(self, connection: socket.socket) -> None:
        if self._broken_off:
            raise OSError("broken off")
        self.ws = websocket.WebSocket()
        self.ws.connect(f"ws://{_bracketed(self.host)}:{self.port}", timeout=CONNECT_S, socket=connection)
        self.introduce()
        self.ws.settimeout(None)

    def introduce(self) -> None:
        """The protocol's greeting, on an open `ws`."""
        try:
            self._auth()
        except websocket.WebSocketTimeoutException:
            # The protocol before 5 waits for the client to speak first.
            code = "obs.too_old" if _answers_old(self.ws) else "obs.wrong_port"
            raise self._fault(code, "no greeting came") from None
        self.ws.send(json.dumps({"op": REIDENTIFY, "d": {"eventSubscriptions": EVENTS}}))
        while json.loads(self.ws.recv())["op"] != IDENTIFIED:
            pass  # an event that came between is of no use yet

    def _drop(self) -> None:
        if self.ws is not None:
            self.ws.shutdown()
        if self._socket is not None:
            self._socket.close()

    def _fault(self, code: str, reason: str) -> ObsError:
        return ObsError(code, "reach OBS", str(self.address), {"reason": reason, "port": self.address.port})


class Receiver(RecvThread):  # type: ignore[misc]
    """The library's receiver: events as ObsEvent, and whoever waits is let go at the end."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.name, self.daemon = "urvc-obs-receiver", True

    def run(self) -> None:
        try:
            super().run()
        except (OSError, websocket.WebSocketException, AttributeError):
            # AttributeError: the library reads on from a socket that has been let go.
            pass
        except Exception as error:  # noqa: BLE001 - whatever a stranger sends ends the connection and no more
            log.warning("what OBS says cannot be understood: %r", error)
            self.core.break_off()
        finally:
            self.core.ended = True
            for answered in list(self.core.events.values()):
                answered.set()
            if not self.core.hanging_up:
                self.core.on_event(ObsEvent(CLOSED))

    def build_event(self, data: Mapping[str, Any]) -> ObsEvent:
        return ObsEvent(str(data["eventType"]), data.get("eventData") or {})


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _answers_old(ws: Any) -> bool:
    """Whether the other end speaks the protocol of obs-websocket 4."""
    try:
        ws.settimeout(OLD_ANSWER_S)
        ws.send(json.dumps({"request-type": "GetVersion", "message-id": "1"}))
        return "obs-websocket-version" in json.loads(ws.recv())
    except (OSError, websocket.WebSocketException, ValueError):
        return False


def _speaks_old(address: ObsAddress) -> bool:
    ws: Any = websocket.WebSocket()
    try:
        ws.connect(f"ws://{_bracketed(address.host)}:{address.port}", timeout=OLD_ANSWER_S, http_no_proxy=[address.host])
        return _answers_old(ws)
    except (OSError, websocket.WebSocketException):
        return False
    finally:
        ws.shutdown()
