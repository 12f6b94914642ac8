"""Levels, load, delay, dropouts at a glance.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.viewmodels.meters import CLIP_DB, FLOOR_DB, MeterLevel, MetersVM
from app.views.latency_view import LatencyView
from app.views.theme import Theme

WARN_DB = -12.0
CLIP_WIDTH = 12
TICKS_DB = (-48, -36, -24, -12)


class LevelMeter(QWidget):
    """A bar with a held peak and a clip light; a click puts the light out."""

    reset_wanted = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = MeterLevel()
        self._drawn: tuple[int, int, bool] = (0, 0, False)
        self.setAccessibleName(name)
        self.setToolTip(
            self.tr("Level in dBFS; the mark is the highest of the last moments. The light at the end says that it was too loud.")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        return QSize(160, 16)

    def show_level(self, level: MeterLevel) -> None:
        """Draws, if a pixel would differ."""
        self._level = level
        width = max(1, self.width() - CLIP_WIDTH - 4)
        drawn = (round(_share(level.level_db) * width), round(_share(level.peak_db) * width), level.clipped)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.reset_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, level = self._theme.palette, self._level
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 2, self.width() - CLIP_WIDTH - 4, self.height() - 4)
        painter.setBrush(QColor(palette.meter_track))
        painter.drawRoundedRect(track, 4, 4)
        painter.save()
        painter.setClipRect(QRectF(track.left(), track.top(), track.width() * _share(level.level_db), track.height()))
        for start_db, colour in ((FLOOR_DB, palette.meter_good), (WARN_DB, palette.meter_warn), (-3.0, palette.meter_bad)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(track.adjusted(track.width() * _share(start_db), 0, 0, 0), 4 if start_db == FLOOR_DB else 0, 4)
        painter.restore()
        painter.setBrush(QColor(palette.surface))
        for tick_db in TICKS_DB:
            painter.drawRect(QRectF(track.width() * _share(tick_db), track.top(), 1, track.height()))
        if level.peak_db > FLOOR_DB:
            painter.setBrush(QColor(palette.meter_bad if level.peak_db > CLIP_DB else palette.text))
            painter.drawRect(QRectF(track.width() * _share(level.peak_db) - 2, track.top(), 2, track.height()))
        painter.setBrush(QColor(palette.meter_bad if level.clipped else palette.meter_track))
        painter.drawEllipse(QRectF(self.width() - CLIP_WIDTH, self.height() / 2 - CLIP_WIDTH / 2, CLIP_WIDTH, CLIP_WIDTH))


def _share(level_db: float) -> float:
    return min(1.0, max(0.0, 1.0 - level_db / FLOOR_DB))


class Lamp(QWidget):
    """The traffic light of the load."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._light = "off"
        self.setFixedSize(16, 16)
        theme.changed.connect(lambda _: self.update())

    def show_light(self, light: str) -> None:
        """off, good, warn or bad."""
        if light != self._light:
            self._light = light
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        colours = {"good": palette.meter_good, "warn": palette.meter_warn, "bad": palette.meter_bad}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.get(self._light, palette.meter_track)))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


class MetersPanel(QFrame):
    """Everything that is measured while the voice runs."""

    def __init__(self, meters: MetersVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._meters, self._theme = meters, theme
        self.input = LevelMeter(self.tr("Level of the microphone"), theme)
        self.output = LevelMeter(self.tr("Level of the voice"), theme)
        self.input_db, self.output_db = QLabel(), QLabel()
        self.lamp = Lamp(theme)
        self.load = QLabel()
        self.latency = QPushButton()
        self.latency.setProperty("kind", "link")
        self.latency.setStyleSheet("QPushButton { font-size: 20pt; font-weight: 600; padding: 0 4px; text-align: left; }")
        self.latency.setToolTip(self.tr("Delay from the microphone to the output, measured. Click to see where it comes from."))
        self.dropouts = QLabel()
        self.provider = QLabel(wordWrap=True)
        self._waterfall: LatencyView | None = None
        self._shown: dict[QLabel | QPushButton, str] = {}
        self._build()
        self.latency.clicked.connect(self.show_waterfall)
        for meter in (self.input, self.output):
            meter.reset_wanted.connect(meters.reset_clips)
        meters.changed.connect(self.refresh)
        self.refresh()

    def show_waterfall(self) -> None:
        """Opens the delay step by step, or closes it."""
        if self._waterfall is None:
            self._waterfall = LatencyView(self._meters, self._theme, self)
        self._waterfall.open_below(self.latency)

    @property
    def waterfall(self) -> LatencyView | None:
        return self._waterfall

    def refresh(self) -> None:
        """Shows the view model's figures; texts are set only where they differ."""
        meters = self._meters
        self.input.show_level(meters.input)
        self.output.show_level(meters.output)
        self._say(self.input_db, _db(meters.input.peak_db))
        self._say(self.output_db, _db(meters.output.peak_db))
        self.lamp.show_light(meters.light)
        self._say(self.load, self.tr("{percent} % load").format(percent=round(100 * meters.load)) if meters.live else self.tr("Load"))
        self._say(self.latency, f"{meters.latency_ms:.0f} ms" if meters.parts else "– ms")
        self._say(self.dropouts, str(meters.dropouts))
        self._say(self.provider, meters.provider or "–")
        role = "bad" if meters.dropouts else ""
        if self.dropouts.property("role") != role:
            self.dropouts.setProperty("role", role)
            self.dropouts.style().polish(self.dropouts)

    def _say(self, widget: QLabel | QPushButton, text: str) -> None:
        if self._shown.get(widget) != text:
            self._shown[widget] = text
            widget.setText(text)
            if widget is self.latency:
                widget.setAccessibleName(self.tr("Delay: {ms}. Show where it comes from").format(ms=text))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        rows = ((self.tr("In"), self.input, self.input_db), (self.tr("Out"), self.output, self.output_db))
        for row, (name, meter, figure) in enumerate(rows):
            grid.addWidget(QLabel(name), row, 0)
            grid.addWidget(meter, row, 1)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            figure.setMinimumWidth(self.fontMetrics().horizontalAdvance("-60.0 dB") + 8)
            figure.setProperty("role", "dim")
            grid.addWidget(figure, row, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addLayout(self._row((self.latency, 0), (_dim(self.tr("delay")), 1), (self.lamp, 0), (self.load, 0)))
        tip = self.tr("Computing time against the length of a block: green below 60 %, red from 90 % on, where the sound breaks")
        for widget in (self.lamp, self.load):
            widget.setToolTip(tip)
        self.dropouts.setToolTip(self.tr("Gaps in the sound since the voice was switched on"))
        self.provider.setToolTip(self.tr("What computes the voice"))
        column.addLayout(self._row((_dim(self.tr("Dropouts")), 0), (self.dropouts, 1), (_dim(self.tr("on")), 0), (self.provider, 0)))

    def _row(self, *widgets: tuple[QWidget, int]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget, stretch in widgets:
            row.addWidget(widget, stretch)
        return row


def _dim(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "dim")
    return label


def _db(level_db: float) -> str:
    return f"{level_db:.1f} dB" if level_db > FLOOR_DB else "– dB"
