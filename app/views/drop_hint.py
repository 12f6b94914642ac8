"""Where something that is dragged over the window will land, said before it is let go.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.viewmodels.dropped import sort_dropped
from app.views.palette import Palette
from app.views.theme import Theme

MARGIN_PX = 10


class DropHint(QLabel):
    """Over the whole of its parent while something is dragged over it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._dress)
        self._dress(theme.palette)
        self.hide()

    def show_for(self, words: Sequence[str]) -> None:
        """What would become of these paths and addresses."""
        dropped = sort_dropped(words)
        if dropped.audio:
            text = self.tr("Let go to use it in the place of the microphone; you are asked first")
        elif dropped.lone_index:
            text = self.tr("An index alone: drop it together with its voice")
        else:
            text = self.tr("Let go to add it to your voices. It is copied; your file stays where it is.")
        self.setText(text)
        self.setGeometry(self._over.rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX))
        self.show()
        self.raise_()

    def _dress(self, palette: Palette) -> None:
        self.setStyleSheet(
            f"DropHint {{ background: {palette.surface}; color: {palette.text}; border: 3px dashed {palette.accent}; border-radius: 12px; "
            "font-size: 16pt; padding: 24px; }"
        )
