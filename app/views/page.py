"""What every page of cards looks like: its title, and under it the cards in a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

GAP = 14
BESIDE_BAR = 12
"""Between a card and the bar that scrolls."""


def lay_out(page: QWidget, title: str, body: QWidget | QLayout) -> None:
    """Gives `page` its title with `body` below it."""
    heading = QLabel(title)
    heading.setProperty("role", "title")
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 20, 12, 20)
    column.setSpacing(GAP)
    column.addWidget(heading)
    if isinstance(body, QWidget):
        column.addWidget(body, 1)
    else:
        column.addLayout(body, 1)


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that may be taller than the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def column_of(*cards: QWidget) -> QScrollArea:
    """The cards, one under the other."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, BESIDE_BAR, 0)
    column.setSpacing(GAP)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return scrolled(content)
