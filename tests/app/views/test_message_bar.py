"""How long a message is to be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.viewmodels.messages import Message
from app.views import message_bar
from app.views.message_bar import MessageBar
from app.views.theme import Theme
from tests.app.viewmodels.parts import until

NEWS = Message("good", "The voice was added.")
ASKING = (
    Message("good", "Recorded: one.wav", "recording.saved", "Show in folder", lambda: None),
    Message("warn", "Drop the index together with its voice."),
    Message("bad", "The device has gone.", "device.lost"),
)


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> MessageBar:
    monkeypatch.setattr(message_bar, "SHOWN_MS", 50)
    window = QWidget()
    window.resize(900, 500)
    qtbot.addWidget(window)
    window.show()
    return MessageBar(Theme(qapp, "light"), window)


@pytest.mark.parametrize("asking", ASKING, ids=lambda message: message.level)
def test_what_asks_for_something_stays_until_it_is_closed_also_after_news(bar: MessageBar, qtbot: QtBot, asking: Message) -> None:
    bar.say(NEWS)
    bar.say(asking)
    qtbot.wait(4 * message_bar.SHOWN_MS)
    assert bar.isVisible()
    QTest.mouseClick(bar.away, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_news_goes_by_itself(bar: MessageBar, qtbot: QtBot) -> None:
    bar.say(NEWS)
    assert bar.isVisible()
    until(qtbot, lambda: not bar.isVisible())


def test_what_a_message_offers_is_done_by_a_click_and_the_message_is_read(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    act: Callable[[], None] = lambda: done.append("shown")  # noqa: E731
    bar.say(Message("good", "Recorded: one.wav", "recording.saved", "Show in folder", act))
    QTest.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert done == ["shown"]
    assert not bar.isVisible()
