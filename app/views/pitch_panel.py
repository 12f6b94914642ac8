"""The card around the picture: its title, its legend, which side it shows. The picture itself is made once the window is on the screen.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.viewmodels.pitch import PitchVM
from app.views.palette import Palette
from app.views.theme import Theme


class PitchPanel(QFrame):
    """`view` is None until it has been made."""

    def __init__(self, pitch: PitchVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._pitch, self._theme = pitch, theme
        self.view: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 6)
        self._column.setSpacing(2)
        self._legend = QLabel()
        self.side = QComboBox()
        self.side.addItem(self.tr("Spectrum of the voice"), "output")
        self.side.addItem(self.tr("Spectrum of the microphone"), "input")
        self.side.setAccessibleName(self.tr("Which spectrum is shown"))
        self.side.activated.connect(lambda row: pitch.set_side(self.side.itemData(row)))
        heading = QLabel(self.tr("Pitch"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(heading)
        row.addWidget(self._legend, 1)
        row.addWidget(self.side)
        self._column.addLayout(row)
        self._column.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress(theme.palette)

    def make_view(self) -> None:
        """Importing the plotting library takes half a second: nobody waits for it before the window is there."""
        if self.view is None:
            from app.views.pitch_view import PitchView

            self._column.takeAt(1)
            self.view = PitchView(self._pitch, self._theme)
            self._column.addWidget(self.view, 1)

    def make_view_soon(self, after_ms: int) -> None:
        """`make_view`, when the window has had time to appear."""
        QTimer.singleShot(after_ms, self, self.make_view)

    def _dress(self, palette: Palette) -> None:
        entries = ((palette.curve_in, self.tr("you")), (palette.curve_out, self.tr("the voice")))
        self._legend.setText(" &nbsp; ".join(f'<span style="color:{colour}">▬</span> {words}' for colour, words in entries))
