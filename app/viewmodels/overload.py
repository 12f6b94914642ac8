"""Says in words that the machine cannot keep up, or that the sound breaks although it can, and what to do about it.

Thread: GUI.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.live.status import Status
from app.viewmodels.messages import Message
from app.viewmodels.session import SessionVM

WINDOW_S = 4.0
"""Judged over so long: a single slow block at the start of a voice is nothing."""
AGAIN_S = 60.0
OVERLOAD, DROPOUTS = 1.0, 8

Trouble = Literal["", "load", "dropouts"]


def trouble_of(looks: deque[tuple[float, float, int]]) -> Trouble:
    """What is wrong, from looks of (time in s, load, dropouts so far), the oldest first, over WINDOW_S at least."""
    if len(looks) < 2 or looks[-1][0] - looks[0][0] < 0.9 * WINDOW_S:
        return ""
    if sum(load for _, load, _ in looks) / len(looks) > OVERLOAD:
        return "load"
    return "dropouts" if looks[-1][2] - looks[0][2] >= DROPOUTS else ""


class OverloadVM(QObject):
    """message(Message): at most one in AGAIN_S."""

    message = Signal(object)

    def __init__(self, session: SessionVM, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._clock = session, clock
        self._looks: deque[tuple[float, float, int]] = deque()
        self._told_s = -AGAIN_S
        session.status_came.connect(self._on_status)

    def _on_status(self, status: Status) -> None:
        now_s = self._clock()
        if status.state != "live" or status.busy:
            self._looks.clear()
            return
        self._looks.append((now_s, status.load, status.dropouts))
        while self._looks[-1][0] - self._looks[0][0] > WINDOW_S:
            self._looks.popleft()
        trouble = trouble_of(self._looks)
        if trouble and now_s - self._told_s >= AGAIN_S:
            self._told_s = now_s
            self.message.emit(self._worded(trouble, status))

    def _worded(self, trouble: Trouble, status: Status) -> Message:
        voice = self._session.voice
        if trouble == "dropouts":
            text = self.tr(
                "The sound breaks although the computer keeps up: {percent} % load. Choose a longer block on the page Settings, or another "
                "device, and plug wireless devices in by cable."
            )
            return Message("warn", text.format(percent=round(100 * status.load)), "overload.dropouts")
        text = self.tr("This computer cannot keep up: computing takes {percent} % of the time there is, and the sound breaks.") + " "
        if voice is not None and voice.rvc is not None:
            text += self.tr("Close what keeps it busy, or have it measured again.")
            action: tuple[str, Callable[[], None] | None] = (self.tr("Measure this computer"), self._session.measure_wanted.emit)
        else:
            text += self.tr("Close what keeps it busy: games, browsers, recordings. This voice needs little by itself.")
            action = ("", None)
        return Message("bad", text.format(percent=round(100 * status.load)), "overload.load", *action)
