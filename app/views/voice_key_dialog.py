"""Asks for the key that chooses a voice, in every program.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.views.key_edit import KeyEdit


class VoiceKeyDialog(QDialog):
    """`voice`: its name, as shown; `keys`: the key that it has, in Qt's portable text, or ""."""

    def __init__(self, voice: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Key for {voice}").format(voice=voice))
        about = QLabel(self.tr("Press the key that chooses this voice, also in a game. An empty field: no key."), wordWrap=True)
        self.edit = KeyEdit()
        self.edit.setAccessibleName(self.windowTitle())
        self.edit.setKeySequence(QKeySequence(keys))
        about.setBuddy(self.edit)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (about, self.edit, buttons):
            column.addWidget(widget)
        self.edit.setFocus()

    def keys(self) -> str:
        """What is in the field, in Qt's portable text."""
        return self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
