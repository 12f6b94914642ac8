"""The engine as signals: answers, a child that dies, a child that will not live."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.viewmodels.engine_link import STORM_DEATHS, EngineLink
from engine.link.messages import AnyEvent, Devices, Failed, ListDevices, Ready, SetParams, Stop
from tests.app.viewmodels.parts import SignalLog, until


@pytest.fixture
def link() -> Iterator[EngineLink]:
    made = EngineLink()
    yield made
    made.close()


def test_a_command_starts_the_engine_and_its_answer_comes_back(qtbot: QtBot, link: EngineLink) -> None:
    answers: list[AnyEvent] = []
    ready = SignalLog(link.ready)
    link.ask(ListDevices(), answers.append)
    link.ask(Stop(), answers.append)
    assert not answers  # nothing waits
    until(qtbot, lambda: len(answers) == 2)
    (devices,) = (answer for answer in answers if isinstance(answer, Devices))
    (failed,) = (answer for answer in answers if isinstance(answer, Failed))  # which comes first, is not said: listing may take long
    assert (devices.reply_to, failed.reply_to) == (1, 2)
    assert failed.code == "live.not_running"
    assert isinstance(ready.values[0], Ready)
    assert ready.values[0].pid == link.pid


def test_a_killed_engine_is_started_again_and_the_question_is_answered_with_its_death(qtbot: QtBot, link: EngineLink) -> None:
    ready, died = SignalLog(link.ready), SignalLog(link.died)
    link.start()
    until(qtbot, lambda: ready.values)
    first = link.pid
    os.kill(first, signal.SIGSTOP)  # so that it cannot answer before it dies
    answers: list[AnyEvent] = []
    link.ask(SetParams(params={}), answers.append)
    os.kill(first, signal.SIGKILL)
    until(qtbot, lambda: len(ready.values) == 2)
    assert len(died.values) == 1
    assert link.pid != first
    assert [answer.code for answer in answers if isinstance(answer, Failed)] == ["engine.died"]


def test_an_engine_that_cannot_live_is_given_up(qtbot: QtBot) -> None:
    link = EngineLink([sys.executable, "-c", "raise SystemExit('no audio library')"])
    died, given_up = SignalLog(link.died), SignalLog(link.given_up)
    link.start()
    until(qtbot, lambda: given_up.values)
    assert len(died.values) == STORM_DEATHS - 1
    assert given_up.values == [1]
    assert not link.running
    assert "no audio library" in "".join(link.log)
    link.start()
    assert link.running  # the user may try again
    link.close()


def test_a_program_that_is_not_there_is_given_up(qtbot: QtBot) -> None:
    link = EngineLink(["/nowhere/engine"])
    given_up = SignalLog(link.given_up)
    link.start()
    until(qtbot, lambda: given_up.values)
    assert not link.running


def test_close_leaves_no_process(qtbot: QtBot, link: EngineLink) -> None:
    ready = SignalLog(link.ready)
    link.start()
    until(qtbot, lambda: ready.values)
    pid = link.pid
    link.close()
    assert not psutil.pid_exists(pid)
    assert not link.running


def test_nothing_brings_a_closed_link_back_but_start(qtbot: QtBot, link: EngineLink) -> None:
    link.start()
    link.close()
    answers: list[AnyEvent] = []
    link.ask(ListDevices(), answers.append)
    assert not link.running
    link.start()
    link.ask(ListDevices(), answers.append)
    until(qtbot, lambda: answers)
    assert isinstance(answers[0], Devices)
