"""`urvc --selfcheck`: the smoke test of any installation, frozen ones included. Shows the window, starts the engine, sends the demo
recording through a voice for two seconds, and prints one line of JSON.

    {"window_s": 0.6, "engine_ready_s": 1.2, "dropouts": 0, "latency_ms": 33.5, "provider": "CPU (built-in)", "silent": true,
     "display": true}

Exit status 0; 1 with {"error": {"code": ..., "text": ...}} where something failed. Needs no sound device and no
display. The user's settings are left alone.

Thread: GUI.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.program import Program
    from engine.link.messages import AnyEvent

VOICE = "brighter"
SPEAKING_S = 2.0
TIMEOUT_S = 120.0


def run_selfcheck(started_s: float) -> int:
    """`started_s`: `time.perf_counter()` when the program began. Returns the exit status."""
    from app.window import has_display, make_application
    from app.wiring import build

    if sys.platform.startswith("linux"):  # Qt ends the process where it finds no display: it is told of one that needs none
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb;offscreen" if has_display() else "offscreen")
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="urvc-selfcheck-") as folder:
        program = build(app, Path(folder))
        check = SelfCheck(program, started_s)
        check.begin()
        app.exec()
        program.close()
    sys.stdout.write(json.dumps(check.result) + "\n")
    sys.stdout.flush()
    return 0 if "error" not in check.result else 1


class SelfCheck:
    """One run, from the window to the two seconds of sound; `result` is complete when the application's loop has ended."""

    def __init__(self, program: Program, started_s: float) -> None:
        self._program, self._started_s = program, started_s
        self.result: dict[str, object] = {}
        self._window_s = self._ready_s = 0.0

    def begin(self) -> None:
        """Shows the window; everything else follows from events."""
        from PySide6.QtCore import QTimer

        program = self._program
        program.session.message.connect(self._on_message)
        program.link.ready.connect(self._on_ready)
        program.link.event_received.connect(self._on_event)
        QTimer.singleShot(round(1000 * TIMEOUT_S), program.window, self._too_late)
        program.open()
        program.app.processEvents()
        self._window_s = self._passed_s()

    def _on_ready(self, event: object) -> None:
        from engine.link.messages import ListDevices

        if not self._ready_s:
            self._ready_s = self._passed_s()
            self._program.link.ask(ListDevices(), self._on_devices)

    def _on_devices(self, event: AnyEvent) -> None:
        from engine.link.messages import Devices

        outputs = [one for one in event.devices if one.direction == "output"] if isinstance(event, Devices) else []
        session = self._program.session
        session.live.silent = not outputs
        voice = self._program.models.gallery.find(VOICE)
        assert voice is not None
        session.select(voice)
        self._program.models.file_input.open_demo()

    def _on_event(self, event: AnyEvent) -> None:
        from engine.link.messages import Telemetry

        if isinstance(event, Telemetry) and event.seconds >= SPEAKING_S and not self.result:
            meters = self._program.models.meters
            self.result = {
                "window_s": round(self._window_s, 3),
                "engine_ready_s": round(self._ready_s, 3),
                "dropouts": meters.dropouts,
                "latency_ms": round(meters.latency_ms, 1),
                "provider": meters.provider,
                "silent": self._program.session.live.silent,
                "display": self._program.app.platformName() != "offscreen",
            }
            self._end()

    def _on_message(self, message: object) -> None:
        from app.viewmodels.messages import Message

        if isinstance(message, Message) and message.level == "bad" and not self.result:
            self.result = {"error": {"code": message.code, "text": message.text, "log": self._program.link.log[-5:]}}
            self._end()

    def _too_late(self) -> None:
        if not self.result:
            text = f"Nothing was heard within {TIMEOUT_S:.0f} s."
            self.result = {"error": {"code": "selfcheck.timeout", "text": text, "log": self._program.link.log[-5:]}}
            self._end()

    def _end(self) -> None:
        self._program.app.quit()

    def _passed_s(self) -> float:
        return time.perf_counter() - self._started_s
