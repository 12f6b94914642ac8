"""The control channel of the window: open while the settings say so.

Thread: GUI; opening (which loads the server) happens in a thread of its own.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.live.steering import LiveSteering
from app.settings.record import Settings
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import message_of

if TYPE_CHECKING:
    from app.control.server import ControlServer


class ControlVM(QObject):
    """message(Message): it could not be opened. opened(int): at this port; 0 when it closes."""

    message = Signal(object)
    opened = Signal(int)
    _came = Signal(object)

    def __init__(self, steering: LiveSteering, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steering, self._keeper = steering, keeper
        self._server: ControlServer | None = None
        self._opener: threading.Thread | None = None
        self._asked = (False, 0)
        self._closed = False
        self._came.connect(self._on_came)
        keeper.changed.connect(self._on_settings)
        self._follow()

    def close(self) -> None:
        """Closes the channel for good; whoever is connected is told."""
        self._closed = True
        self._steering.close()
        if self._opener is not None:
            self._opener.join()
        self._stop()

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if _wanted(now) != _wanted(before):
            self._follow()

    def _follow(self) -> None:
        """Closes a channel that is not wanted so, and opens one that is; while one is being opened, what comes of it is looked at then."""
        if self._opener is not None or self._closed:
            return
        self._stop()
        enabled, port = _wanted(self._keeper.now)
        if enabled:
            self._asked = (enabled, port)
            self._opener = threading.Thread(target=self._open, args=(port,), name="urvc-control-opener")
            self._opener.start()

    def _open(self, port: int) -> None:
        """The opener's thread."""
        from app.control.server import ControlServer

        server = ControlServer(self._steering, port)
        try:
            server.start()
        except AppError as error:
            self._came.emit(error)
            return
        self._server = server
        self._came.emit(server)

    def _on_came(self, came: ControlServer | AppError) -> None:
        if self._opener is not None:
            self._opener.join()
            self._opener = None
        if isinstance(came, AppError):
            self.message.emit(message_of(came))
        elif self._asked == _wanted(self._keeper.now):
            self.opened.emit(came.port)
            return
        if self._asked != _wanted(self._keeper.now):
            self._follow()

    def _stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()
            self.opened.emit(0)


def _wanted(settings: Settings) -> tuple[bool, int]:
    return settings.preferences.control_enabled, settings.preferences.control_port
