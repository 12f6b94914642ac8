"""The first run: what is measured, what goes wrong and how it is said. With a real microphone: tests/e2e/test_first_run.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Microphone
from app.viewmodels.first_run_vm import FIRST_VOICE, READING_S, STEPS
from engine.link.messages import (
    Event,
    Listen,
    Start,
)
from models.builtin import find_voice
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import failed, kill
from tests.app.viewmodels.wizard import NOISE_DB, Wizard, heard


def test_silence_and_reading_lead_to_ones_own_voice_in_another(wizard: Wizard, qtbot: QtBot) -> None:
    progress, levels = SignalLog(wizard.vm.progress), SignalLog(wizard.vm.level)
    wizard.measured(qtbot)
    assert wizard.steps.values == ["silence", "reading", "voice"]
    assert progress.values == pytest.approx([0.0, 0.5, 0.0, 1.5 / READING_S])
    assert levels.values == [-40.0, -40.0]
    silence, reading = [command for command in wizard.engine.sent(Listen) if command.seconds]
    assert (silence.record, silence.quiet_s, Path(reading.record).name) == ("", 0.0, "own.wav")
    assert (reading.quiet_s > 0.5, reading.noise_db) == (True, NOISE_DB)  # it ends with the reader
    assert wizard.keeper.now.microphone == Microphone(input_gain_db=14.0, gate_db=-40.0, speaker_f0_hz=110.0)
    assert not wizard.devices.metering  # one meter at a time
    until(qtbot, lambda: wizard.player.sent(Start))
    (played,) = wizard.player.sent(Start)
    assert (played.voice, played.input_file) == (FIRST_VOICE, "/tmp/own.wav")
    assert wizard.playing.values == [FIRST_VOICE]


@pytest.mark.parametrize(
    ("answers", "step", "words"),
    [
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
    if step == "reading":
        until(qtbot, lambda: wizard.vm.step == "reading")
        wizard.vm.read()
    until(qtbot, lambda: wizard.vm.problem_text)
    assert words in wizard.vm.problem_text
    assert (wizard.vm.step, wizard.keeper.now.microphone) == (step, Microphone())
    if step == "silence":
        wizard.vm.measure()
        until(qtbot, lambda: wizard.vm.step == "reading")
    wizard.vm.read()
    assert wizard.vm.problem_text == ""
    until(qtbot, lambda: wizard.vm.step == "voice")
    done = [bool(command.record) for command in wizard.engine.sent(Listen)]
    assert done == ([False, False, True] if step == "silence" else [False, True, True])


def test_what_was_broken_off_counts_no_more(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.engine.in_turn(Listen, [heard(noise_db=-20.0)], [heard()])
    problems = SignalLog(wizard.vm.problem)
    wizard.vm.measure()
    wizard.vm.measure()  # the first answer comes all the same
    until(qtbot, lambda: wizard.vm.step == "reading")
    assert set(problems.values) == {""}


def test_an_engine_that_dies_while_it_listens_is_said_and_it_goes_on(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.vm.measure()
    wizard.settle(qtbot)
    kill(wizard.link)
    until(qtbot, lambda: wizard.vm.problem_text)
    assert wizard.vm.step == "silence"
    wizard.engine.answers(Listen, heard())
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.step == "reading")


def test_the_voice_chosen_before_is_heard_when_one_reads_again(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.measured(qtbot)
    wizard.vm.try_voice(find_voice("giant"))
    wizard.vm.read_again()
    assert wizard.playing.values[-1] == ""  # the microphone would hear it
    wizard.vm.read()
    until(qtbot, lambda: wizard.vm.step == "voice")
    assert wizard.playing.values == [FIRST_VOICE, "", "giant", "", "giant"]


def test_a_microphone_that_is_silent_between_words_is_no_dead_one(wizard: Wizard, qtbot: QtBot) -> None:
    """A gate in the hardware, RTX or Krisp: nothing at all comes while nobody speaks."""
    wizard.engine.in_turn(Listen, [heard(noise_db=-120.0, speech_db=-120.0, peak_db=-120.0)], [heard(noise_db=-30.0)])
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.step == "reading")
    assert (wizard.vm.problem_text, wizard.vm.gated) == ("", True)
    wizard.vm.read()
    until(qtbot, lambda: wizard.vm.step == "voice")
    assert wizard.keeper.now.microphone.gate_db <= -60.0  # the microphone has its own


def test_a_dead_microphone_is_said_when_nothing_comes_from_the_reader_either(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.engine.answers(Listen, heard(noise_db=-120.0, speech_db=-120.0, peak_db=-120.0))
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.step == "reading")
    wizard.vm.read()
    until(qtbot, lambda: wizard.vm.problem_text)
    assert "Nothing comes" in wizard.vm.problem_text
    wizard.vm.back()
    assert (wizard.vm.step, wizard.vm.problem_text) == ("devices", "")
    assert wizard.devices.metering


def test_every_step_can_be_skipped_and_gone_back_from(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.vm.begin()
    for step in STEPS[1:]:
        wizard.vm.skip_step()
        assert wizard.vm.step == step
    for step in ("voice", "reading", "devices"):
        wizard.vm.back()
        assert wizard.vm.step == step
    assert not wizard.vm.listening


def test_the_reading_waits_for_a_click(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.engine.answers(Listen, heard())
    wizard.vm.measure()
    until(qtbot, lambda: wizard.vm.step == "reading")
    wizard.settle(qtbot)
    assert not wizard.vm.listening
    assert not [command for command in wizard.engine.sent(Listen) if command.record]
