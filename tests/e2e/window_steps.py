"""The main window by clicks and keys: run by test_window.py inside an X server, with a real engine and a real sound server."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from app.program import Program
from app.views.gallery_list import Role, VoiceList, buttons_in
from app.views.settings_page import SettingsPage
from app.wiring import build
from tests.e2e.display import SCREENSHOTS
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech

LONG_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


class Hands:
    """A user in front of the window."""

    def __init__(self, wired: Program, qtbot: QtBot) -> None:
        self.wired, self._qtbot = wired, qtbot
        self.page = wired.live_page

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=LONG_MS)

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, to: QWidget | None = None) -> None:
        QTest.keyClick(to or QApplication.focusWidget() or self.wired.window, key, modifier)

    def ctrl(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier, self.wired.window)

    def click_voice(self, voice_id: str, star: bool = False) -> None:
        voices = self.page.gallery.list
        index = self.page.gallery.model.index(self.page.gallery.model.row_of(voice_id))
        voices.scrollTo(index)
        rect = voices.visualRect(index)
        place = buttons_in(rect)[0].center() if star else QPoint(rect.left() + 90, rect.center().y())
        QTest.mouseClick(voices.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)

    def drop(self, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(700, 500), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(self.wired.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.wired.window, QDropEvent(QPointF(700, 500), Qt.DropAction.CopyAction, data, buttons, keys))

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        QApplication.processEvents()
        assert self.wired.window.grab().save(str(SCREENSHOTS / f"window-{name}.png"))


@pytest.fixture
def hands(pulse: PulseServer, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    wired = build(qapp, tmp_path / "settings")
    wired.keeper.set_engine({"input": "mic.monitor", "output": "out"})
    wired.keeper.set_preferences({"theme": "light"})
    wired.models.recorder.folder = tmp_path / "recordings"
    wired.window.resize(1366, 738)
    wired.open()
    wired.window.activateWindow()  # there is no window manager to do it
    qtbot.waitUntil(wired.window.isActiveWindow, timeout=LONG_MS)
    hands = Hands(wired, qtbot)
    hands.until(lambda: hands.page.pitch.view is not None and hands.page.pitch.view.isVisible())
    yield hands
    wired.close()
    wired.window.deleteLater()
    qtbot.wait(1)


def test_from_the_start_to_live_to_another_voice_to_the_end(hands: Hands, pulse: PulseServer) -> None:
    wired, page = hands.wired, hands.page
    assert wired.window.minimumSizeHint().width() <= 1366
    assert wired.window.minimumSizeHint().height() <= 768 - 30
    hands.ctrl(Qt.Key.Key_F)
    QTest.keyClicks(page.gallery.search, "deeper")
    hands.until(lambda: page.gallery.model.rowCount() == 1)
    page.gallery.search.clear()
    hands.click_voice("deeper")
    assert page.head.name.text() == "Deeper"
    hands.click_voice("elder", star=True)
    assert wired.keeper.now.favourites == ("elder",)

    hands.click(page.head.power)
    hands.until(lambda: wired.session.state == "live")
    with pulse.playing("mic", speech(60.0)), pulse.recording("out.monitor") as recorder:
        hands.until(lambda: wired.models.meters.output.peak_db > -20.0)
        hands.until(lambda: np.nanmax(wired.models.pitch.output_hz[-60:], initial=0.0) > 60.0)
        recorder.wait_for(1.0)
        _change_things(hands)
        hands.until(lambda: wired.models.meters.seconds > 6.0)
        _look_at_everything(hands)
        assert np.abs(recorder.heard().samples).max() > 0.05  # it is heard where it should be

    pid = wired.link.pid
    hands.ctrl(Qt.Key.Key_Q)
    hands.until(lambda: wired.closed)
    assert not psutil.pid_exists(pid)
    assert not wired.window.isVisible()


def _change_things(hands: Hands) -> None:
    """Another voice, bypass, a slider by keys, undo, a recording."""
    wired, page = hands.wired, hands.page
    hands.click_voice("brighter")
    hands.until(lambda: wired.session.voice is not None and wired.session.voice.id == "brighter" and not wired.session.busy)
    hands.ctrl(Qt.Key.Key_B)
    assert page.head.bypass.isChecked()
    hands.click(page.head.bypass)
    assert not wired.session.bypass
    slider = page.voice_controls.rows["formant_st"].slider  # type: ignore[union-attr]
    before = wired.models.controls.value("formant_st")
    slider.setFocus()
    for _ in range(5):
        hands.key(Qt.Key.Key_Right, to=slider)
    assert wired.models.controls.value("formant_st") == pytest.approx(before + 0.5)
    hands.ctrl(Qt.Key.Key_Z)
    assert wired.models.controls.value("formant_st") == before
    hands.click(page.transport.record)
    hands.until(lambda: wired.models.recorder.recording)
    begun_s = wired.models.meters.seconds
    hands.until(lambda: wired.models.meters.seconds > begun_s + 0.5)
    hands.click(page.transport.record)
    hands.until(lambda: not wired.models.recorder.recording)
    assert wired.models.recorder.paths[0].stat().st_size > 1000


def _look_at_everything(hands: Hands) -> None:
    """Every page in both colours, the delay step by step."""
    wired, page = hands.wired, hands.page
    wired.window.messages.hide()
    hands.screenshot("live-light")
    hands.click(page.meters.latency)
    waterfall = page.meters.waterfall
    assert waterfall is not None
    assert waterfall.isVisible()
    assert waterfall.grab().save(str(SCREENSHOTS / "window-latency.png"))
    hands.key(Qt.Key.Key_Escape, to=waterfall)
    assert not waterfall.isVisible()
    wired.keeper.set_preferences({"theme": "dark"})
    hands.screenshot("live-dark")
    for row, name in enumerate(wired.window.page_keys()[1:], start=2):
        hands.ctrl(Qt.Key(Qt.Key.Key_0 + row))
        assert wired.window.page(name) is not None
        hands.screenshot(f"{name}-dark")
    hands.ctrl(Qt.Key.Key_1)
    wired.keeper.set_preferences({"theme": "light"})


def test_push_to_change_from_the_key_to_the_voice(hands: Hands, pulse: PulseServer) -> None:
    """A key of the X server, whoever has the focus: your own pitch is spoken until it is down, the voice's while it is, your own after."""
    wired, keyboard = hands.wired, Display()
    key = keyboard.keysym_to_keycode(XK.string_to_keysym("F10"))

    def turned(kind: int) -> None:
        xtest.fake_input(keyboard, kind, key)
        keyboard.sync()

    def ratio() -> float:
        """Of the spoken pitch to the speaker's, over the last second."""
        spoken, own = wired.models.pitch.output_hz[-30:], wired.models.pitch.input_hz[-30:]
        both = (spoken > 0) & (own > 0)
        return float(np.median(spoken[both] / own[both])) if both.sum() > 5 else 0.0

    hands.click_voice("deeper")
    wired.keeper.set_preferences({"hotkey_change": "F10"})
    hands.click(hands.page.head.power)
    hands.until(lambda: wired.session.state == "live")
    with pulse.playing("mic", speech(60.0)):
        for _ in range(2):
            turned(X.KeyPress)
            hands.until(lambda: not wired.session.bypass and 0.0 < ratio() < 0.9)
            turned(X.KeyRelease)
            hands.until(lambda: wired.session.bypass and 0.98 < ratio() < 1.02)
    keyboard.close()


