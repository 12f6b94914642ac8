"""Light and dark: the palette in force, the style sheet made of it, and following the system.

Thread: GUI.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from importlib.resources import files

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.views.palette import Palette, load_palette

STYLE = "Fusion"
PLACEHOLDER = re.compile(r"@([a-z_]+)")


class Theme(QObject):
    """What the application looks like. `choose` takes a setting's word; `changed` carries the new Palette. `system` says which scheme the
    desktop has now (Qt's own answer, where it is None)."""

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: str = "system", system: Callable[[], Qt.ColorScheme] | None = None) -> None:
        super().__init__(app)
        self._app, self._choice = app, choice
        self._system = system or app.styleHints().colorScheme
        self.palette = load_palette(self._scheme())
        app.setStyle(STYLE)
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    def choose(self, choice: str) -> None:
        """`choice`: "light", "dark" or "system"."""
        self._choice = choice
        self._follow()

    def _follow(self) -> None:
        scheme = self._scheme()
        if scheme != self.palette.scheme:
            self.palette = load_palette(scheme)
            self._apply()
            self.changed.emit(self.palette)

    def _scheme(self) -> str:
        if self._choice != "system":
            return self._choice
        return "dark" if self._system() == Qt.ColorScheme.Dark else "light"

    def _apply(self) -> None:
        self._app.setPalette(qt_palette(self.palette))
        rules = style_sheet(self.palette)
        if self._app.styleSheet() != rules:  # every widget is dressed anew, which takes a while
            self._app.setStyleSheet(rules)


def style_sheet(palette: Palette) -> str:
    """The window's style sheet in the colours of `palette`. Raises KeyError where it names a colour that there is not."""
    # Arrows and ticks are files, which the sheet can only name.
    colours = {**asdict(palette), "folder": str(files("resources") / "style").replace("\\", "/")}
    text = (files("resources") / "style" / "window.qss").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return PLACEHOLDER.sub(lambda match: colours[match.group(1)], rules)


def qt_palette(palette: Palette) -> QPalette:
    """What Qt's own style draws with."""
    roles = {
        QPalette.ColorRole.Window: palette.background,
        QPalette.ColorRole.WindowText: palette.text,
        QPalette.ColorRole.Base: palette.surface,
        QPalette.ColorRole.AlternateBase: palette.raised,
        QPalette.ColorRole.Text: palette.text,
        QPalette.ColorRole.PlaceholderText: palette.text_dim,
        QPalette.ColorRole.Button: palette.raised,
        QPalette.ColorRole.ButtonText: palette.text,
        QPalette.ColorRole.ToolTipBase: palette.raised,
        QPalette.ColorRole.ToolTipText: palette.text,
        QPalette.ColorRole.BrightText: palette.bad,
        QPalette.ColorRole.Highlight: palette.accent,
        QPalette.ColorRole.HighlightedText: palette.on_accent,
        QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.Accent: palette.accent,
        QPalette.ColorRole.Mid: palette.border,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.text_dim))
    return made
