"""A picture of levels for a plot: as cheap as it can be, because it is drawn anew with every step.

pyqtgraph's own image item hands Qt an image of 8 bits, which takes Qt nine times as long to scale as one of 32.

Thread: GUI.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


class Spectrogram(pg.GraphicsObject):  # type: ignore[misc]
    """Levels 0..255 in a rectangle of the plot, coloured by a table."""

    def __init__(self, place: QRectF) -> None:
        super().__init__()
        self._place = place
        self._table = np.zeros(256, np.uint32)
        self._pixels = np.zeros((1, 1), np.uint32)

    def set_colours(self, table: NDArray[np.uint8]) -> None:
        """[256, 3] red, green, blue of each level."""
        red, green, blue = table.astype(np.uint32).T
        self._table = 0xFF000000 | red << 16 | green << 8 | blue

    def show_levels(self, levels: NDArray[np.uint8]) -> None:
        """[columns, bands], the oldest column and the lowest band first."""
        # Qt reads the rows one after the other; indexing keeps the order of its index.
        self._pixels = np.ascontiguousarray(self._table[levels.T])
        self.update()

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        height, width = self._pixels.shape
        image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(self._place, image)
