"""A setting that has its place on another page, among what a search of the settings finds."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.viewmodels.settings_vm import PAGES, Entry, SettingsVM


class ElsewhereRow(QFrame):
    """What it is, and the way there."""

    def __init__(self, entry: Entry, vm: SettingsVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setProperty("card", True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(QLabel(entry.label))
        if entry.about:
            about = QLabel(entry.about)
            about.setProperty("role", "dim")
            about.setWordWrap(True)
            words.addWidget(about)
        page = PAGES[entry.section]
        self.go = QPushButton({"voices": self.tr("Open Voices"), "devices": self.tr("Open Devices")}[page])
        self.go.setAccessibleDescription(entry.label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.addLayout(words, 1)
        row.addWidget(self.go)
        show = vm.show_page
        self.go.setVisible(show is not None)
        if show is not None:
            self.go.clicked.connect(lambda: show(page))