def test_a_setting_is_found_priced_and_changed_while_the_voice_runs(hands: Hands, pulse: PulseServer) -> None:
    wired = hands.wired
    hands.click(hands.page.head.power)
    hands.until(lambda: wired.session.state == "live")
    page = wired.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    hop = next(row for row in page.rows if row.entry.name == "hop_ms").editor
    margin = next(row for row in page.rows if row.entry.name == "margin_ms").editor
    assert isinstance(hop, QComboBox)
    assert isinstance(margin, QComboBox)
    with pulse.playing("mic", speech(60.0)):
        hands.until(lambda: "load" in hop.itemText(hop.findData(40)))
        hands.screenshot("settings-live")
        assert _delay_ms(hop.itemText(hop.findData(40))) == _delay_ms(hop.currentText()) + 30
        hop.setFocus()
        hop.setCurrentIndex(hop.findData(40))
        hop.activated.emit(hop.currentIndex())
        # What is in force, and every value of it, cost the same once the new block is heard.
        hands.until(lambda: "load" in margin.currentText() and _delay_ms(margin.currentText()) == _delay_ms(hop.currentText()))
    hands.screenshot("settings-changed")
    page.folds["speed"].setChecked(True)
    page.folds["sound"].setChecked(True)
    page.ensureWidgetVisible(page.folds["speed"], 0, 300)
    hands.screenshot("settings-advanced")
    page.search.setFocus()
    QTest.keyClicks(page.search, "mic")
    hands.screenshot("settings-mic")
    hands.click(next(row for row in page.elsewhere if row.entry.name == "input").go)
    devices = wired.window.page("devices")
    assert devices is not None
    assert devices.isVisible()


