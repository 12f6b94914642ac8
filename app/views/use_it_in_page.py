"""The page "Use it in...": a program at the left; what to choose and switch there, and the test of both ends, at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.guides import Guide
from app.viewmodels.use_it_in_vm import UseItInVM, told
from app.views.level_bar import LevelBar
from app.views.page import GAP, column_of, lay_out

LIST_WIDTH = 180


class UseItInPage(QWidget):
    """Programs, steps, test."""

    def __init__(self, model: UseItInVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.programs = QListWidget()
        self.programs.setAccessibleName(self.tr("Programs"))
        self.programs.setFixedWidth(LIST_WIDTH)
        self.programs.setProperty("role", "programs")
        self.programs.addItems([told(guide.name) for guide in model.guides])
        self.microphone = MicrophoneCard(model)
        self.steps = StepsCard(model)
        self.test = TestCard(model)
        self._build()
        self.programs.currentRowChanged.connect(self._show_row)
        self.programs.setCurrentRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        self._model.look()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.set_test(False)
        super().hideEvent(event)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.programs)
        row.addWidget(column_of(self.microphone, self.steps, self.test), 1)
        lay_out(self, self.tr("Use it in…"), row)

    def _show_row(self, row: int) -> None:
        self.steps.show_guide(self._model.guides[row])


class MicrophoneCard(QFrame):
    """What the microphone is called there."""

    def __init__(self, model: UseItInVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("card", True)
        self.name = QLabel()
        self.name.setProperty("role", "heading")
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(model.microphone))
        self.state = _words("warn")
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Choose this microphone:")))
        row.addWidget(self.name)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.before = _words("dim")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addWidget(self.before)
        model.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.name.setText(self._model.microphone)
        self.state.setText(self._model.problem)
        self.state.setVisible(bool(self._model.problem))
        self.before.setText(told(self._model.system.before))
        self.before.setVisible(not self._model.there)


class StepsCard(QFrame):
    """Where to choose it, what to switch, how to try it: for one program."""

    def __init__(self, model: UseItInVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("card", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._content: QWidget | None = None

    def show_guide(self, guide: Guide) -> None:
        """Replaces what is shown."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = self._make(guide)
        self._column.addWidget(self._content)

    def _make(self, guide: Guide) -> QWidget:
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("There"), _words("", told(guide.choose)))
        form.addRow(self.tr("Switch"), self._switches(guide))
        form.addRow(self.tr("Try it there"), _words("", told(guide.test)))
        form.addRow("", _words("dim", "\n".join(told(note) for note in self._model.notes(guide))))
        return content

    def _switches(self, guide: Guide) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for column, stretch in enumerate((3, 2, 4)):
            grid.setColumnStretch(column, stretch)
        for row, switch in enumerate(guide.switches):
            words = (("", switch.name), ("strong", switch.set), ("dim", switch.why))
            for column, (role, text) in enumerate(words):
                grid.addWidget(_words(role, told(text)), row, column, Qt.AlignmentFlag.AlignTop)
        return table


class TestCard(QFrame):
    """Both ends: what leaves URVC, and what arrives where other programs listen."""

    __test__ = False  # no test, whatever its name says to pytest

    def __init__(self, model: UseItInVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("card", True)
        self.button = QPushButton(self.tr("Test"))
        self.button.setCheckable(True)
        self.button.toggled.connect(model.set_test)
        self.sent = LevelBar(self.tr("Leaves URVC"))
        self.arrived = LevelBar(self.tr("Arrives at the microphone"))
        self.verdict = _words("")
        self.verdict.setVisible(False)
        bars = QFormLayout()
        bars.setVerticalSpacing(8)
        bars.addRow(self.tr("Leaves URVC"), self.sent)
        bars.addRow(self.tr("Arrives at the microphone"), self.arrived)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        column = QVBoxLayout()
        column.addLayout(bars)
        column.addWidget(self.verdict)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        model.sent.connect(self.sent.set_level)
        model.arrived.connect(self.arrived.set_level)
        model.testing_changed.connect(self._on_testing)
        model.verdict_changed.connect(lambda _: self._show_verdict())
        model.changed.connect(self._show_verdict)

    def _on_testing(self, on: bool) -> None:
        self.button.setChecked(on)
        self.verdict.setVisible(on)
        self._show_verdict()

    def _show_verdict(self) -> None:
        self.verdict.setText(self._model.verdict_text())


def _words(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
