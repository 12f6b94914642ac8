"""Microphone, output and monitor: what is offered and chosen, what has gone. The real engine with real devices is in
tests/e2e/test_devices_window.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.viewmodels.devices_vm import ROLES, Role
from app.views.devices_page import DevicesPage
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE, EngineConfig
from engine.link.messages import ListDevices, Stopped
from tests.app.viewmodels.desk import PHONES, SPEAKERS, USB, YETI, Desk
from tests.app.viewmodels.parts import until
from tests.app.viewmodels.stand_in import started


def test_nothing_is_missing_before_the_engine_has_answered(desk: Desk, qtbot: QtBot) -> None:
    desk.devices.choose("input", "pulse:gone")
    assert not desk.devices.known
    assert desk.devices.missing("input") == ""
    desk.look(qtbot)
    assert desk.devices.missing("input") == "gone"


@pytest.mark.parametrize(
    ("role", "query", "chosen", "missing"),
    [
        ("input", "", "Yeti", ""),  # the system's
        ("input", "pulse:usb", "USB", ""),
        ("input", "USB", "USB", ""),
        ("input", "Speakers", None, "Speakers"),  # no microphone
        ("output", VIRTUAL_MICROPHONE, None, ""),
        ("monitor", NO_MONITOR, None, ""),
        ("monitor", "pulse:phones", "Phones", ""),
        ("monitor", "pulse:headset", None, "headset"),
    ],
)
def test_what_a_setting_means(desk: Desk, qtbot: QtBot, role: Role, query: str, chosen: str | None, missing: str) -> None:
    desk.look(qtbot)
    desk.devices.choose(role, query)
    group = desk.devices.chosen(role)
    assert (group.name if group is not None else None, desk.devices.missing(role)) == (chosen, missing)
    assert desk.keeper.now.engine == EngineConfig(**{role: query})  # type: ignore[arg-type]


def test_a_system_without_a_choice_of_its_own_misses_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.has(USB)
    desk.look(qtbot)
    assert [desk.devices.chosen(role) for role in ROLES] == [None, None, None]
    assert [desk.devices.missing(role) for role in ROLES] == ["", "", ""]
    assert [group.name for group in desk.devices.groups("input")] == ["USB"]


def test_a_device_that_goes_is_said_once_and_awaited_until_it_is_back(desk: Desk, qtbot: QtBot) -> None:
    desk.look(qtbot)
    desk.devices.choose("input", "pulse:usb")
    desk.engine.has(YETI, SPEAKERS)
    desk.look(qtbot)
    assert desk.messages.codes == ["device.lost"]
    assert "usb" in desk.messages.texts[0]
    desk.engine.has(YETI)  # something else has gone too
    desk.look(qtbot)
    assert desk.devices.groups("output") == ()
    assert desk.messages.codes == ["device.lost"]
    asked = len(desk.engine.sent(ListDevices))
    until(qtbot, lambda: len(desk.engine.sent(ListDevices)) > asked + 2)  # nobody looks at the page
    desk.engine.has(YETI, USB, SPEAKERS, PHONES)
    until(qtbot, lambda: desk.devices.missing("input") == "")
    assert desk.messages.codes == ["device.lost", "device.back"]
    assert "USB" in desk.messages.texts[1]
    assert not desk.devices._timer.isActive()  # nobody waits for anything any more


def test_a_microphone_of_last_time_that_is_not_there_is_said_at_the_start(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    again = Desk(tmp_path / "again", input="pulse:headset", monitor="pulse:phones")
    again.look(qtbot)
    assert [again.devices.missing(role) for role in ROLES] == ["headset", "", ""]
    assert again.messages.codes == ["device.lost"]
    again.devices.choose("input", "")  # another one will do
    assert not again.devices._timer.isActive()
    assert again.messages.codes == ["device.lost"]
    again.close()


def test_while_the_voice_runs_the_engine_says_it_itself(desk: Desk, qtbot: QtBot) -> None:
    desk.look(qtbot)
    desk.devices.choose("output", "pulse:phones")
    desk.link.event_received.emit(started())
    desk.engine.has(YETI, SPEAKERS)
    desk.look(qtbot)
    assert desk.devices.missing("output") == "phones"
    assert desk.messages.values == []


def test_a_voice_that_stays_where_the_default_was_is_shown_until_it_is_off(desk: Desk, qtbot: QtBot) -> None:
    desk.look(qtbot)
    desk.link.event_received.emit(started().model_copy(update={"input": "Yeti", "output": "Speakers"}))
    assert [desk.devices.kept(role) for role in ROLES] == ["", "", ""]
    desk.engine.has(YETI.model_copy(update={"is_default": False}), USB.model_copy(update={"is_default": True}), SPEAKERS)
    desk.look(qtbot)
    assert desk.devices.kept("input") == "Yeti"
    page = DevicesPage(desk.devices)
    qtbot.addWidget(page)
    shown = next(label.text() for label in page.findChildren(QLabel) if "Yeti" in label.text())
    assert "the next time you switch it on" in shown
    desk.devices.choose("input", "pulse:yeti")  # pinned: there is nothing to say
    assert desk.devices.kept("input") == ""
    desk.devices.choose("input", "")
    desk.link.event_received.emit(Stopped(reason="asked", seconds=1.0))
    assert desk.devices.kept("input") == ""
