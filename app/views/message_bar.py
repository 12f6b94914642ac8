"""One line over the foot of the window: what happened, and what can be done about it.

Thread: GUI.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.viewmodels.messages import Message
from app.views.icons import icon
from app.views.palette import Palette
from app.views.theme import Theme

SHOWN_MS = 6000
MARGIN_PX = 16
RIGHT_PX, FOOT_PX = 32, 84
KEPT = 20


class MessageBar(QFrame):
    """Shows the newest message; the ones before it are in its tooltip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("card", True)
        self._theme = theme
        self.message: Message | None = None
        self.history: deque[Message] = deque(maxlen=KEPT)
        self.sign = QLabel()
        self.text = QLabel(wordWrap=True)
        self.action = QPushButton()
        self.away = QToolButton()
        self.away.setAccessibleName(self.tr("Close the message"))
        self.away.setToolTip(self.tr("Close the message"))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self.sign)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.away)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.away.clicked.connect(self.hide)
        self.action.clicked.connect(self._act)
        theme.changed.connect(self._dress)
        self._dress(theme.palette)
        self.hide()

    def say(self, message: Message) -> None:
        """Shows `message`: news for a while, what went wrong or asks for something until it is closed or another one comes."""
        self.message = message
        self.history.append(message)
        self.text.setText(message.text)
        self.text.setAccessibleName(message.text)
        self.setToolTip("\n".join(one.text for one in list(self.history)[-5:-1]))
        self.action.setText(message.action_label)
        self.action.setVisible(message.action is not None)
        self._dress(self._theme.palette)
        self.place()
        self.show()
        self.raise_()
        if message.level == "good" and message.action is None:
            self._timer.start(SHOWN_MS)
        else:
            self._timer.stop()  # what asks for something stays until it has been read

    def place(self) -> None:
        """Near the foot of the parent, at the right: over pictures and free space, not over buttons."""
        parent = self._over
        width = min(760, parent.width() - 2 * MARGIN_PX)
        self.setFixedWidth(max(200, width))
        height = self._row.totalHeightForWidth(self.width())
        self.resize(self.width(), height)
        self.move(parent.width() - self.width() - RIGHT_PX, parent.height() - height - FOOT_PX)

    def _act(self) -> None:
        self.hide()
        if self.message is not None and self.message.action is not None:
            self.message.action()

    def _dress(self, palette: Palette) -> None:
        level = self.message.level if self.message is not None else "good"
        name, colour = {"good": ("check", palette.good), "warn": ("warning", palette.warn), "bad": ("warning", palette.bad)}[level]
        self.sign.setPixmap(icon(name, colour).pixmap(20, 20))
        self.away.setIcon(icon("close", palette.text))
        self.setStyleSheet(f"MessageBar {{ background: {palette.raised}; border: 1px solid {colour}; border-radius: 10px; }}")
