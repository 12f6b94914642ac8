"""The client against servers that are not OBS, or not as they should be; the real one is in tests/e2e/test_obs.py."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.obs import client as client_module
from app.obs.client import CLOSED, ObsAddress, ObsClient, ObsEvent
from app.obs.errors import ObsError

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
HELLO = {"op": 0, "d": {"obsWebSocketVersion": "5.1.0", "rpcVersion": 1}}
IDENTIFIED = {"op": 2, "d": {"negotiatedRpcVersion": 1}}


class Peer:
    """The server's end of one WebSocket: unfragmented text frames, as short as the tests need."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.file = connection.makefile("rb")

    def greet(self) -> None:
        lines = list(iter(self.file.readline, b"\r\n"))
        key = next(line for line in lines if line.lower().startswith(b"sec-websocket-key")).split(b": ")[1].strip()
        accept = base64.b64encode(hashlib.sha1(key + GUID.encode()).digest()).decode()
        text = f"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        self.connection.sendall(text.encode())

    def send(self, message: object) -> None:
        data = json.dumps(message).encode()
        assert len(data) < 65536
        length = bytes([len(data)]) if len(data) < 126 else b"\x7e" + struct.pack(">H", len(data))
        self.connection.sendall(b"\x81" + length + data)

    def receive(self) -> dict[str, object]:
        """Raises ConnectionError when the client has gone."""
        head = self.file.read(2)
        if len(head) < 2 or head[0] & 0x0F == 8:
            raise ConnectionError
        length = head[1] & 0x7F
        if length == 126:
            length = struct.unpack(">H", self.file.read(2))[0]
        mask, data = self.file.read(4), self.file.read(length)
        message: dict[str, object] = json.loads(bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))
        return message


@contextmanager
def server(talk: Callable[[Peer], None]) -> Iterator[ObsAddress]:
    """Accepts connections and lets `talk` speak on each, until the end of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    accepted: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            accepted.append(connection)
            peer = Peer(connection)
            try:
                talk(peer)
            except (ConnectionError, StopIteration, OSError):
                pass
            finally:
                peer.file.close()
                connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield ObsAddress("127.0.0.1", listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in accepted:  # one that still sends would wait for minutes until the kernel forgets who has gone
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join()


def identify(peer: Peer) -> None:
    peer.greet()
    peer.send(HELLO)
    peer.receive()
    peer.send(IDENTIFIED)
    peer.receive()
    peer.send(IDENTIFIED)


def refusal(address: ObsAddress) -> ObsError:
    with pytest.raises(ObsError) as caught:
        ObsClient(address, "secret").connect()
    assert "secret" not in str(caught.value.facts)
    return caught.value


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refusal(ObsAddress("127.0.0.1", port)).code == "obs.not_running"


def test_no_such_host() -> None:
    assert refusal(ObsAddress("no-such-host.invalid", 4455)).code == "obs.not_running"


def test_a_web_server_is_not_obs() -> None:
    def talk(peer: Peer) -> None:
        peer.connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    with server(talk) as address:
        assert refusal(address).code == "obs.wrong_port"


def test_something_that_hangs_up_is_not_obs() -> None:
    with server(lambda peer: None) as address:
        assert refusal(address).code in ("obs.wrong_port", "obs.not_running")


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "CONNECT_S", 0.2)
    monkeypatch.setattr(client_module, "OLD_ANSWER_S", 0.2)

    def talk(peer: Peer) -> None:
        peer.greet()
        while True:
            peer.receive()

    with server(talk) as address:
        assert refusal(address).code == "obs.wrong_port"


def test_the_old_protocol_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "CONNECT_S", 0.2)

    def talk(peer: Peer) -> None:
        peer.greet()
        while True:
            assert peer.receive()["request-type"] == "GetVersion"
            peer.send({"message-id": "1", "obs-websocket-version": "4.9.1", "status": "ok"})

    with server(talk) as address:
        assert refusal(address).code == "obs.too_old"


def test_an_answer_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "CALL_S", 0.2)

    def talk(peer: Peer) -> None:
        identify(peer)
        while True:
            peer.receive()

    with server(talk) as address:
        client = ObsClient(address)
        client.connect()
        with pytest.raises(ObsError, match=r"obs\.timeout"):
            client.call("GetVersion")
        client.close()


def test_a_lost_connection_is_told_and_lets_callers_go() -> None:
    told: list[ObsEvent] = []
    ended = threading.Event()

    def hear(event: ObsEvent) -> None:
        told.append(event)
        if event.name == CLOSED:
            ended.set()

    def talk(peer: Peer) -> None:
        identify(peer)
        peer.send({"op": 5, "d": {"eventType": "SomethingOfNextYear", "eventData": {"a": 1}}})
        peer.receive()

    with server(talk) as address:
        client = ObsClient(address, on_event=hear)
        client.connect()
        assert client.alive
        with pytest.raises(ObsError, match=r"obs\.closed"):
            client.call("GetVersion")
        assert ended.wait(5)
        assert [event.name for event in told] == ["SomethingOfNextYear", CLOSED]
        assert told[0].data == {"a": 1}
        with pytest.raises(ObsError, match=r"obs\.closed"):
            client.call("GetVersion")
        client.close()


def test_a_refused_request_keeps_obs_reasons() -> None:
    def talk(peer: Peer) -> None:
        identify(peer)
        while True:
            request = peer.receive()["d"]
            assert isinstance(request, dict)
            status = {"result": False, "code": 600, "comment": "No source was found."}
            answer = {"requestId": request["requestId"], "requestType": request["requestType"], "requestStatus": status}
            peer.send({"op": 7, "d": answer})

    with server(talk) as address:
        client = ObsClient(address)
        client.connect()
        with pytest.raises(ObsError) as caught:
            client.call("GetInputSettings", inputName="gone")
        assert (caught.value.code, caught.value.status) == ("obs.refused", 600)
        assert caught.value.facts["comment"] == "No source was found."
        client.close()
        client.close()
