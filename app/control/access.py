"""Who may come in: this machine only, no browser page, nobody without the token, nobody too fast. Pure checks, used by the server."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping

from app.errors import AppError

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
SCHEME = "Bearer "


def check_origin(headers: Mapping[str, str], port: int) -> None:
    """Refuses what a browser page can send, also one whose name was made to lead here (DNS rebinding).

    A page cannot leave out or change `Origin` and `Host`; programs send no `Origin`. "null" is refused as well: any page can produce it
    from a sandboxed frame. Raises AppError `control.host`, `control.origin`.
    """
    host = headers.get("Host", "").lower()
    if host not in (*LOCAL_NAMES, *(f"{name}:{port}" for name in LOCAL_NAMES)):
        raise AppError("control.host", "use the control channel", host[:100])
    if "Origin" in headers:
        raise AppError("control.origin", "use the control channel", headers["Origin"][:100])


def check_bearer(headers: Mapping[str, str], token: str) -> None:
    """Raises AppError `control.token` unless `Authorization: Bearer TOKEN` is there and right."""
    given = headers.get("Authorization", "")
    if not given.startswith(SCHEME):
        raise AppError("control.token", "use the control channel")
    check_token(given.removeprefix(SCHEME).strip(), token)


def check_token(given: str, token: str) -> None:
    """Compares in a time that says nothing about where they differ. Raises AppError `control.token`."""
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode("ascii")):
        raise AppError("control.token", "use the control channel")


class Allowance:
    """So many a second, and `burst` at once. One thread."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s, self._burst = per_s, float(burst)
        self._left, self._at_s = float(burst), time.monotonic()

    def take(self) -> None:
        """One more. Raises AppError `control.rate` when that is too fast."""
        now_s = time.monotonic()
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if self._left < 1.0:
            raise AppError("control.rate", "use the control channel", facts={"per_s": int(self._per_s)})
        self._left -= 1.0
