"""An open control channel on any free port, over a steering that only remembers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.control.place import read_token
from app.control.server import ControlServer
from app.live.status import Status
from tests.app.control.http import Answer, request
from tests.app.control.remembering import Remembering


@dataclass(frozen=True)
class Open:
    """What a test has of it."""

    steering: Remembering
    port: int
    token: str
    folder: Path

    def get(self, what: str) -> Answer:
        return request(self.port, "GET", f"/v1/{what}", token=self.token)

    def wait_until(self, fits: Callable[[Status], bool]) -> None:
        """Returns when the status fits."""
        changed = threading.Event()
        forget = self.steering.subscribe(lambda _: changed.set())
        while not fits(self.steering.status()):
            assert changed.wait(10.0)
            changed.clear()
        forget()

    def post(self, what: str, body: dict[str, object]) -> Answer:
        return request(self.port, "POST", f"/v1/{what}", token=self.token, body=body)


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Open]:
    steering = Remembering()
    with ControlServer(steering, port=0, folder=tmp_path) as server:
        token = read_token(tmp_path)
        assert token is not None
        yield Open(steering, server.port, token, tmp_path)
        steering.released.set()
