"""The window on small screens, and drop-downs that show what they hold: the real window in a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.program import Program
from app.views.controls_panel import QuietField
from app.views.jump_slider import JumpSlider
from app.views.main_window import SMALLEST_SIZE
from app.wiring import build

SIZES = ((850, 480), (911, 512), (960, 540), (1280, 720))


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    made = build(qapp, tmp_path / "settings")
    made.window.show()
    yield made
    made.close()
    made.window.deleteLater()
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pages(program: Program) -> Iterator[tuple[str, QWidget]]:
    for key in program.window.page_keys():
        page = program.window.show_page(key)
        assert page is not None
        QApplication.processEvents()
        yield key, page


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_or_scrolls(program: Program, size: tuple[int, int]) -> None:
    assert size >= SMALLEST_SIZE
    program.window.resize(*size)
    for key, page in pages(program):
        assert (program.window.width(), program.window.height()) == size, key
        needed = page.minimumSizeHint()
        assert needed.width() <= page.width(), (key, needed)
        assert needed.height() <= page.height(), (key, needed)
        for area in page.findChildren(QScrollArea):
            inside = area.widget()
            if area.isVisible() and inside is not None:
                assert inside.minimumSizeHint().width() <= area.viewport().width() + 1, (key, "would be cut at the side")


@pytest.mark.parametrize("size", SIZES)
def test_no_button_and_no_label_of_one_line_is_cut(program: Program, size: tuple[int, int]) -> None:
    program.window.resize(*size)
    for key, page in pages(program):
        for button in page.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), (key, button.text())
        for label in page.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and label.sizePolicy().horizontalPolicy() != label.sizePolicy().Policy.Ignored:
                assert label.width() >= label.minimumSizeHint().width(), (key, label.text())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_drop_down_shows_all_its_entries(program: Program) -> None:
    program.window.resize(1280, 720)
    n_opened = 0
    for key, page in pages(program):
        for box in page.findChildren(QComboBox):
            if not box.isVisible() or not box.isEnabled() or not box.count():
                continue
            box.showPopup()
            QApplication.processEvents()
            view = box.view()
            n_shown = min(box.count(), box.maxVisibleItems())
            needed = sum(view.sizeHintForRow(row) for row in range(n_shown))
            assert view.viewport().height() >= needed, (key, box.accessibleName(), view.viewport().height(), needed)
            box.hidePopup()
            n_opened += 1
    assert n_opened >= 4


def test_the_window_is_never_larger_than_the_screen(program: Program) -> None:
    free = program.window.screen().availableGeometry()
    program.window.resize(free.width() + 700, free.height() + 500)
    place = program.window.place()
    program.window.put(place)
    assert program.window.width() <= free.width()
    assert program.window.height() <= free.height()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_slider_goes_where_one_clicks(qtbot: QtBot) -> None:
    slider = JumpSlider()
    qtbot.addWidget(slider)
    slider.setRange(0, 100)
    slider.resize(300, 24)
    slider.show()
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert slider.value() == pytest.approx(50, abs=3)


def test_ctrl_z_is_the_windows_while_a_box_has_the_focus(program: Program, qtbot: QtBot) -> None:
    page = program.live_page
    program.window.show_page("voices")
    program.window.activateWindow()
    field = next(field for field in page.voice_controls.findChildren(QuietField) if field.isVisible())
    before = field.value()
    field.setValue(before + 3)
    assert page.voice_controls.undo.isEnabled()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == before


def test_reset_takes_everything_back_and_can_be_undone(program: Program) -> None:
    controls = program.models.controls
    controls.set("pitch_st", 5.0)
    controls.set("output_gain_db", -3.0)
    program.live_page.voice_controls.reset.click()
    assert controls.value("pitch_st") == controls.usual("pitch_st")
    controls.undo()
    assert (controls.value("pitch_st"), controls.value("output_gain_db")) == (5.0, -3.0)
