"""The meter and the tone with which devices are tried."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.viewmodels.devices_vm import SILENT_DB
from app.viewmodels.engine_link import STORM_DEATHS
from engine.config import VIRTUAL_MICROPHONE
from engine.link.messages import Cancel, InputLevel, Listen, PlaySound, SoundPlayed, Stopped
from tests.app.viewmodels.desk import Desk
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import failed, kill, started, telemetry

LEVEL = InputLevel(seconds=0.1, peak_db=-12.0, rms_db=-20.0, f0_hz=0.0)


def test_the_meter_follows_the_choice_and_rests_while_the_voice_shows_its_own(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.answers(Listen, LEVEL)
    desk.devices.set_meter(True)
    until(qtbot, lambda: -12.0 in desk.levels.values)
    desk.devices.choose("input", "pulse:usb")
    desk.link.event_received.emit(started())
    desk.link.event_received.emit(telemetry(input_db=-31.0))
    assert desk.levels.values[-1] == -31.0
    desk.settle(qtbot)
    heard = desk.engine.sent(Listen)
    assert [command.device for command in heard] == ["", "pulse:usb"]
    assert [command.job for command in desk.engine.sent(Cancel)] == [command.id for command in heard]
    desk.link.event_received.emit(Stopped(reason="asked", seconds=1.0))  # the voice ends, the meter goes on by itself
    until(qtbot, lambda: desk.levels.values[-1] == -12.0)
    desk.devices.set_meter(False)
    assert desk.levels.values[-1] == SILENT_DB
    desk.settle(qtbot)
    assert len(desk.engine.sent(Cancel)) == len(desk.engine.sent(Listen)) == 3


@pytest.mark.parametrize(("code", "said"), [("device.lost", []), ("device.busy", ["device.busy"])])
def test_a_microphone_that_fails_is_tried_until_it_works_and_said_once(desk: Desk, qtbot: QtBot, code: str, said: list[str]) -> None:
    desk.engine.answers(Listen, failed(code, "Yeti"))
    desk.devices.set_meter(True)
    until(qtbot, lambda: len(desk.engine.sent(Listen)) > 3)
    assert desk.messages.codes == said
    desk.devices.choose("input", "pulse:usb")  # another one is another matter
    until(qtbot, lambda: [command.device for command in desk.engine.sent(Listen)].count("pulse:usb") > 2)
    assert desk.messages.codes == said * 2
    desk.engine.in_turn(Listen, [LEVEL, failed(code, "USB")], [LEVEL])  # it works, fails anew, works
    until(qtbot, lambda: desk.levels.values[-3:] == [-12.0, SILENT_DB, -12.0])
    assert desk.messages.codes == said * 3


def test_a_tone_goes_where_the_voice_goes_or_says_why_not(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.answers(PlaySound, SoundPlayed(device="Phones", seconds=0.1))
    playing = SignalLog(desk.devices.tone_changed)
    desk.devices.choose("monitor", "pulse:phones")
    desk.devices.play_tone("monitor")
    until(qtbot, lambda: playing.values == ["monitor", ""])
    desk.devices.choose("output", VIRTUAL_MICROPHONE)  # no device: the tone goes to the system's
    desk.engine.answers(PlaySound, failed("device.busy", "Speakers"))
    desk.devices.play_tone("output")
    until(qtbot, lambda: playing.values[2:] == ["output", ""])
    assert [command.device for command in desk.engine.sent(PlaySound)] == ["pulse:phones", ""]
    assert desk.messages.codes == ["device.busy"]


def test_the_meter_goes_on_with_the_next_engine(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.answers(Listen, LEVEL)
    desk.devices.set_meter(True)
    until(qtbot, lambda: -12.0 in desk.levels.values)
    kill(desk.link)
    until(qtbot, lambda: SILENT_DB in desk.levels.values)
    until(qtbot, lambda: desk.levels.values[-1] == -12.0)
    desk.link.event_received.emit(started())
    kill(desk.link)  # and the voice, that does not come back
    until(qtbot, lambda: len(desk.engine.sent(Listen)) == 3)
    assert desk.messages.values == []


def test_an_engine_that_cannot_live_is_left_alone_until_the_user_starts_it(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.set_ill(True)
    desk.engine.answers(Listen, LEVEL)
    died, given_up = SignalLog(desk.link.died), SignalLog(desk.link.given_up)
    desk.devices.watch(True)
    desk.devices.set_meter(True)
    until(qtbot, lambda: given_up.values)
    assert not desk.link.running
    ticks = SignalLog(desk.devices._timer.timeout)
    until(qtbot, lambda: len(ticks.values) > 3)
    assert not desk.link.running
    assert (len(died.values), len(given_up.values)) == (STORM_DEATHS - 1, 1)
    desk.engine.set_ill(False)
    desk.link.start()
    until(qtbot, lambda: desk.devices.known and desk.levels.values[-1] == -12.0)
