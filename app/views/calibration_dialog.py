"""Shown while this computer is measured: how far it is, and the way past it.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.viewmodels.calibration_vm import CalibrationVM

WIDTH = 440


class CalibrationDialog(QDialog):
    """Show it with `open()`; it closes itself at the end."""

    def __init__(self, vm: CalibrationVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setWindowTitle(self.tr("Measuring this computer"))
        self.setModal(True)
        self.title = QLabel(self.tr("Measuring this computer"))
        self.title.setProperty("role", "heading")
        self.about = QLabel(wordWrap=True)
        self.warning = QLabel(wordWrap=True)
        self.warning.setProperty("role", "warn")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.skip = QPushButton(self.tr("Skip"))
        self.anyway = QPushButton(self.tr("Measure anyway"))
        self.anyway.setProperty("kind", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        for label in (self.about, self.warning):
            label.setFixedWidth(WIDTH)
        for widget in (self.title, self.about, self.warning, self.bar):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.skip)
        row.addWidget(self.anyway)
        column.addLayout(row)
        vm.progress.connect(lambda done: self.bar.setValue(round(1000 * done)))
        vm.changed.connect(self._show)
        vm.ended.connect(self.accept)
        self.skip.clicked.connect(vm.skip)
        self.anyway.clicked.connect(vm.go_on)
        self._show()

    def reject(self) -> None:
        """Escape skips."""
        self._vm.skip()

    def _show(self) -> None:
        vm = self._vm
        reasons = {
            "first": self.tr("This is the first RVC voice on this computer."),
            "changed": self.tr("This computer, or the program, has changed since it was measured."),
            "asked": "",
        }
        what = self.tr(
            "For about half a minute it is tried which way of computing is the quickest here. The voice starts by itself afterwards. "
            "Skipped, the voice runs with careful settings; you can measure at any time on the page Settings."
        )
        self.about.setText(f"{reasons[vm.reason]} {what}".strip())
        text = self.tr(
            "Other programs use {percent} % of this computer just now: close them first, or the measure will come out too careful."
        )
        self.warning.setText(text.format(percent=round(100 * vm.busy)))
        self.warning.setVisible(vm.state == "busy")
        self.bar.setVisible(vm.state != "busy")
        self.anyway.setVisible(vm.state == "busy")
