"""Colours that can be read, a style sheet without holes, icons that draw."""

from __future__ import annotations

from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.views.icons import app_icon, icon
from app.views.palette import SCHEMES, SHAPE_ON, TEXT_ON, contrast, load_palette
from app.views.theme import Theme, qt_palette, style_sheet

ICONS = sorted(entry.name.removesuffix(".svg") for entry in (files("resources") / "icons").iterdir() if entry.name.endswith(".svg"))


def test_contrast_is_the_published_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#3A4FD0", "#3A4FD0") == pytest.approx(1.0)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "ground"), TEXT_ON)
def test_text_can_be_read(scheme: str, front: str, ground: str) -> None:
    palette = load_palette(scheme)
    assert contrast(getattr(palette, front), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "ground"), SHAPE_ON)
def test_shapes_can_be_seen(scheme: str, front: str, ground: str) -> None:
    palette = load_palette(scheme)
    assert contrast(getattr(palette, front), getattr(palette, ground)) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_of_qt_that_carries_text_can_be_read(scheme: str) -> None:
    palette = qt_palette(load_palette(scheme))
    for group in (palette.ColorGroup.Active, palette.ColorGroup.Inactive, palette.ColorGroup.Disabled):
        for front, ground in (("WindowText", "Window"), ("Text", "Base"), ("ButtonText", "Button"), ("HighlightedText", "Highlight")):
            roles = palette.ColorRole
            pair = (palette.color(group, roles[front]).name(), palette.color(group, roles[ground]).name())
            assert contrast(*pair) >= 4.5, (group, front, ground, pair)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_sheet_is_complete(scheme: str) -> None:
    assert "@" not in style_sheet(load_palette(scheme))


def test_the_theme_follows_the_system_only_when_asked(qapp: QApplication) -> None:
    desktop = [Qt.ColorScheme.Light]
    theme = Theme(qapp, "light", lambda: desktop[0])
    seen: list[str] = []
    theme.changed.connect(lambda palette: seen.append(palette.scheme))
    try:
        desktop[0] = Qt.ColorScheme.Dark
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert theme.palette.scheme == "light"
        theme.choose("system")
        assert qapp.palette().window().color().name().upper() == load_palette("dark").background
        desktop[0] = Qt.ColorScheme.Light
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
        assert theme.palette.scheme == "light"
        assert seen == ["dark", "light"]
    finally:
        theme.deleteLater()


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_draws_in_its_colour(qapp: QApplication, name: str) -> None:
    image = icon(name, "#FF0000").pixmap(48, 48).toImage()
    opaque = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 250]
    assert opaque
    if name != "urvc":
        assert all(colour.red() > 240 and colour.green() < 15 for colour in opaque)


def test_the_program_has_an_icon(qapp: QApplication) -> None:
    assert not app_icon().isNull()
