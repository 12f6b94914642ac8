"""The one large button: off, starting, live, waiting.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.viewmodels.session import SessionVM
from app.views.palette import Palette
from app.views.theme import Theme

DIAMETER_PX = 104
RING_PX = 5.0


class PowerButton(QAbstractButton):
    """Switches the voice on and off."""

    def __init__(self, session: SessionVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.setCheckable(False)
        self.setFixedSize(DIAMETER_PX, DIAMETER_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(session.toggle)
        session.state_changed.connect(lambda _: self._follow())
        theme.changed.connect(lambda _: self.update())
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(DIAMETER_PX, DIAMETER_PX)

    def _follow(self) -> None:
        self.setAccessibleName(self.tr("Switch the voice off") if self._session.on else self.tr("Switch the voice on"))
        self.setToolTip(self.accessibleName() + " (Ctrl+P)")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, state = self._theme.palette, self._session.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        ground, sign = self._colours(palette, state)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(disc)
        ring = {"live": palette.good, "starting": palette.warn, "stopping": palette.warn, "waiting": palette.bad}.get(state, palette.border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ring), RING_PX if state != "off" else 2.0))
        painter.drawEllipse(disc)
        self._sign(painter, disc.center(), sign)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 2.0))
            painter.drawEllipse(disc.adjusted(-6, -6, 6, 6))

    def _colours(self, palette: Palette, state: str) -> tuple[QColor, QColor]:
        if state == "off":
            return QColor(palette.hover if self.underMouse() else palette.raised), QColor(palette.text)
        return QColor(palette.accent_hover if self.underMouse() else palette.accent), QColor(palette.on_accent)

    def _sign(self, painter: QPainter, centre: QPointF, colour: QColor) -> None:
        """The power sign: an open circle and a stroke."""
        painter.setPen(QPen(colour, 5.0, c=Qt.PenCapStyle.RoundCap))
        reach = 17.0
        painter.drawArc(QRectF(centre.x() - reach, centre.y() - reach + 2, 2 * reach, 2 * reach), 125 * 16, 290 * 16)
        painter.drawLine(QPointF(centre.x(), centre.y() - reach - 3), QPointF(centre.x(), centre.y() - 1))
