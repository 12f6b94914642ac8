"""Who is kept out: everybody without the token, browser pages, other machines."""

from __future__ import annotations

import errno
import logging
import os
import socket
import stat
from pathlib import Path

import psutil
import pytest

from app.control.door import MOST_UNKNOWN
from app.control.place import TOKEN_FILE, make_token, read_token
from app.control.server import ControlServer
from tests.app.control.conftest import Open
from tests.app.control.http import WAIT_S, request
from tests.app.control.remembering import Remembering


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer " + "0" * 64, "Bearer \u00e9\u00ff"]
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/status"), ("POST", "/v1/on"), ("GET", "/nowhere"), ("GET", "/v1")])
def test_nothing_without_the_token(channel: Open, authorization: str, method: str, path: str) -> None:
    answer = request(channel.port, method, path, body=b'{"value":false}', headers={"Authorization": authorization})
    assert (answer.status, answer.code) == (401, "control.token")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert channel.steering.status().on


def test_almost_the_token_is_not_the_token(channel: Open) -> None:
    for wrong in (channel.token[:-1], channel.token + "0", channel.token.upper() if channel.token.upper() != channel.token else "x"):
        assert request(channel.port, "GET", "/v1/status", token=wrong).status == 401
    assert request(channel.port, "GET", f"/v1/status?token={channel.token}").status == 401


def test_strangers_who_keep_trying_are_slowed_and_do_not_slow_others(channel: Open) -> None:
    statuses = {request(channel.port, "GET", "/v1/status", token="x").status for _ in range(60)}
    assert statuses == {401, 429}
    assert channel.get("status").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1", "http://localhost:24048", "null", "file://"])
def test_browser_pages_are_refused_even_with_the_token(channel: Open, origin: str) -> None:
    for method, path in (("GET", "/v1/status"), ("POST", "/v1/on"), ("OPTIONS", "/v1/on")):
        answer = request(channel.port, method, path, token=channel.token, headers={"Origin": origin}, body=b'{"value":false}')
        assert (answer.status, answer.code) == (403, "control.origin")
        assert "access-control-allow-origin" not in answer.headers
    upgrade = {"Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    upgrade["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    assert request(channel.port, "GET", "/v1/events", token=channel.token, headers=upgrade).status == 403
    assert channel.steering.status().on


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1:1", "0.0.0.0:{port}", ""]
)
def test_names_that_were_made_to_lead_here_are_refused(channel: Open, host: str) -> None:
    answer = request(channel.port, "GET", "/v1/status", token=channel.token, headers={"Host": host.format(port=channel.port)})
    assert answer.status in (400, 403)
    assert b"robot" not in answer.body


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
def test_the_names_of_this_machine_are_taken(channel: Open, host: str) -> None:
    assert request(channel.port, "GET", "/v1/status", token=channel.token, headers={"Host": host.format(port=channel.port)}).status == 200


def test_listens_on_loopback_only(channel: Open) -> None:
    listening = {
        c.laddr.ip for c in psutil.Process().net_connections("inet") if c.status == psutil.CONN_LISTEN and c.laddr.port == channel.port
    }
    assert "127.0.0.1" in listening
    assert listening <= {"127.0.0.1", "::1"}


def test_other_addresses_of_this_machine_do_not_answer(channel: Open) -> None:
    own = [a.address for nic in psutil.net_if_addrs().values() for a in nic if a.family == socket.AF_INET and a.address != "127.0.0.1"]
    for address in [*own, "127.0.0.2"]:
        with pytest.raises(OSError, match=r".") as caught, socket.create_connection((address, channel.port), timeout=3):
            pass
        assert caught.value.errno in (errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, None)


def test_the_token_is_in_no_log_and_no_answer(channel: Open, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [channel.get("status"), channel.post("voice", {"voice": "x"}), channel.get("nowhere")]
        answers += [request(channel.port, "GET", "/v1/status", token=channel.token, headers={"Origin": "http://evil.example"})]
    for answer in answers:
        assert channel.token.encode() not in answer.body
    assert channel.token not in caplog.text
    assert channel.token not in (channel.folder / "control.json").read_text()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_files_are_the_owners_only(channel: Open) -> None:
    for name in (TOKEN_FILE, "control.json"):
        assert stat.S_IMODE((channel.folder / name).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_token_that_others_could_read_is_replaced(tmp_path: Path) -> None:
    known = make_token(tmp_path)
    (tmp_path / TOKEN_FILE).chmod(0o644)
    assert read_token(tmp_path) is None
    with ControlServer(Remembering(), port=0, folder=tmp_path) as server:
        token = read_token(tmp_path)
        assert token is not None
        assert token != known
        assert request(server.port, "GET", "/v1/status", token=known).status == 401


def test_tokens_are_long_and_new_each_time(tmp_path: Path) -> None:
    tokens = {make_token(tmp_path) for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(bytes.fromhex(token)) == 32 for token in tokens)


def test_the_token_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    seen = set()
    for _ in range(2):
        with ControlServer(Remembering(), port=0, folder=tmp_path):
            seen.add(read_token(tmp_path))
    assert len(seen) == 1


def test_strangers_who_say_nothing_lock_nobody_out(channel: Open) -> None:
    silent = [socket.create_connection(("127.0.0.1", channel.port), timeout=WAIT_S) for _ in range(3 * MOST_UNKNOWN)]
    try:
        assert channel.get("status").status == 200
        gone = sum(_is_closed(one) for one in silent[: 2 * MOST_UNKNOWN])
        assert gone == 2 * MOST_UNKNOWN  # the oldest had to go
    finally:
        for one in silent:
            one.close()


def test_a_header_without_an_end_is_not_waited_for(channel: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.control.door.UNKNOWN_S", 0.3)
    with socket.create_connection(("127.0.0.1", channel.port), timeout=WAIT_S) as slow:
        slow.sendall(b"GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never: ")
        assert _is_closed(slow)


def test_who_has_shown_the_token_may_stay(channel: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.control.door.UNKNOWN_S", 0.3)
    ask = f"GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1:{channel.port}\r\nAuthorization: Bearer {channel.token}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", channel.port), timeout=WAIT_S) as known:
        known.sendall(ask)
        assert known.recv(65536).startswith(b"HTTP/1.1 200")
        with socket.create_connection(("127.0.0.1", channel.port), timeout=WAIT_S) as unknown:
            assert _is_closed(unknown)  # longer than it takes for those without
        known.sendall(ask)
        assert known.recv(65536).startswith(b"HTTP/1.1 200")


def _is_closed(connection: socket.socket) -> bool:
    """Whether the other side ends it."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
