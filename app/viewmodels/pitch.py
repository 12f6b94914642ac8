"""The last seconds of sound as a picture: a column of levels and two pitches for each `spectrum` event. The engine is asked for them only
while somebody looks.

Thread: GUI.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.viewmodels.engine_link import EngineLink
from engine.link.messages import AnyEvent, Ready, Spectrum, Watch

PER_S = 30
SHOWN_S = 8
N_COLUMNS = PER_S * SHOWN_S
LOW_DB, HIGH_DB = -90.0, -15.0

Side = Literal["input", "output"]


class PitchVM(QObject):
    """`advanced` after each new column. `levels` [N_COLUMNS, bands] uint8 (0 silent .. 255 loud) and the pitches [N_COLUMNS] in Hz, NaN
    where unvoiced, end with the newest column."""

    advanced = Signal()

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._watching = False
        self.side: Side = "output"
        self.low_hz, self.high_hz = 60.0, 12_000.0
        self._lanes: dict[Side, NDArray[np.uint8]] = {"input": _silence(1), "output": _silence(1)}
        self.input_hz, self.output_hz = _nothing(), _nothing()
        link.event_received.connect(self._on_event)

    @property
    def levels(self) -> NDArray[np.uint8]:
        return self._lanes[self.side]

    def set_side(self, side: Side) -> None:
        """Whether the picture is of the microphone or of the voice."""
        self.side = side
        self.advanced.emit()

    def watch(self, watching: bool) -> None:
        """Somebody looks, or nobody does any more."""
        if watching == self._watching:
            return
        self._watching = watching
        if self._link.running:
            self._link.send(Watch(per_s=PER_S if watching else 0))

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Ready) and self._watching:
            self._link.send(Watch(per_s=PER_S))
        elif isinstance(event, Spectrum):
            self._take(event)

    def _take(self, event: Spectrum) -> None:
        self.low_hz, self.high_hz = event.low_hz, event.high_hz
        for side, bands_db in (("input", event.input_db), ("output", event.output_db)):
            self._push(side, np.asarray(bands_db, np.float32))  # type: ignore[arg-type]
        for history, hz in ((self.input_hz, event.input_hz), (self.output_hz, event.output_hz)):
            history[:-1] = history[1:]
            history[-1] = hz if hz > 0.0 else np.nan
        self.advanced.emit()

    def _push(self, side: Side, bands_db: NDArray[np.float32]) -> None:
        lane = self._lanes[side]
        if lane.shape[1] != len(bands_db):
            lane = self._lanes[side] = _silence(len(bands_db))
        lane[:-1] = lane[1:]
        lane[-1] = np.clip((bands_db - LOW_DB) * (255.0 / (HIGH_DB - LOW_DB)), 0.0, 255.0).astype(np.uint8)


def _silence(n_bands: int) -> NDArray[np.uint8]:
    return np.zeros((N_COLUMNS, n_bands), np.uint8)


def _nothing() -> NDArray[np.float32]:
    return np.full(N_COLUMNS, np.nan, np.float32)
