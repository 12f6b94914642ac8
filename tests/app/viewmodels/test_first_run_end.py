"""How the first run ends: live, skipped, or with an engine that dies."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.first_run_vm import FIRST_VOICE
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE
from engine.link.messages import (
    Cancel,
    Listen,
    ProvideMicrophone,
)
from models.builtin import find_voice
from tests.app.viewmodels.parts import until
from tests.app.viewmodels.stand_in import failed, kill
from tests.app.viewmodels.wizard import MICROPHONE, Wizard, heard


@pytest.mark.parametrize(
    ("there", "headphones", "output", "monitor"),
    [
        (True, None, VIRTUAL_MICROPHONE, ""),  # the system's headphones
        (True, "pulse:phones", VIRTUAL_MICROPHONE, "pulse:phones"),
        (False, "pulse:phones", "pulse:phones", NO_MONITOR),
        (False, None, "", NO_MONITOR),
    ],
)
def test_live_goes_to_the_virtual_microphone_where_there_is_one(
    wizard: Wizard, qtbot: QtBot, there: bool, headphones: str | None, output: str, monitor: str
) -> None:
    wizard.engine.answers(ProvideMicrophone, MICROPHONE if there else failed("microphone.none", product="VB-CABLE"))
    if headphones is not None:
        wizard.vm.set_headphones(headphones)
    wizard.vm.try_voice(find_voice("robot"))
    wizard.vm.go_live()
    wizard.vm.go_live()  # a second click while the engine looks
    until(qtbot, lambda: wizard.session.state == "live")
    assert wizard.vm.step == "use"
    assert wizard.vm.use.testing
    wizard.vm.done()
    assert not wizard.vm.use.testing
    assert wizard.session.state == "live"
    engine = wizard.keeper.now.engine
    assert (engine.output, engine.monitor) == (output, monitor)
    assert (wizard.keeper.now.last_voice, wizard.keeper.now.first_run_done) == ("robot", True)
    assert len(wizard.finished.values) == 1
    assert not wizard.preview.voice_id  # nothing is heard twice


def test_an_engine_that_dies_on_the_way_to_live_changes_nothing(wizard: Wizard, qtbot: QtBot) -> None:
    before = wizard.keeper.now.engine
    wizard.vm.try_voice(find_voice("robot"))
    wizard.vm.go_live()
    wizard.settle(qtbot)
    kill(wizard.link)
    until(qtbot, lambda: wizard.vm.problem_text)
    assert (wizard.keeper.now.engine, wizard.finished.values) == (before, [])
    wizard.engine.answers(ProvideMicrophone, MICROPHONE)
    wizard.vm.go_live()
    until(qtbot, lambda: wizard.session.state == "live")


def test_skipping_leaves_everything_but_a_voice_that_is_heard_as_one(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.vm.begin()
    wizard.vm.measure()
    wizard.vm.go_live()
    wizard.vm.try_voice(find_voice("giant"))
    wizard.vm.skip()  # before the engine has answered
    assert wizard.playing.values == ["giant", ""]
    wizard.engine.answers(ProvideMicrophone, MICROPHONE)
    wizard.settle(qtbot)
    assert wizard.keeper.now == Settings(first_run_done=True, last_voice="giant")
    assert wizard.session.voice is not None
    assert wizard.session.voice.id == "giant"
    assert (wizard.session.state, len(wizard.finished.values)) == ("off", 1)
    (asked,) = [command for command in wizard.engine.sent(Listen) if command.seconds]
    assert asked.id in [command.job for command in wizard.engine.sent(Cancel)]


def test_a_voice_that_runs_is_switched_off_before_and_the_recording_goes_at_the_end(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.session.live.silent = True
    wizard.session.select(find_voice("robot"))
    wizard.session.start()
    until(qtbot, lambda: wizard.session.state == "live")
    wizard.vm.begin()
    until(qtbot, lambda: wizard.session.state == "off")
    wizard.engine.in_turn(Listen, [heard()], [])
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.step == "reading")
    wizard.vm.read()
    wizard.settle(qtbot)
    folder = Path(wizard.engine.sent(Listen)[-1].record).parent
    assert folder.is_dir()
    wizard.vm.close()
    assert not folder.exists()


@pytest.mark.parametrize("before", [None, "natural", "robot"])
def test_leaving_at_once_leaves_a_voice_that_is_heard_as_one(wizard: Wizard, qtbot: QtBot, before: str | None) -> None:
    """ "Natural" sounds like oneself: who skips and switches it on would think that nothing works."""
    if before is not None:
        wizard.session.select(find_voice(before))
    wizard.vm.begin()
    wizard.vm.skip()
    assert wizard.session.voice is not None
    assert wizard.session.voice.id == ("robot" if before == "robot" else FIRST_VOICE)
