"""The program's own icons: drawings with one pen, coloured as the theme asks.

Thread: GUI.
"""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES_PX = (16, 20, 24, 32, 48, 64, 128)
APP_ICON = "urvc"


def icon(name: str, colour: str, checked_colour: str = "") -> QIcon:
    """resources/icons/`name`.svg drawn in `colour` (#RRGGBB), and in `checked_colour` where a button that holds it is down.

    Raises FileNotFoundError where there is no such drawing.
    """
    made = QIcon()
    _add(made, name, colour, QIcon.State.Off)
    if checked_colour:
        _add(made, name, checked_colour, QIcon.State.On)
    return made


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return icon(APP_ICON, "#FFFFFF")


def _add(made: QIcon, name: str, colour: str, state: QIcon.State) -> None:
    drawing = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode("utf-8")))
    for size_px in SIZES_PX:
        pixmap = QPixmap(size_px, size_px)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size_px, size_px))
        painter.end()
        made.addPixmap(pixmap, QIcon.Mode.Normal, state)
