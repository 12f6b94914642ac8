"""The last seconds as a picture: a spectrogram, and over it the pitch that was heard and the pitch that was spoken.

Drawn by pyqtgraph, at most FRAMES_PER_S times a second and only while it can be seen.

Thread: GUI.
"""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsItem, QVBoxLayout, QWidget

from app.viewmodels.pitch import N_COLUMNS, SHOWN_S, PitchVM
from app.views.palette import Palette
from app.views.spectrogram import Lines, Spectrogram
from app.views.theme import Theme

FRAMES_PER_S = 30
TICKS_HZ = (100, 200, 400, 800, 1600, 3200, 6400)
TICK_HEIGHT_PX = 22


class PitchView(QWidget):
    """Time to the right, pitch upwards, an octave always as high."""

    def __init__(self, pitch: PitchVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pitch = pitch
        self._stale = False
        self._times = np.linspace(-SHOWN_S, 0.0, N_COLUMNS, dtype=np.float32)
        self.plot = pg.PlotWidget()
        low, high = (math.log2(hz) for hz in (pitch.low_hz, pitch.high_hz))
        self._image = Spectrogram(QRectF(-SHOWN_S, low, SHOWN_S, high - low))
        self._lines = Lines(self._image.boundingRect())
        self._build()
        self._timer = QTimer(self, interval=round(1000 / FRAMES_PER_S))
        self._timer.timeout.connect(self._draw)
        pitch.advanced.connect(self._on_advanced)
        theme.changed.connect(self._dress)
        self._dress(theme.palette)
        self.setAccessibleName(self.tr("Pitch and spectrum of the last seconds"))

    def showEvent(self, event: QShowEvent) -> None:
        self._pitch.watch(True)
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pitch.watch(False)
        self._timer.stop()
        super().hideEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        plot = self.plot.getPlotItem()
        for item in (self._image, self._lines):
            plot.addItem(item)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.getViewBox().setDefaultPadding(0.0)
        place = self._image.boundingRect()
        plot.setXRange(-SHOWN_S, 0.0, padding=0.0)
        plot.setYRange(place.top(), place.bottom(), padding=0.0)
        self._set_ticks()
        plot.getAxis("left").setWidth(38)
        for side in ("left", "bottom"):  # painted once, not with every picture
            plot.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        plot.getAxis("bottom").setTicks([[(-s, f"{-s} s" if s else "0") for s in range(0, SHOWN_S + 1, 2)]])
        plot.getAxis("bottom").setHeight(22)
        self.plot.setFocusPolicy(self.focusPolicy())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_ticks()

    def _set_ticks(self) -> None:
        """As many as there is room for."""
        every = max(1, -(-len(TICKS_HZ) * TICK_HEIGHT_PX // max(1, self.height())))
        ticks = [(math.log2(hz), f"{hz / 1000:g}k" if hz >= 1000 else str(hz)) for hz in TICKS_HZ[::every]]
        self.plot.getPlotItem().getAxis("left").setTicks([ticks])

    def _dress(self, palette: Palette) -> None:
        self.plot.setBackground(palette.surface)
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(palette.line))
            axis.setTextPen(pg.mkPen(palette.text_dim))
        self._lines.set_pens(*(pg.mkPen(colour) for colour in (palette.curve_in, palette.curve_out)))
        self._image.set_colours(colours(palette))
        self._stale = True
        self._draw()

    def _on_advanced(self) -> None:
        self._stale = True

    def _draw(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._image.show_levels(self._pitch.levels)
        with np.errstate(invalid="ignore"):
            self._lines.show_lines(self._times, np.log2(self._pitch.input_hz), np.log2(self._pitch.output_hz))


def colours(palette: Palette) -> NDArray[np.uint8]:
    """[256, 3]: silence is the card's own ground, loud the accent, loudest nearly the text."""
    stops = np.array([_rgb(palette.surface), _rgb(palette.meter_track), _rgb(palette.accent), _rgb(palette.text)], float)
    at = np.linspace(0.0, 1.0, 256) ** 1.2 * 2.6
    table = np.stack([np.interp(at, np.arange(4), stops[:, channel]) for channel in range(3)], axis=1)
    return table.astype(np.uint8)


def _rgb(colour: str) -> tuple[int, int, int]:
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()
