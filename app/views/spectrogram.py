"""Levels and lines for a plot whose ranges are fixed: as cheap as they can be, because they are drawn anew with every step.

pyqtgraph's own image item hands Qt an image of 8 bits, which takes Qt nine times as long to scale as one of 32; its own curve looks for the
bounds of its data with every step and every picture.

Thread: GUI.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF
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


class Lines(pg.GraphicsObject):  # type: ignore[misc]
    """Lines over a rectangle of the plot, in the plot's units, two pixels high; NaN breaks a line.

    Each is drawn twice with a pen of one pixel, which Qt draws at once; for a wider pen it works out the outline first, four times as long.
    """

    def __init__(self, place: QRectF) -> None:
        super().__init__()
        self._place = place
        self._pieces: list[tuple[int, QPolygonF]] = []
        self._pens: list[QPen] = []

    def set_pens(self, *pens: QPen) -> None:
        """One for each line."""
        self._pens = list(pens)
        self.update()

    def show_lines(self, x: NDArray[np.float32], *lines: NDArray[np.float32]) -> None:
        """x [n]; each line [n]."""
        self._pieces = [(i, piece) for i, y in enumerate(lines) for piece in _pieces(x, y)]
        self.update()

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pixel = 1.0 / painter.worldTransform().m22()
        for _ in range(2):
            for i, piece in self._pieces:
                painter.setPen(self._pens[i])
                painter.drawPolyline(piece)
            painter.translate(0.0, pixel)


def _pieces(x: NDArray[np.float32], y: NDArray[np.float32]) -> list[QPolygonF]:
    """The runs of numbers, of two points at least."""
    edges = np.flatnonzero(np.diff(np.isfinite(y), prepend=False, append=False))
    return [pg.functions.arrayToQPolygonF(x[start:end], y[start:end]) for start, end in edges.reshape(-1, 2) if end - start > 1]
