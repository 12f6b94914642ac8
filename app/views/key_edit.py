"""A field that takes a key: those of the number pad as keys of their own, and keys of other alphabets by their place.

Thread: GUI.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QWidget

from app.hotkeys.physical import X_OFFSET, label_of

ASCII_END = 0x80
SPECIAL_FROM = 0x01000000
"""Qt's keys that type nothing begin here."""
_KEPT = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.KeypadModifier
)


class KeyEdit(QKeySequenceEdit):
    """One combination of keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = key_of(event)
        if key is None:
            super().keyPressEvent(event)
            return
        self.setKeySequence(QKeySequence(QKeyCombination(event.modifiers() & _KEPT, key)))
        self.editingFinished.emit()


def key_of(event: QKeyEvent) -> Qt.Key | None:
    """The key where Qt's own field would take another one; None for all others."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return Qt.Key(event.key())
    if ASCII_END <= event.key() < SPECIAL_FROM:
        number = event.nativeScanCode() - (0 if sys.platform == "win32" else X_OFFSET)
        label = label_of(number)
        return Qt.Key(ord(label)) if label else None
    return None