def _delay_ms(text: str) -> int:
    """Of "40 ms: delay 91 ms, load about 9 %"."""
    return int(text.partition("delay ")[2].partition(" ms")[0])


def test_a_dead_engine_a_lost_device_and_bad_files_are_each_one_line(hands: Hands, pulse: PulseServer, tmp_path: Path) -> None:
    wired, page = hands.wired, hands.page
    headset = pulse.load_null_sink("headset", "Headset")
    pulse.keep_awake("headset")
    wired.keeper.set_engine({"output": "Headset"})
    hands.click(page.head.power)
    hands.until(lambda: wired.session.state == "live")
    message = wired.window.messages

    os.kill(wired.link.pid, signal.SIGKILL)
    hands.until(lambda: message.message is not None and message.message.code == "engine.died")
    hands.screenshot("engine-dead")
    hands.until(lambda: wired.session.state == "live")

    pulse.unload(headset)
    hands.until(lambda: wired.session.state == "waiting")
    hands.screenshot("device-lost")
    pulse.load_null_sink("headset", "Headset")
    pulse.keep_awake("headset")
    hands.until(lambda: wired.session.state == "live")

    text = tmp_path / "notes.txt"
    text.write_text("no voice", encoding="utf-8")
    hands.drop(text)
    hands.until(lambda: message.message is not None and "notes.txt" in message.message.text and not wired.models.gallery.is_importing)
    hands.screenshot("bad-file")
    assert wired.session.state == "live"
    hands.click(page.head.power)
    hands.until(lambda: wired.session.state == "off")


def test_every_control_can_be_reached_by_key_and_says_its_name(hands: Hands) -> None:
    reached: list[QWidget] = []
    window = hands.wired.window
    hands.page.gallery.search.setFocus()
    for _ in range(200):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in reached:
            break
        reached.append(focused)
        hands.key(Qt.Key.Key_Tab)
    for widget in reached:
        named = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert named or isinstance(widget, VoiceList), f"{widget} has no name for a screen reader"
    page = hands.page
    wanted = [page.head.power, page.head.bypass, page.head.mute, page.gallery.list, page.gallery.add, page.meters.latency, page.pitch.side]
    wanted += [row.slider for row in page.voice_controls.rows.values() if hasattr(row, "slider") and row.slider.isVisible()]
    assert [widget for widget in wanted if widget not in reached] == []
    assert window.isVisible()
    card = page.gallery.model.index(0).data(Role.CARD)
    page.gallery.list.setFocus()
    page.gallery.list.setCurrentIndex(page.gallery.model.index(1))
    hands.key(Qt.Key.Key_Up, to=page.gallery.list)
    hands.key(Qt.Key.Key_Return, to=page.gallery.list)
    assert hands.wired.session.voice is not None
    assert hands.wired.session.voice.id == card.id
