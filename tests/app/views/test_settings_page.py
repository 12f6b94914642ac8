"""The settings page: made from the tables, kept in step with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.settings.record import DECLARED, Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from app.viewmodels.settings_vm import ELSEWHERE, SettingsVM
from app.views.setting_row import SettingRow
from app.views.settings_page import SettingsPage
from app.views.theme import Theme
from engine.config import settings_of
from engine.link.messages import LatencyPart, Telemetry


class Made:
    """A page over settings that nobody keeps, beside an engine that has not been started."""

    def __init__(self, app: QApplication, **hooks: object) -> None:
        self.link, self.keeper = EngineLink(), SettingsKeeper(Settings())
        self.session = SessionVM(self.link, self.keeper)
        self.vm = SettingsVM(self.link, self.keeper, self.session)
        for name, hook in hooks.items():
            setattr(self.vm, name, hook)
        self.theme = Theme(app, "light")
        self.page = SettingsPage(self.vm, self.theme)

    def row(self, name: str) -> SettingRow:
        return next(row for row in self.page.rows if row.entry.name == name)


@pytest.fixture
def made(qapp: QApplication, qtbot: QtBot) -> Iterator[Made]:
    made = Made(qapp)
    qtbot.addWidget(made.page)
    yield made
    made.link.close()
    made.theme.deleteLater()


def test_every_declared_setting_has_its_line_or_its_page(made: Made) -> None:
    declared = {(part, name) for part, record in DECLARED.items() for name in settings_of(record)}
    shown = {(row.entry.part, row.entry.name) for row in made.page.rows}
    assert declared - shown == {("engine", name) for name in ELSEWHERE}
    assert len(made.page.rows) == len(shown)


def test_every_editor_can_be_reached_and_is_named(made: Made) -> None:
    for row in made.page.rows:
        assert row.editor.accessibleName()
        assert row.editor.focusPolicy() == Qt.FocusPolicy.StrongFocus
        assert row.reset.accessibleName()


def test_a_change_acts_and_the_default_comes_back(made: Made) -> None:
    row = made.row("denoise")
    assert isinstance(row.editor, QCheckBox)
    assert row.reset.isHidden()
    row.editor.click()
    assert made.keeper.now.engine.denoise is True
    row.reset.click()
    assert made.keeper.now.engine.denoise is False
    assert not row.editor.isChecked()


def test_labels_are_whole(made: Made) -> None:
    for row in made.page.rows:
        assert row.entry.label.count("(") == row.entry.label.count(")"), row.entry.label
        assert row.entry.about.count("(") == row.entry.about.count(")"), row.entry.about


def test_keys_alone_change_a_number(made: Made) -> None:
    row = made.row("control_port")
    assert isinstance(row.editor, QSpinBox)
    row.editor.selectAll()
    QTest.keyClicks(row.editor, "9999")
    QTest.keyClick(row.editor, Qt.Key.Key_Return)
    assert made.keeper.now.preferences.control_port == 9999


def test_the_wheel_turns_no_value_that_has_not_the_focus(made: Made) -> None:
    made.page.resize(900, 500)
    made.page.show()
    row = made.row("hop_ms")
    middle = QPointF(row.editor.rect().center())
    turn = QWheelEvent(
        middle,
        row.editor.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(row.editor, turn)
    assert made.keeper.now.engine.hop_ms == 10
    assert isinstance(row.editor, QComboBox)
    assert row.editor.currentData() == 10


def test_a_value_that_cannot_be_is_refused_and_said(made: Made, qtbot: QtBot) -> None:
    row = made.row("theme")
    made.page.show()
    made.vm.put(row.entry, "pink")
    assert made.keeper.now.preferences.theme == "system"
    assert row.refused.isVisible()


def test_a_change_from_elsewhere_is_shown(made: Made) -> None:
    made.keeper.set_preferences({"theme": "dark"})
    row = made.row("theme")
    assert isinstance(row.editor, QComboBox)
    assert row.editor.currentData() == "dark"
    assert not row.reset.isHidden()


def test_search_leaves_what_fits(made: Made) -> None:
    made.page.show()
    made.page.search.setText("hop")
    assert [row.entry.name for row in made.page.rows if row.isVisible()] == ["hop_ms"]
    made.page.search.setText("zzz")
    assert made.page.nothing.isVisible()
    made.page.search.clear()
    assert all(row.isVisible() for row in made.page.rows)


def test_costs_are_differences_until_something_runs(made: Made) -> None:
    row = made.row("hop_ms")
    assert isinstance(row.editor, QComboBox)
    assert row.editor.itemText(row.editor.findData(40)) == "40 ms  (+30 ms)"
    part = LatencyPart(name="block", ms=10.0)
    told = Telemetry(
        seconds=2.0, input_db=-20, output_db=-20, f0_hz=0, load=0.2, latency_ms=61.0, latency=[part], stage_ms={}, counters={"underruns": 1}
    )
    made.link.said.emit(told)
    assert row.editor.itemText(row.editor.findData(10)) == "10 ms: delay 61 ms, load 20 %"
    assert row.editor.itemText(row.editor.findData(40)) == "40 ms: delay 91 ms, load about 20 %"
    row.editor.setCurrentIndex(row.editor.findData(40))
    row.editor.activated.emit(row.editor.currentIndex())
    assert made.keeper.now.engine.hop_ms == 40


def test_what_needs_a_restart_says_so(made: Made) -> None:
    effects = {row.entry.name: row.entry.effect for row in made.page.rows}
    assert effects["theme"] == effects["hop_ms"] == effects["denoise"] == effects["monitor_gain_db"] == "at once"
    assert effects["margin_ms"] == effects["backend"] == "sound restarts"
    assert effects["language"] == "program restarts"


def test_buttons_without_a_use_are_not_there(made: Made, qapp: QApplication, qtbot: QtBot) -> None:
    made.page.show()
    assert not made.page.calibrate.isVisible()
    assert not made.page.again.isVisible()
    called: list[str] = []
    other = Made(qapp, calibrate=lambda: called.append("calibrate"), first_run=lambda: called.append("first run"))
    qtbot.addWidget(other.page)
    other.page.show()
    other.page.calibrate.click()
    other.page.again.click()
    assert called == ["calibrate", "first run"]


def test_the_report_is_copied(made: Made, qtbot: QtBot, qapp: QApplication) -> None:
    """By a real engine, devices or not."""
    with qtbot.waitSignal(made.vm.copied, timeout=30_000):
        made.page.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "[versions]" in text
    assert '"hop_ms": 10' in text
    assert made.page.copied.text()
