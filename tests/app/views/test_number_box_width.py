"""A number beside a slider keeps its place whatever it says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.views.controls_panel import QuietField


def test_a_number_box_does_not_shift_its_row(qtbot: QtBot) -> None:
    page, slider, field = QWidget(), QSlider(Qt.Orientation.Horizontal), QuietField()
    qtbot.addWidget(page)
    window = QWidget(page)
    row = QHBoxLayout(window)
    row.addWidget(slider, 1)
    row.addWidget(field)
    field.setRange(-60.0, 8000.0)
    window.resize(400, 60)
    page.show()
    places = set()
    for value, decimals, suffix in ((0.0, 0, ""), (-24.5, 1, " st"), (8000.0, 2, " Hz"), (-60.0, 1, " dB")):
        field.setDecimals(decimals)
        field.setSuffix(suffix)
        field.setValue(value)
        row.activate()
        places.add((field.geometry().getRect(), slider.geometry().getRect()))
    assert len(places) == 1
