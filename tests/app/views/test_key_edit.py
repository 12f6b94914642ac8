"""What a field for keys takes: the number pad as keys of its own, other alphabets by their place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.key_edit import KeyEdit

NONE, CTRL, PAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "scan_code", "taken"),
    [
        (int(Qt.Key.Key_1), PAD, 87, "Num+1"),
        (int(Qt.Key.Key_Plus), PAD | CTRL, 86, "Ctrl+Num++"),
        (int(Qt.Key.Key_1), NONE, 10, "1"),
        (int(Qt.Key.Key_F9), CTRL, 75, "Ctrl+F9"),
        (0x41C, CTRL, 55, "Ctrl+V"),  # the Cyrillic M of a Russian keyboard
        (0xC9, NONE, 11, "2"),  # the key with 2 and an accented e of a French one
    ],
)
def test_what_is_pressed_is_what_is_taken(qtbot: QtBot, key: int, modifiers: Qt.KeyboardModifier, scan_code: int, taken: str) -> None:
    field = KeyEdit()
    qtbot.addWidget(field)
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0))
    assert field.keySequence().toString(QKeySequence.SequenceFormat.PortableText) == taken
