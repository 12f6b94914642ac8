"""Overload in words: with an RVC voice, with a built-in one, and where the sound breaks without load."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.live.status import Status
from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.overload import AGAIN_S, OverloadVM
from app.viewmodels.session import SessionVM
from models.builtin import builtin_voices
from models.voice import Voice
from tests.app.viewmodels.parts import SignalLog
from tests.app.viewmodels.test_needs import a_voice


class Watch:
    """A watch with a clock in hand, and what it said."""

    def __init__(self, voice: Voice) -> None:
        self.now_s, self.status = 0.0, Status(on=True, state="live")
        self.session = SessionVM(EngineLink(), SettingsKeeper(Settings()))
        self.session.live.voice = voice
        self.said = SignalLog(OverloadVM(self.session, lambda: self.now_s, self.session).message)

    def goes_on(self, seconds: float, load: float, dropouts_a_s: int = 0) -> None:
        for _ in range(round(2 * seconds)):
            self.now_s += 0.5
            self.status = replace(self.status, load=load, dropouts=self.status.dropouts + dropouts_a_s // 2)
            self.session.status_came.emit(self.status)


@pytest.mark.parametrize(("voice", "offered"), [(builtin_voices()[0], False), (a_voice(), True)])
def test_overload_is_said_with_what_to_do(qapp: QApplication, voice: Voice, offered: bool) -> None:
    watch = Watch(voice)
    watch.goes_on(2.0, load=14.54)
    assert watch.said.values == []  # a voice that begins may stumble
    watch.goes_on(10.0, load=14.54)
    (message,) = watch.said.values
    assert "1454 %" in message.text
    assert (message.action is not None) == offered
    watch.goes_on(AGAIN_S, load=14.54)
    assert len(watch.said.values) == 2  # not at every look


def test_dropouts_without_load_are_said_too(qapp: QApplication) -> None:
    watch = Watch(builtin_voices()[0])
    watch.goes_on(10.0, load=0.2, dropouts_a_s=6)
    assert watch.said.codes == ["overload.dropouts"]


def test_a_machine_that_keeps_up_is_left_alone(qapp: QApplication) -> None:
    watch = Watch(builtin_voices()[0])
    watch.goes_on(60.0, load=0.8)
    watch.status = replace(watch.status, busy=True)
    watch.goes_on(10.0, load=3.0)  # another voice is being prepared
    assert watch.said.values == []
