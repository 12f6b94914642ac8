"""The first run by clicks and keys, in a real window: run by test_first_run.py inside an X server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.settings.store import SettingsFile
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.first_run_vm import FirstRunVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from app.views.first_run import FirstRun
from app.views.language import Language
from app.views.theme import Theme
from engine.contracts import SAMPLE_RATE_HZ, Audio
from models.builtin import builtin_voices
from tests.e2e.display import SCREENSHOTS
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech

LONG_MS = 30_000


@dataclass
class Parts:
    """What the wizard stands on."""

    link: EngineLink
    keeper: SettingsKeeper
    session: SessionVM
    preview: PreviewVM
    vm: FirstRunVM


@pytest.fixture
def parts(pulse: PulseServer, qapp: QApplication, tmp_path: Path) -> Iterator[Parts]:
    pulse.pactl("set-default-source", "mic.monitor")
    pulse.pactl("set-default-sink", "out")
    link, keeper = EngineLink(), SettingsKeeper(Settings(), SettingsFile(tmp_path))
    session, preview = SessionVM(link, keeper), PreviewVM(keeper)
    devices = DevicesVM(link, keeper)
    vm = FirstRunVM(link, keeper, devices, preview, session, builtin_voices)
    link.start()
    yield Parts(link, keeper, session, preview, vm)
    vm.close()
    preview.close()
    link.close()
    for made in (vm, devices, preview, session, keeper, link):
        made.deleteLater()


def hiss(seconds: float) -> Audio:
    """A quiet room: digital silence would be a dead microphone."""
    return np.random.default_rng(0).normal(0.0, 3e-4, round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)


def shoot(dialog: FirstRun, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    QApplication.processEvents()
    assert dialog.grab().save(str(SCREENSHOTS / f"first-run-{name}.png"))


def test_from_the_first_click_to_the_live_voice(parts: Parts, pulse: PulseServer, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """Four clicks, a little silence, one sentence."""
    theme = Theme(qapp, "light")
    vm = parts.vm
    with pulse.playing("mic", hiss(120.0)):
        dialog = FirstRun(vm)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        page = dialog.devices_page
        qtbot.waitUntil(lambda: page.microphone.count() > 1, timeout=LONG_MS)
        qtbot.waitUntil(lambda: page.meter.value() > 0, timeout=LONG_MS)
        shoot(dialog, "1-devices")
        QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
        assert vm.step == "silence"
        assert not dialog.next.isEnabled()
        shoot(dialog, "2-silence")
        qtbot.waitUntil(lambda: vm.step == "reading" or bool(vm.problem_text), timeout=LONG_MS)
        assert vm.problem_text == ""
        with pulse.recording("out.monitor") as heard:
            with pulse.playing("mic", 0.5 * speech(4.0)):
                QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
                qtbot.waitUntil(lambda: dialog.measure_page.progress.value() > 100, timeout=LONG_MS)
            shoot(dialog, "3-reading")
            qtbot.waitUntil(lambda: vm.step == "voice" or bool(vm.problem_text), timeout=LONG_MS)
            assert vm.problem_text == ""
            with qtbot.waitSignal(parts.preview.playing, timeout=LONG_MS, check_params_cb=lambda voice: voice == ""):
                shoot(dialog, "4-voice")
        assert np.abs(heard.heard().samples).max() > 0.01  # the sentence came back in the headphones
        settings = parts.keeper.now
        assert settings.microphone.input_gain_db > 0.0
        assert -75.0 <= settings.microphone.gate_db < -25.0
        assert 80.0 < settings.microphone.speaker_f0_hz < 300.0
        QTest.mouseClick(dialog.voice_page.buttons["robot"], Qt.MouseButton.LeftButton)
        assert vm.voice is not None
        assert vm.voice.id == "robot"
        with qtbot.waitSignal(parts.session.started, timeout=LONG_MS) as live:
            QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert live.args[0].voice == "robot"
        assert parts.keeper.now.engine.output == "virtual"
        with pulse.playing("mic", 0.5 * speech(20.0)):  # what leaves arrives where Discord listens
            qtbot.waitUntil(lambda: vm.use.verdict == "good", timeout=LONG_MS)
        assert dialog.use_page.name.text() == "URVC Microphone"
        shoot(dialog, "6-use")
        QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()
        parts.keeper.flush()
        assert SettingsFile(tmp_path).load().settings.first_run_done
        with qtbot.waitSignal(parts.session.stopped, timeout=LONG_MS):
            parts.session.stop()
    theme.deleteLater()


def test_a_dead_microphone_is_said_and_another_one_can_be_chosen(
    parts: Parts, pulse: PulseServer, qtbot: QtBot, qapp: QApplication
) -> None:
    language = Language(qapp, "en")
    parts.keeper.changed.connect(lambda now, before: language.choose(now.preferences.language))
    dialog = FirstRun(parts.vm)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    for code, words in (("ko", "계속"), ("en", "Continue")):  # the wizard changes its language where it stands
        choice = dialog.devices_page.language
        choice.setCurrentIndex(choice.findData(code))
        choice.activated.emit(choice.currentIndex())
        QApplication.processEvents()
        assert dialog.next.text() == words
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert parts.vm.step == "silence"
    qtbot.waitUntil(lambda: parts.vm.step == "reading", timeout=LONG_MS)  # silent between words, perhaps
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(parts.vm.problem_text), timeout=LONG_MS)  # nobody reads, nothing comes
    shoot(dialog, "5-dead-microphone")
    assert dialog.next.isEnabled()
    QTest.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.devices_page
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert parts.keeper.now.first_run_done
    assert parts.session.state == "off"
    language.deleteLater()
