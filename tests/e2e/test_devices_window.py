"""Devices in the window: real engine, real sound server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.views.devices_page import DevicesPage
from engine.config import NO_MONITOR, EngineConfig
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech

pytestmark = pytest.mark.programs
LONG_MS = 20_000


@pytest.fixture
def devices(pulse: PulseServer, qapp: QApplication, qtbot: QtBot) -> Iterator[DevicesVM]:
    """Devices with a running engine, microphone `mic.monitor`, output `out`."""
    link = EngineLink()
    keeper = SettingsKeeper(Settings(engine=EngineConfig(input="pulse:mic.monitor", output="pulse:out")))
    vm = DevicesVM(link, keeper)
    with qtbot.waitSignal(vm.devices_changed, timeout=LONG_MS):
        link.start()
    yield vm
    link.close()
    for made in (vm, keeper, link):
        made.deleteLater()


def test_devices_are_found_chosen_and_heard(devices: DevicesVM, pulse: PulseServer, qtbot: QtBot) -> None:
    chosen = devices.chosen("input")
    assert chosen is not None
    assert chosen.id == "pulse:mic.monitor"
    assert [devices.missing(role) for role in ("input", "output", "monitor")] == ["", "", ""]
    with pulse.playing("mic", speech(10.0)), qtbot.waitSignal(devices.level, timeout=LONG_MS, check_params_cb=lambda db: db > -30.0):
        devices.set_meter(True)
    with qtbot.waitSignal(devices.level, timeout=LONG_MS, check_params_cb=lambda db: db < -100.0):
        devices.choose("input", "pulse:out.monitor")  # where nothing is played: the meter follows the choice


def test_the_tone_comes_out_of_the_chosen_output(devices: DevicesVM, pulse: PulseServer, qtbot: QtBot) -> None:
    with pulse.recording("out.monitor") as recorder:
        with qtbot.waitSignal(devices.tone_changed, timeout=LONG_MS, check_params_cb=lambda role: role == ""):
            devices.play_tone("output")
        recorder.wait_for(0.1)
    assert abs(recorder.heard().samples).max() > 0.05


def test_a_device_that_goes_is_said_and_awaited(devices: DevicesVM, pulse: PulseServer, qtbot: QtBot) -> None:
    said: list[Message] = []
    devices.message.connect(said.append)
    module = pulse.load_null_sink("usb", "USB-Headset")
    page = DevicesPage(devices)
    qtbot.addWidget(page)
    with qtbot.waitSignal(devices.devices_changed, timeout=LONG_MS):
        page.show()
    card = page.cards["input"]
    card.choice.setCurrentIndex(card.choice.findData("pulse:usb.monitor"))
    card.choice.activated.emit(card.choice.currentIndex())
    card.test.click()
    with qtbot.waitSignal(devices.devices_changed, timeout=LONG_MS):
        pulse.unload(module)
        devices.look()
    assert [message.code for message in said] == ["device.lost"]
    assert devices.missing("input") == "usb.monitor"
    assert "usb.monitor" in card.choice.currentText()
    assert card.state.isVisible()
    pulse.load_null_sink("usb", "USB-Headset")
    qtbot.waitUntil(lambda: not devices.missing("input"), timeout=LONG_MS)
    assert [message.code for message in said] == ["device.lost", "device.back"]
    assert not card.state.isVisible()
    with pulse.playing("usb", speech(15.0)), qtbot.waitSignal(devices.level, timeout=LONG_MS, check_params_cb=lambda db: db > -30.0):
        pass  # the meter has gone on by itself


def test_every_choice_is_kept(devices: DevicesVM, qtbot: QtBot) -> None:
    page = DevicesPage(devices)
    qtbot.addWidget(page)
    card = page.cards["monitor"]
    assert card.choice.currentData() == NO_MONITOR
    card.choice.setCurrentIndex(card.choice.findData("pulse:out"))
    card.choice.activated.emit(card.choice.currentIndex())
    assert devices.query("monitor") == "pulse:out"
    devices.choose("output", "virtual")
    assert page.cards["output"].choice.currentData() == "virtual"
    assert devices.missing("output") == ""
    for widget in (card.choice, page.cards["input"].choice, page.cards["input"].meter):
        assert widget.accessibleName()
