"""Sliders and switches, one row a control, made from the table that the view model reads.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from app.viewmodels.controls import Control, ControlsVM
from app.views.jump_slider import JumpSlider
from app.views.number_box import NumberBox
from engine.config import Panel

LABEL_WIDTH = 96
FIELD_WIDTH = 84


class ControlsPanel(QFrame):
    """The controls of one group."""

    def __init__(self, controls: ControlsVM, group: Panel, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._controls, self._group = controls, group
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.addLayout(self._head(title), 0, 0, 1, 3)
        self.rows: dict[str, SliderRow | SwitchRow] = {}
        for control in controls.controls():
            if control.group == group:
                make = SwitchRow if control.is_switch else SliderRow
                self.rows[control.name] = make(control, controls, grid, len(self.rows) + 1)
        grid.setRowStretch(len(self.rows) + 1, 1)
        controls.changed.connect(self._on_changed)
        controls.refreshed.connect(self._refresh)
        self._refresh()

    def _head(self, title: str) -> QHBoxLayout:
        """The title, and beside it what takes changes back."""
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        if self._group != "voice":
            return row
        self.undo = QToolButton()
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(self.tr("Take the last change back (Ctrl+Z)"))
        self.undo.setEnabled(self._controls.can_undo)
        self.undo.clicked.connect(self._controls.undo)
        self._controls.undo_changed.connect(self.undo.setEnabled)
        self.reset = QToolButton()
        self.reset.setText(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Everything back to what the voice proposes"))
        self.reset.clicked.connect(self._controls.reset_all)
        for button in (self.undo, self.reset):
            button.setAccessibleName(button.toolTip())
            row.addWidget(button)
        return row

    def _on_changed(self, name: str) -> None:
        if name in self.rows:
            self.rows[name].refresh()

    def _refresh(self) -> None:
        for row in self.rows.values():
            row.refresh()


class SliderRow:
    """Label, slider, number. A double click on the label goes back to what the voice proposes."""

    def __init__(self, control: Control, controls: ControlsVM, grid: QGridLayout, row: int) -> None:
        self._control, self._controls = control, controls
        self._scale = 10.0**control.decimals
        self.label = NameLabel(control.label, lambda: controls.reset(control.name))
        self.slider = QuietSlider()
        self.field = QuietField()
        self._dress()
        for column, widget in enumerate((self.label, self.slider, self.field)):
            grid.addWidget(widget, row, column)
        self.slider.valueChanged.connect(lambda value: controls.set(control.name, value / self._scale))
        self.field.valueChanged.connect(lambda value: controls.set(control.name, value))

    def refresh(self) -> None:
        """Shows the value in force, and only where it means something."""
        fits = self._controls.fits(self._control.name)
        value, high = float(self._controls.value(self._control.name)), self._controls.high(self._control.name)
        for widget in (self.label, self.slider, self.field):
            widget.setVisible(fits)
            widget.setEnabled(fits)
        self.slider.blockSignals(True)
        self.field.blockSignals(True)
        self.slider.setMaximum(round(high * self._scale))
        self.field.setMaximum(high)
        self.slider.setValue(round(value * self._scale))
        self.field.setValue(value)
        self.slider.blockSignals(False)
        self.field.blockSignals(False)

    def _dress(self) -> None:
        control = self._control
        tip = control.tip + "\n" + QCoreApplication.translate("SliderRow", "Double-click the name to go back to what the voice proposes.")
        for widget in (self.label, self.slider, self.field):
            widget.setToolTip(tip)
            widget.setAccessibleName(control.tip)
        self.label.setBuddy(self.slider)
        self.slider.setRange(round(control.low * self._scale), round(control.high * self._scale))
        self.slider.setPageStep(max(1, round((control.high - control.low) * self._scale / 20)))
        self.field.setDecimals(control.decimals)
        self.field.setRange(control.low, control.high)
        self.field.setSingleStep(max(1.0 / self._scale, (control.high - control.low) / 100))
        self.field.setSuffix(f" {SHORT_UNITS.get(control.unit, control.unit)}" if control.unit else "")


SHORT_UNITS = {"semitones": "st"}


class SwitchRow:
    """A switch with its name."""

    def __init__(self, control: Control, controls: ControlsVM, grid: QGridLayout, row: int) -> None:
        self._control, self._controls = control, controls
        self.box = QCheckBox(control.label)
        self.box.setToolTip(control.tip)
        self.box.setAccessibleName(control.label)
        self.box.toggled.connect(lambda on: controls.set(control.name, on))
        grid.addWidget(self.box, row, 0, 1, 3)

    def refresh(self) -> None:
        """Shows whether it is on."""
        self.box.setEnabled(self._controls.fits(self._control.name))
        self.box.blockSignals(True)
        self.box.setChecked(bool(self._controls.value(self._control.name)))
        self.box.blockSignals(False)


class NameLabel(QLabel):
    """The name of a control; a double click calls `reset`."""

    def __init__(self, text: str, reset: object, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._reset = reset
        self.setMinimumWidth(LABEL_WIDTH)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if callable(self._reset):
            self._reset()


class QuietSlider(JumpSlider):
    """A slider that the wheel moves only once it has been clicked or reached by key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class QuietField(NumberBox):
    """A number field of the same kind; it tells of a number when it is complete."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(FIELD_WIDTH)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
