"""One program a user: the second start raises the window of the first and ends.

Thread: GUI.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 10_000
"""The first one may be at its own start, on a machine that has other things to do: a second window is worse than waiting for that."""
RAISE = b"raise\n"
SEEN = b"seen\n"
NAME_CHARS = 16
LONGEST_FOLDER_BYTES = 75
"""Systems give the whole name of a socket 104 to 108 bytes; Qt adds some while it makes it."""


class SingleInstance(QObject):
    """`claim` once. `raised`: another start asks for the window."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder`: where the settings lie; programs with other settings do not know of each other."""
        super().__init__(parent)
        self._name = name_for(folder)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first; where it is not, the first one has been asked to show itself. A socket that a crash has left, or a
        program that no longer answers, does not count."""
        if self._ask():
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            return True  # two windows are better than none
        server.newConnection.connect(self._on_connection)
        self._server = server
        return True

    def close(self) -> None:
        """Lets the place go, so that a restart finds it free."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _ask(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(RAISE)
        socket.waitForBytesWritten(ANSWER_MS)
        answered = socket.waitForReadyRead(ANSWER_MS) and bytes(socket.readAll().data()) == SEEN
        socket.disconnectFromServer()
        return answered

    def _on_connection(self) -> None:
        """The other program says its word when it gets to it; the socket stays with the server, which frees it."""
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.readyRead.connect(partial(self._answer, socket))
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if socket.canReadLine() and bytes(socket.readLine().data()) == RAISE:
            socket.write(SEEN)
            socket.flush()
            self.raised.emit()


def name_for(folder: Path) -> str:
    """Where the socket is: named after the user and the settings folder, short enough for every system, and in a folder that only this
    user can write to. In the folder for temporary files anybody could put something of that name first, and keep the window from
    starting. (Windows names pipes, not files.)"""
    digest = hashlib.sha256(f"{getpass.getuser()} {folder}".encode()).hexdigest()
    name = f"urvc-{digest[:NAME_CHARS]}"
    return name if sys.platform == "win32" else str(_private_folder(folder) / name)


def _private_folder(folder: Path) -> Path:
    """The first that is the user's alone and whose name is short enough: that of the session, or one made for it."""
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    candidates = [Path(session)] if session else []
    for one in (*candidates, folder, Path.home() / ".cache" / "urvc"):
        with suppress(OSError):
            if one != Path(session):
                one.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = one.stat()
            private = about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            if private and len(os.fsencode(one)) <= LONGEST_FOLDER_BYTES:
                return one
    return Path(tempfile.mkdtemp(prefix="urvc-"))  # found by nobody: two windows are better than none
