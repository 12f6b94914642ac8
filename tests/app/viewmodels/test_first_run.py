"""The first run: what is measured, what goes wrong and how it is said. With a real microphone: tests/e2e/test_first_run.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Microphone
from app.viewmodels.first_run_vm import FIRST_VOICE
from engine.link.messages import (
    Event,
    Listen,
    Start,
)
from models.builtin import find_voice
from tests.app.viewmodels.parts import Heard, until
from tests.app.viewmodels.stand_in import failed, kill
from tests.app.viewmodels.wizard import NOISE_DB, Wizard, heard


def test_silence_and_reading_lead_to_ones_own_voice_in_another(wizard: Wizard, qtbot: QtBot) -> None:
    progress, levels = Heard(wizard.vm.progress), Heard(wizard.vm.level)
    wizard.measured(qtbot)
    assert wizard.steps.values == ["silence", "reading", "voice"]
    assert progress.values == [0.0, 0.5, 0.0, 0.3]
    assert levels.values == [-40.0, -40.0]
    silence, reading = [command for command in wizard.engine.sent(Listen) if command.seconds]
    assert (silence.record, Path(reading.record).name) == ("", "own.wav")
    assert wizard.keeper.now.microphone == Microphone(input_gain_db=14.0, gate_db=-40.0, speaker_f0_hz=110.0)
    assert not wizard.devices.metering  # one meter at a time
    until(qtbot, lambda: wizard.player.sent(Start))
    (played,) = wizard.player.sent(Start)
    assert (played.voice, played.input_file) == (FIRST_VOICE, "/tmp/own.wav")
    assert wizard.playing.values == [FIRST_VOICE]


@pytest.mark.parametrize(
    ("answers", "step", "words"),
    [
        ([heard(peak_db=-120.0)], "silence", "Nothing comes"),
        ([heard(noise_db=-20.0)], "silence", "not quiet"),
        ([failed("device.busy", "Yeti")], "silence", "in use by another program"),
        ([heard(), heard(speech_db=NOISE_DB)], "reading", "No speech"),
        ([heard(), heard(peak_db=-120.0)], "reading", "Nothing comes"),
    ],
)
def test_what_went_wrong_is_said_and_only_that_is_done_again(
    wizard: Wizard, qtbot: QtBot, answers: list[Event], step: str, words: str
) -> None:
    wizard.engine.in_turn(Listen, *([answer] for answer in answers), [heard()])
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.problem_text)
    assert words in wizard.vm.problem_text
    assert (wizard.vm.step, wizard.keeper.now.microphone) == (step, Microphone())
    wizard.vm.again()
    assert wizard.vm.problem_text == ""
    until(qtbot, lambda: wizard.vm.step == "voice")
    done = [bool(command.record) for command in wizard.engine.sent(Listen)]
    assert done == ([False, False, True] if step == "silence" else [False, True, True])


def test_what_was_broken_off_counts_no_more(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.engine.in_turn(Listen, [heard(noise_db=-20.0)], [heard()])
    problems = Heard(wizard.vm.problem)
    wizard.vm.measure()
    wizard.vm.measure()  # the first answer comes all the same
    until(qtbot, lambda: wizard.vm.step == "voice")
    assert set(problems.values) == {""}


def test_an_engine_that_dies_while_it_listens_is_said_and_it_goes_on(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.vm.measure()
    wizard.settle(qtbot)
    kill(wizard.link)
    until(qtbot, lambda: wizard.vm.problem_text)
    assert wizard.vm.step == "silence"
    wizard.engine.answers(Listen, heard())
    wizard.vm.again()
    until(qtbot, lambda: wizard.vm.step == "voice")


def test_the_voice_chosen_before_is_heard_when_one_reads_again(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.measured(qtbot)
    wizard.vm.try_voice(find_voice("giant"))
    wizard.vm.read_again()
    assert wizard.playing.values[-1] == ""  # the microphone would hear it
    until(qtbot, lambda: wizard.vm.step == "voice")
    assert wizard.playing.values == [FIRST_VOICE, "", "giant", "", "giant"]
