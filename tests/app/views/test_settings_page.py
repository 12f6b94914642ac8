"""The settings page: made from the tables, kept in step with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.settings.record import DECLARED, Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.processors import ProcessorsVM
from app.viewmodels.session import SessionVM
from app.viewmodels.settings_vm import SettingsVM
from app.views.setting_row import SettingRow
from app.views.settings_page import SettingsPage
from app.views.theme import Theme
from engine.config import EngineConfig, LiveParams, settings_of
from engine.link.messages import LatencyPart, Telemetry
from models.builtin import find_voice


class Made:
    """A page over settings that nobody keeps, beside an engine that has not been started."""

    def __init__(self, app: QApplication, **hooks: Any) -> None:
        self.link, self.keeper = EngineLink(), SettingsKeeper(Settings())
        self.session = SessionVM(self.link, self.keeper)
        self.vm = SettingsVM(self.link, self.keeper, self.session, **hooks)
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
    assert declared - shown == {("engine", name) for name, rule in settings_of(EngineConfig).items() if rule.section == "devices"}
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
    assert all(row.isVisible() for row in made.page.rows if not row.entry.rule.advanced)


def visible(made: Made) -> set[str]:
    return {row.entry.name for row in made.page.rows if row.isVisible()}


def test_what_most_people_never_need_is_folded_away_until_it_is_looked_for(made: Made) -> None:
    made.page.show()
    everything = {row.entry.name for row in made.page.rows}
    advanced = {row.entry.name for row in made.page.rows if row.entry.rule.advanced}
    assert {"seed", "context_s", "unvoiced", "lookahead_ms", "threads"} <= advanced
    assert visible(made) == everything - advanced
    made.page.search.setText("seed")
    assert visible(made) == {"seed"}
    made.page.search.clear()
    made.page.folds["speed"].click()
    speed = {row.entry.name for row in made.page.rows if row.entry.section == "speed"}
    assert visible(made) == everything - (advanced - speed)
    made.page.folds["speed"].click()
    made.keeper.set_engine({"seed": 7})
    made.page.hide()
    made.page.show()
    assert visible(made) == everything - advanced | {"seed"}  # what was changed stays in sight


def test_mic_finds_the_microphone_and_the_way_to_it(qapp: QApplication, qtbot: QtBot) -> None:
    went: list[str] = []
    made = Made(qapp, show_page=went.append)
    qtbot.addWidget(made.page)
    made.page.show()
    assert not any(row.isVisible() for row in made.page.elsewhere)
    made.page.search.setText("mic")
    found = [row for row in made.page.elsewhere if row.isVisible()]
    assert "input" in {row.entry.name for row in found}
    assert {"input_gain_db", "gate_db", "denoise"} <= visible(made)
    next(row for row in found if row.entry.name == "input").go.click()
    made.page.search.setText("breath")
    (breath,) = [row for row in made.page.elsewhere if row.isVisible()]
    breath.go.click()
    assert went == ["devices", "voices"]
    assert not made.page.nothing.isVisible()
    made.link.close()
    made.theme.deleteLater()


def test_every_setting_can_be_found(made: Made) -> None:
    declared = {name for record in (*DECLARED.values(), LiveParams) for name in settings_of(record)}
    shown = {row.entry.name for row in made.page.rows} | {row.entry.name for row in made.page.elsewhere}
    assert declared - shown == {"bypass", "muted"}  # they are no settings but moments: keys and buttons


def test_where_voices_are_computed_is_a_list_of_what_was_found(qapp: QApplication, qtbot: QtBot) -> None:
    """By the real child process: a processor there is on every computer."""
    processors = ProcessorsVM()
    made = Made(qapp, processors=processors)
    qtbot.addWidget(made.page)
    made.keeper.set_engine({"device": "cuda:7"})
    with qtbot.waitSignal(made.vm.places_changed, timeout=60_000):
        made.page.show()
    editor = made.row("device").editor
    assert isinstance(editor, QComboBox)
    values = [editor.itemData(index) for index in range(editor.count())]
    assert values[:2] == ["auto", "cpu"]
    assert values[-1] == editor.currentData() == "cuda:7"
    assert editor.currentText() == "cuda:7: not found"
    assert editor.itemText(1).startswith("Processor")
    editor.activated.emit(1)
    assert made.keeper.now.engine.device == "cpu"
    processors.close()
    made.link.close()
    made.theme.deleteLater()


def test_costs_and_uses_are_those_of_the_voice_in_use(made: Made, qtbot: QtBot) -> None:
    made.page.show()
    row = made.row("lookahead_ms")
    made.page.search.setText("look-ahead")
    assert row.unused.isHidden()
    with qtbot.waitSignal(made.vm.costs_changed, timeout=30_000):
        made.session.select(find_voice("robot"))
    assert row.unused.isVisible()
    assert isinstance(row.editor, QComboBox)
    assert row.editor.itemText(row.editor.findData(100)) == "100 ms"
    assert made.vm.cost(made.row("hop_ms").entry, 40) is not None
    assert made.row("hop_ms").unused.isHidden()


def test_costs_are_differences_until_something_runs(made: Made, qtbot: QtBot) -> None:
    """As a real engine tells them."""
    row = made.row("hop_ms")
    assert isinstance(row.editor, QComboBox)
    with qtbot.waitSignal(made.vm.costs_changed, timeout=30_000):
        made.page.show()
    assert row.editor.itemText(row.editor.findData(40)) == "40 ms  (+30 ms)"
    part = LatencyPart(name="block", ms=10.0)
    told = Telemetry(
        seconds=2.0, input_db=-20, output_db=-20, f0_hz=0, load=0.2, latency_ms=61.0, latency=[part], stage_ms={}, counters={"underruns": 1}
    )
    made.link.event_received.emit(told)
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
    other.link.close()
    other.theme.deleteLater()


def test_the_report_is_copied(made: Made, qtbot: QtBot, qapp: QApplication) -> None:
    """By a real engine, devices or not."""
    with qtbot.waitSignal(made.vm.copied, timeout=30_000):
        made.page.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "[versions]" in text
    assert '"hop_ms": 10' in text
    assert made.page.copied.text()
