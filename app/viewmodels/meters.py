"""Levels with peak hold and clip light, the traffic light of the load, the delay step by step, dropouts: what telemetry says, made
readable.

Thread: GUI.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.live.status import n_dropouts
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.session import SessionVM
from engine.link.messages import AnyEvent, LatencyPart, Started, Telemetry

FLOOR_DB = -60.0
CLIP_DB = -0.5
HOLD_S = 1.5
HOLD_FALL_DB_S = 20.0
LEVEL_FALL_DB_S = 40.0
LOAD_SMOOTHING = 0.2
BUSY_LOAD, OVERLOAD = 0.6, 0.9

Light = Literal["off", "good", "warn", "bad"]


@dataclass(slots=True)
class MeterLevel:
    """One meter. `level_db` falls slowly, `peak_db` is held for HOLD_S, `clipped` stays until it is reset."""

    level_db: float = FLOOR_DB
    peak_db: float = FLOOR_DB
    clipped: bool = False
    peak_at_s: float = 0.0
    at_s: float = 0.0

    def feed(self, peak_db: float, now_s: float) -> None:
        """The highest sample since the last call."""
        passed_s = min(1.0, max(0.0, now_s - self.at_s))
        self.at_s = now_s
        self.level_db = max(FLOOR_DB, peak_db, self.level_db - LEVEL_FALL_DB_S * passed_s)
        if peak_db >= self.peak_db:
            self.peak_db, self.peak_at_s = max(FLOOR_DB, peak_db), now_s
        elif now_s - self.peak_at_s > HOLD_S:
            self.peak_db = max(FLOOR_DB, self.level_db, self.peak_db - HOLD_FALL_DB_S * passed_s)
        self.clipped = self.clipped or peak_db > CLIP_DB


class MetersVM(QObject):
    """changed: about 20 times a second while live, and once at the end. `parts` is the delay, step by step."""

    changed = Signal()
    parts_changed = Signal(object)

    def __init__(
        self, link: EngineLink, session: SessionVM, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._session = session
        self._clear()
        link.event_received.connect(self._on_event)
        session.state_changed.connect(self._on_state)

    @property
    def light(self) -> Light:
        """Computing time against block time."""
        if not self.live:
            return "off"
        return "good" if self.load < BUSY_LOAD else "warn" if self.load < OVERLOAD else "bad"

    @property
    def provider(self) -> str:
        """What computes the voice."""
        return self._session.provider

    def reset_clips(self) -> None:
        """Puts the clip lights out."""
        self.input.clipped = self.output.clipped = False
        self.changed.emit()

    def _clear(self) -> None:
        self.input, self.output = MeterLevel(), MeterLevel()
        self.live = False
        self.load = 0.0
        self.latency_ms = 0.0
        self.parts: tuple[LatencyPart, ...] = ()
        self.dropouts = 0
        self.seconds = 0.0
        self.counters: dict[str, int] = {}

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Started):
            self._clear()
            self._take_parts(event.latency)
            self.changed.emit()
        elif isinstance(event, Telemetry):
            self._take(event)

    def _take(self, event: Telemetry) -> None:
        now_s = self._clock()
        self.input.feed(event.input_db, now_s)
        self.output.feed(event.output_db, now_s)
        self.load = event.load if not self.live else self.load + LOAD_SMOOTHING * (event.load - self.load)
        self.live = True
        self.seconds = event.seconds
        self.counters = dict(event.counters)
        self.dropouts = n_dropouts(event.counters)
        self._take_parts(event.latency)
        self.changed.emit()

    def _take_parts(self, parts: list[LatencyPart]) -> None:
        self.parts = tuple(parts)
        self.latency_ms = sum(part.ms for part in parts)
        self.parts_changed.emit(self.parts)

    def _on_state(self, state: str) -> None:
        if state in ("off", "waiting"):
            # The figures of the run stay readable; what moves falls to rest.
            self.live = False
            self.input, self.output = MeterLevel(clipped=self.input.clipped), MeterLevel(clipped=self.output.clipped)
            self.changed.emit()
