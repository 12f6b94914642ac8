"""The delay step by step, each where the one before it ends.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.viewmodels.meters import MetersVM
from app.views.theme import Theme
from engine.link.messages import LatencyPart

ROW_HEIGHT_PX = 26
WIDTH = 460
PARTS = {
    "capture": "Microphone and driver",
    "block": "Block",
    "denoise": "Noise suppression",
    "pitch and synthesizer": "Pitch and voice",
    "effects": "Effects",
    "limiter": "Limiter",
    "computing": "Computing",
    "output ring": "Output buffer",
    "playback": "Driver and output",
}


class LatencyView(QFrame):
    """A small window over the main one; any click outside or Escape closes it."""

    def __init__(self, meters: MetersVM, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._meters = meters
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Where the delay comes from"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        heading = QLabel(self.tr("Where the delay comes from"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        self.chart = Waterfall(theme)
        column.addWidget(self.chart)
        self.total = QLabel()
        self.total.setProperty("role", "dim")
        column.addWidget(self.total)

    def open_below(self, widget: QWidget) -> None:
        """Shows itself below `widget`, within its screen."""
        self._refresh(self._meters.parts)
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        free = widget.screen().availableGeometry()
        self.move(min(place.x(), free.right() - self.width()), min(place.y(), free.bottom() - self.height()))
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        self._meters.parts_changed.connect(self._refresh)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._meters.parts_changed.disconnect(self._refresh)
        super().hideEvent(event)

    def _refresh(self, parts: object) -> None:
        self.chart.show_parts(self._meters.parts)
        total_ms = self._meters.latency_ms
        self.total.setText(
            self.tr("Together {ms} ms from microphone to output.").format(ms=f"{total_ms:.1f}")
            if self._meters.parts
            else self.tr("Switch the voice on to measure it.")
        )


class Waterfall(QWidget):
    """Bars, one a step."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[LatencyPart, ...] = ()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, ROW_HEIGHT_PX * max(1, len(self._parts)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_parts(self, parts: tuple[LatencyPart, ...]) -> None:
        """The steps, in the order of the sound's way."""
        grows = len(parts) != len(self._parts)
        self._parts = parts
        self.setAccessibleDescription(", ".join(f"{words_of(part.name)} {part.ms:.1f} ms" for part in parts))
        if grows:
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names, figures = 180.0, 66.0
        room = self.width() - names - figures
        total_ms = max(1e-6, sum(part.ms for part in self._parts))
        start = names
        for row, part in enumerate(self._parts):
            top = row * ROW_HEIGHT_PX
            width = room * part.ms / total_ms
            painter.setPen(QColor(palette.text))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, names - 8, ROW_HEIGHT_PX), middle | Qt.AlignmentFlag.AlignLeft, words_of(part.name))
            right = middle | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(self.width() - figures, top, figures, ROW_HEIGHT_PX), right, f"{part.ms:.1f} ms")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent))
            painter.drawRoundedRect(QRectF(start, top + 5, max(2.0, width), ROW_HEIGHT_PX - 10), 3, 3)
            start += width


def words_of(name: str) -> str:
    """A step of the delay in the user's language."""
    return QCoreApplication.translate("LatencyPart", PARTS.get(name, name))
