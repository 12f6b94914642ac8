"""Requests to a control channel, written byte by byte where a library would tidy them up."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any

WAIT_S = 10.0


@dataclass(frozen=True)
class Answer:
    """Status line, headers and body of an HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self.body)
        return values

    @property
    def code(self) -> str:
        """Of the error that was answered."""
        return str(self.json["error"]["code"])


def request(
    port: int,
    method: str,
    path: str,
    *,
    token: str = "",
    body: bytes | dict[str, Any] = b"",
    headers: dict[str, str] | None = None,
    address: str = "127.0.0.1",
) -> Answer:
    """One request on a connection of its own. A header given as "" is left out."""
    payload = json.dumps(body).encode() if isinstance(body, dict) else body
    usual = {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(payload)), "Connection": "close"}
    usual |= {"Authorization": f"Bearer {token}"} if token else {}
    lines = [f"{name}: {value}" for name, value in {**usual, **(headers or {})}.items() if value]
    with socket.create_connection((address, port), timeout=WAIT_S) as connection:
        connection.sendall("\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("latin-1") + payload)
        return _read(connection)


def _read(connection: socket.socket) -> Answer:
    data = b""
    while block := connection.recv(65536):
        data += block
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, body)
