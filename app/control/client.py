"""Speaking to a running program over its control channel, from another program on this machine. Imports nothing heavy."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.control.place import find_place, read_token
from app.errors import AppError

HOST = "127.0.0.1"
WAIT_S = 35.0
"""Longer than the server waits for anything."""


class Refused(AppError):
    """The program said no, in its own words: `facts["text"]`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, "steer the voice", facts={"text": text})
        self.text = text


class ControlClient:
    """One program that runs. Raises AppError `control.not_running` where none does, Refused where it says no."""

    def __init__(self, folder: Path | None = None) -> None:
        place, token = find_place(folder), read_token(folder)
        if place is None or token is None:
            raise AppError("control.not_running", "find the running program")
        self.port, self.headers = place.port, {"Authorization": f"Bearer {token}"}

    def ask(self, what: str) -> dict[str, Any]:
        """`status`, `voices`, `controls` or `actions`, as docs/control.md says."""
        return self._request("GET", what, None)

    def change(self, what: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """`params` or an action (app/actions.py); answers with the status."""
        return self._request("POST", what, json.dumps(values))

    def _request(self, method: str, what: str, body: str | None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=WAIT_S)
        try:
            connection.request(method, f"/v1/{what}", body, self.headers)
            answer = json.loads(connection.getresponse().read())
            assert isinstance(answer, dict)
        except TimeoutError:
            raise AppError("control.timeout", "steer the voice", what, {"seconds": int(WAIT_S)}) from None
        except (OSError, http.client.HTTPException, ValueError, AssertionError):
            # Nobody answers there, or somebody else does: the program has gone without tidying up.
            raise AppError("control.not_running", "find the running program") from None
        finally:
            connection.close()
        if "error" in answer:
            raise Refused(answer["error"]["code"], answer["error"]["text"])
        return answer
