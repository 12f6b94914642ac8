"""The window's process: `urvc` without arguments, where there is a display.

Thread: GUI.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

HEARTBEAT_MS = 200


def has_display() -> bool:
    """Whether a window can be shown: always, but on a Unix without X or Wayland."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(minimised: bool = False) -> int:
    """Shows the window until it is closed; returns the exit status. Where another one runs, that one is raised instead."""
    from PySide6.QtCore import QObject

    from app.settings.places import config_dir
    from app.viewmodels.single_instance import SingleInstance

    app = make_application()
    instance = SingleInstance(config_dir(), QObject(app))
    if not instance.claim():
        return 0
    # The other one is raised before all of this has been imported.
    from app.desktop import Desktop
    from app.wiring import build

    program = build(app)
    desktop = Desktop(program, instance)
    end_on_signals(app)
    program.open(minimised or program.keeper.now.preferences.start_minimised)
    desktop.hide_if_minimised()
    if not program.keeper.now.first_run_done and not minimised:
        program.window.open_dialog("first run")
    status = app.exec()
    program.close()
    return status


def make_application() -> QApplication:
    """The one QApplication of this process."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("URVC")
    app.setDesktopFileName("urvc")
    return app


def end_on_signals(app: QApplication) -> None:
    """Ctrl+C, a polite kill and the end of the session or terminal close the window in order. Python runs handlers only between its own
    steps: a timer makes some."""
    from PySide6.QtCore import QTimer

    from app.commands.interrupt import ENDING

    for number in ENDING:
        signal.signal(number, lambda *_: app.quit())
    timer = QTimer(app, interval=HEARTBEAT_MS)
    timer.timeout.connect(lambda: None)
    timer.start()
