"""Where the running server is to be found, and the secret that it asks for: two small files that only the user can read.

`control.json` is written when the channel opens and removed when it closes; one that a crash left behind is recognised by its process
being gone. `control-token` stays, so that a program which was told the token once keeps working. Imports nothing heavy: `urvc ctl` must
start at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import AppError
from models.places import data_dir

API_VERSION = 1
DEFAULT_PORT = 24048
TOKEN_BYTES = 32
TOKEN_SHAPE = re.compile(r"[0-9a-f]{64}")
PLACE_FILE = "control.json"
TOKEN_FILE = "control-token"
ONLY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class ControlAddress:
    """Where a server listens: 127.0.0.1 `port`, in process `pid`, speaking version `api`."""

    port: int
    pid: int
    api: int = API_VERSION


def write_place(place: ControlAddress, folder: Path | None = None) -> Path:
    """Says where the server is."""
    path = (folder or data_dir()) / PLACE_FILE
    _write_private(path, json.dumps(asdict(place)) + "\n")
    return path


def remove_place(place: ControlAddress, folder: Path | None = None) -> None:
    """Takes `place` back, unless another server has written its own meanwhile."""
    path = (folder or data_dir()) / PLACE_FILE
    if _read(path) == place:
        path.unlink(missing_ok=True)


def find_place(folder: Path | None = None) -> ControlAddress | None:
    """The server that runs; None where there is none, or where the file is what a crash left behind."""
    place = _read((folder or data_dir()) / PLACE_FILE)
    return place if place is not None and _is_ours(place.pid) else None


def read_token(folder: Path | None = None) -> str | None:
    """The token, 64 hexadecimal digits; None where there is none that can be trusted (others could read the file, or it holds no token)."""
    path = (folder or data_dir()) / TOKEN_FILE
    try:
        text = path.read_text(encoding="ascii").strip()
        open_to_others = sys.platform != "win32" and path.stat().st_mode & 0o077
    except (OSError, ValueError):
        return None
    return text if TOKEN_SHAPE.fullmatch(text) and not open_to_others else None


def make_token(folder: Path | None = None) -> str:
    """A new token in the place of the old one. Raises AppError `control.files`."""
    token = secrets.token_hex(TOKEN_BYTES)
    _write_private((folder or data_dir()) / TOKEN_FILE, token + "\n")
    return token


def _write_private(path: Path, text: str) -> None:
    """Writes whole or not at all; at no moment can anybody else read it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "w", encoding="ascii") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise AppError("control.files", "open the control channel", str(path), {"reason": error.strerror or str(error)}) from None


def _read(path: Path) -> ControlAddress | None:
    try:
        values = json.loads(path.read_text(encoding="ascii"))
        return ControlAddress(port=int(values["port"]), pid=int(values["pid"]), api=int(values["api"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _is_ours(pid: int) -> bool:
    """Whether a process of this user has that number. (Windows: its kill would end the process; a dead server is noticed on connecting.)"""
    if sys.platform == "win32":
        return pid > 0
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):
        return False
    return pid > 0
