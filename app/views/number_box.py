"""Boxes for numbers: what is typed into them may have a point or a comma before its decimals, and no marks between thousands.

Qt's own boxes read a comma as a mark between thousands wherever the window is English, and 2,5 becomes 25.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from app.number_text import Judgement, judge, number_of, whole_number_of

STATES: dict[Judgement, QValidator.State] = {
    "a number": QValidator.State.Acceptable,
    "not yet": QValidator.State.Intermediate,
    "none": QValidator.State.Invalid,
}


class NumberBox(QDoubleSpinBox):
    """A number with decimals; tells of one when it is complete."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        typed = text.removesuffix(self.suffix())
        return STATES[judge(typed, self.minimum(), self.maximum(), self.decimals())], text, position

    def valueFromText(self, text: str) -> float:
        """The number typed; the one before where it is none."""
        try:
            return number_of(text.removesuffix(self.suffix()))
        except ValueError:
            return self.value()

    def fixup(self, text: str) -> str:
        """Nothing is made fit: what is no number gives way to the one before."""
        return text


class WholeBox(QSpinBox):
    """A whole number, likewise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        typed = text.removesuffix(self.suffix())
        return STATES[judge(typed, self.minimum(), self.maximum(), 0)], text, position

    def valueFromText(self, text: str) -> int:
        """The number typed; the one before where it is none."""
        try:
            return whole_number_of(text.removesuffix(self.suffix()))
        except ValueError:
            return self.value()

    def fixup(self, text: str) -> str:
        """Nothing is made fit: what is no number gives way to the one before."""
        return text


class _UndoPassesOn(QObject):
    """Ctrl+Z is the window's, also while a box has the focus: the box would only take back what was typed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _dress(box: QAbstractSpinBox) -> None:
    passing = _UndoPassesOn(box)
    box.installEventFilter(passing)
    box.lineEdit().installEventFilter(passing)
    box.setKeyboardTracking(False)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setProperty("plain", True)
