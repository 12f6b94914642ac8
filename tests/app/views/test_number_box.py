"""What can be typed into the boxes for numbers, under systems and windows of every language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox
from pytestqt.qtbot import QtBot

from app.views.number_box import NumberBox, WholeBox

LOCALES = ("en", "de", "ko", "fr", "de_CH")


def _typed(box: QAbstractSpinBox, text: str) -> None:
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def _pitch(qtbot: QtBot, locale: str, suffix: str = " st") -> NumberBox:
    box = NumberBox()
    qtbot.addWidget(box)
    box.setLocale(QLocale(locale))
    box.setDecimals(1)
    box.setRange(-24.0, 24.0)
    box.setSuffix(suffix)
    return box


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("suffix", ["", " st"])
@pytest.mark.parametrize(("text", "value"), [("2,5", 2.5), ("2.5", 2.5), ("-2,5", -2.5), (",5", 0.5), ("3,", 3.0), ("12", 12.0)])
def test_point_and_comma_are_the_same_wherever_one_is(qtbot: QtBot, locale: str, suffix: str, text: str, value: float) -> None:
    box = _pitch(qtbot, locale, suffix)
    _typed(box, text)
    assert box.value() == value


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("text", ["1.234,5", "1,000", "1 000", "1'0", "2,5,5"])
def test_a_number_with_marks_between_thousands_cannot_be_pasted(qtbot: QtBot, locale: str, text: str) -> None:
    box = _pitch(qtbot, locale)
    box.setValue(7.5)
    QGuiApplication.clipboard().setText(text)
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 7.5


def test_what_is_left_unfinished_gives_way_to_the_value_before(qtbot: QtBot) -> None:
    box = _pitch(qtbot, "en")
    box.setValue(7.5)
    _typed(box, "-")
    assert box.value() == 7.5
    assert box.text() == "7.5 st"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_whole_number_takes_no_marks(qtbot: QtBot, locale: str) -> None:
    box = WholeBox()
    qtbot.addWidget(box)
    box.setLocale(QLocale(locale))
    box.setRange(1024, 65535)
    box.setValue(24048)
    _typed(box, "9999")
    assert box.value() == 9999
    for text in ("24.048", "24,048", "24 048"):
        QGuiApplication.clipboard().setText(text)
        box.selectAll()
        QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert box.value() == 9999, text
    _typed(box, "80")
    assert box.value() == 9999
