"""A slider whose handle goes where one clicks, and can be drawn on from there.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget


class JumpSlider(QSlider):
    """Horizontal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        parts = QStyle.ComplexControl.CC_Slider
        handle = self.style().subControlRect(parts, option, QStyle.SubControl.SC_SliderHandle, self)
        groove = self.style().subControlRect(parts, option, QStyle.SubControl.SC_SliderGroove, self)
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(event.position().toPoint()):
            room = max(1, groove.width() - handle.width())
            place = round(event.position().x()) - groove.x() - handle.width() // 2
            value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, room)
            self.setSliderDown(True)
            self.setSliderPosition(value)
            self.setValue(value)
        super().mousePressEvent(event)
