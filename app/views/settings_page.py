"""The settings page: one line a setting, made from the settings tables, with a search; setting up again, and the report to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.viewmodels.settings_vm import SECTIONS, SettingsVM
from app.views.elsewhere_row import ElsewhereRow
from app.views.icons import icon
from app.views.palette import Palette
from app.views.setting_row import SettingRow
from app.views.theme import Theme
from engine.config import Section

WIDEST = 860


class SettingsPage(QScrollArea):
    """Everything that can be set and has no page of its own."""

    def __init__(self, vm: SettingsVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.rows = [SettingRow(entry, vm, theme.palette) for entry in vm.entries()]
        self.elsewhere = [ElsewhereRow(entry, vm) for entry in vm.elsewhere()]
        self.folds: dict[Section, QPushButton] = {}
        self.nothing = QLabel(self.tr("No setting fits these words."))
        self.nothing.setProperty("role", "dim")
        self.nothing.hide()
        self.again = QPushButton(self.tr("Set up microphone and voice again…"))
        self.calibrate = QPushButton(self.tr("Measure this computer…"))
        self.copy = QPushButton(self.tr("Copy report"))
        self.copied = QLabel()
        self.copied.setProperty("role", "good")
        self._cards: dict[Section, QFrame] = {}
        self._build(theme.palette)
        self._connect(theme)

    def showEvent(self, event: QShowEvent) -> None:
        self._arrange()
        self._vm.watch_costs()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._vm.watch_costs(False)
        super().hideEvent(event)

    def _build(self, palette: Palette) -> None:
        content = QWidget()
        content.setMaximumWidth(WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        title = QLabel(self.tr("Settings"))
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        for row in self.elsewhere:
            column.addWidget(row)
        for section in SECTIONS:
            self._cards[section] = self._card(section)
            column.addWidget(self._cards[section])
        column.addWidget(self._report_card())
        column.addStretch(1)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(content, 1)
        line.addStretch(0)
        self.setWidget(holder)
        self._dress(palette)

    def _card(self, section: Section) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        heading = QLabel(self._heading(section))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        if section == "keys" and self._vm.global_keys:
            reason = QLabel(self._vm.global_keys)
            reason.setProperty("role", "dim")
            reason.setWordWrap(True)
            column.addWidget(reason)
        rows = [row for row in self.rows if row.entry.section == section]
        plain, advanced = ([row for row in rows if row.entry.rule.advanced is wanted] for wanted in (False, True))
        for row in plain:
            column.addWidget(row)
        if advanced:
            column.addWidget(self._fold(section), 0, Qt.AlignmentFlag.AlignLeft)
        for row in advanced:
            column.addWidget(row)
        button = {"microphone": self.again, "speed": self.calibrate}.get(section)
        if button is not None:
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        return card

    def _fold(self, section: Section) -> QPushButton:
        """The button that shows and hides the advanced settings of a section."""
        fold = self.folds[section] = QPushButton()
        fold.setCheckable(True)
        fold.toggled.connect(self._arrange)
        return fold

    def _report_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        heading = QLabel(self.tr("Help"))
        heading.setProperty("role", "heading")
        about = QLabel(self.tr("Versions, devices, settings and the newest messages: no sound, and no names of your files."))
        about.setProperty("role", "dim")
        about.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.copy)
        line.addWidget(self.copied)
        line.addStretch(1)
        for widget in (heading, about):
            column.addWidget(widget)
        column.addLayout(line)
        return card

    def _heading(self, section: Section) -> str:
        return {
            "look": self.tr("Appearance"),
            "sound": self.tr("Sound"),
            "speed": self.tr("Delay and computing"),
            "microphone": self.tr("Microphone"),
            "keys": self.tr("Keys in every program"),
            "start": self.tr("Start and tray"),
            "control": self.tr("Control by other programs"),
        }[section]

    def _connect(self, theme: Theme) -> None:
        theme.changed.connect(self._dress)
        self.again.setVisible(self._vm.first_run is not None)
        self.calibrate.setVisible(self._vm.calibrate is not None)
        if self._vm.first_run is not None:
            self.again.clicked.connect(self._vm.first_run)
        if self._vm.calibrate is not None:
            self.calibrate.clicked.connect(self._vm.calibrate)
        self.copy.clicked.connect(self._vm.copy_report)
        self._vm.copied.connect(self._on_copied)

    def _dress(self, palette: Palette) -> None:
        self.copy.setIcon(icon("copy", palette.text))
        for row in self.rows:
            row.dress(palette)

    def _on_search(self, _: str) -> None:
        self._arrange()

    def _arrange(self, _: bool = False) -> None:
        """Shows what fits the search, wherever it is; without one all of this page but what is folded away."""
        words = self.search.text().strip()
        shown = [row for row in self.rows if self._is_shown(row, words)]
        for row in self.rows:
            row.setVisible(row in shown)
        for section, card in self._cards.items():
            card.setVisible(any(row.entry.section == section for row in shown))
        for fold in self.folds.values():
            fold.setVisible(not words)
            fold.setText(self.tr("Fewer settings") if fold.isChecked() else self.tr("Advanced settings"))
        found = [row for row in self.elsewhere if words and self._vm.fits(row.entry, words)]
        for other in self.elsewhere:
            other.setVisible(other in found)
        self.nothing.setVisible(not shown and not found)

    def _is_shown(self, row: SettingRow, words: str) -> bool:
        """An advanced setting that has been changed stays in sight."""
        if words:
            return self._vm.fits(row.entry, words)
        return not row.entry.rule.advanced or self.folds[row.entry.section].isChecked() or not self._vm.is_usual(row.entry)

    def _on_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.setText(self.tr("Copied. Paste it into your question."))
