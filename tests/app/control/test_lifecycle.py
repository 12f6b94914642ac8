"""From opening to closing: the port, the files, the threads."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from app.control.client import ControlClient, Refused
from app.control.place import PLACE_FILE, ControlAddress, find_place, make_token, read_token, write_place
from app.control.server import ControlServer
from app.errors import AppError
from tests.app.control.remembering import Remembering
from tests.app.threads import left_since


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_is_found_while_it_runs_and_not_after(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    steering = Remembering()
    with ControlServer(steering, port=0, folder=tmp_path) as server:
        assert find_place(tmp_path) == ControlAddress(server.port, os.getpid())
        client = ControlClient(tmp_path)
        assert client.change("mute", {"value": True})["status"]["muted"]
        assert client.ask("status")["status"]["muted"]
        with pytest.raises(Refused) as caught:
            client.change("voice", {"voice": "nobody"})
        assert caught.value.code == "voice.not_found"
        assert steering.n_listeners == 1
    assert find_place(tmp_path) is None
    assert not (tmp_path / PLACE_FILE).exists()
    assert steering.n_listeners == 0
    assert not left_since(before)
    with pytest.raises(AppError) as gone:
        ControlClient(tmp_path)
    assert gone.value.code == "control.not_running"


def test_opened_and_closed_ten_times(tmp_path: Path) -> None:
    port = free_port()
    before = set(threading.enumerate())
    for _ in range(10):
        server = ControlServer(Remembering(), port, tmp_path)
        assert server.start() == port
        server.stop()
        server.stop()
    assert not left_since(before)


def test_whoever_connects_while_it_closes_is_not_left_waiting(tmp_path: Path) -> None:
    for _ in range(20):
        server = ControlServer(Remembering(), 0, tmp_path)
        server.start()
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as late:
            server.stop()
            with suppress(ConnectionResetError):  # where it had not been accepted yet
                assert late.recv(1) == b""


def test_listeners_are_told_when_it_closes(tmp_path: Path) -> None:
    server = ControlServer(Remembering(), 0, tmp_path)
    server.start()
    headers = {"Authorization": f"Bearer {read_token(tmp_path)}"}

    async def listen() -> object:
        address = f"ws://127.0.0.1:{server.port}/v1/events"
        async with aiohttp.ClientSession() as session, session.ws_connect(address, headers=headers) as listener:
            await listener.receive_json(timeout=10)
            await asyncio.to_thread(server.stop)
            while (message := await listener.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
                pass
            return message.data

    assert asyncio.run(listen()) == aiohttp.WSCloseCode.GOING_AWAY


def test_it_closes_while_a_change_is_still_waiting(tmp_path: Path) -> None:
    """As when the window closes: the change waits for the very thread that closes the channel."""
    steering = Remembering()
    server = ControlServer(steering, 0, tmp_path)
    server.start()
    steering.released.clear()
    client = ControlClient(tmp_path)
    failures: list[AppError] = []

    def change() -> None:
        try:
            client.change("bypass", {"value": True})
        except AppError as error:
            failures.append(error)

    waiting = threading.Thread(target=change)
    waiting.start()
    steering.wait_for_waiting(1)
    server.stop()
    waiting.join()
    assert [error.code for error in failures] == ["control.not_running"]
    steering.released.set()


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_does_not_exist(tmp_path: Path, port: int) -> None:
    with pytest.raises(AppError) as caught:
        ControlServer(Remembering(), port, tmp_path).start()
    assert caught.value.code == "control.port"
    assert not (tmp_path / PLACE_FILE).exists()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(AppError) as caught:
        ControlServer(Remembering(), other.getsockname()[1], tmp_path).start()
    assert caught.value.code == "control.port"
    assert not left_since(before)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        ControlServer(Remembering(), 0, tmp_path / "file").start()
    assert caught.value.code == "control.files"


def test_what_a_crash_left_behind_is_recognised(tmp_path: Path) -> None:
    make_token(tmp_path)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    write_place(ControlAddress(free_port(), int(ended.stdout)), tmp_path)
    assert find_place(tmp_path) is None
    # The number may belong to somebody else by now: nobody answers there.
    write_place(ControlAddress(free_port(), os.getpid()), tmp_path)
    with pytest.raises(AppError) as caught:
        ControlClient(tmp_path).ask("status")
    assert caught.value.code == "control.not_running"
    with ControlServer(Remembering(), 0, tmp_path):
        assert ControlClient(tmp_path).ask("status")["status"]["on"]


def test_somebody_else_at_the_port_is_not_taken_for_the_program(tmp_path: Path) -> None:
    make_token(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        write_place(ControlAddress(other.getsockname()[1], os.getpid()), tmp_path)

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 mail ready\r\n")

        stranger = threading.Thread(target=answer)
        stranger.start()
        with pytest.raises(AppError) as caught:
            ControlClient(tmp_path).ask("status")
        stranger.join()
    assert caught.value.code == "control.not_running"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"port":1}', '{"port":"x","pid":1,"api":1}', '{"port":1,"pid":-5,"api":1}', "\x00\u00ff"])
def test_a_broken_file_is_no_place(tmp_path: Path, text: str) -> None:
    (tmp_path / PLACE_FILE).write_text(text, encoding="utf-8")
    assert find_place(tmp_path) is None


def test_another_servers_file_is_left_alone(tmp_path: Path) -> None:
    with ControlServer(Remembering(), 0, tmp_path):
        other = ControlAddress(free_port(), os.getpid())
        write_place(other, tmp_path)
    assert json.loads((tmp_path / PLACE_FILE).read_text())["port"] == other.port
