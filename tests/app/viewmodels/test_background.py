"""Work off the window's thread: order, faults, the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.viewmodels.background import Background
from tests.app.viewmodels.parts import until


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_pieces_are_done_one_after_the_other_and_told_on_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    worked: list[tuple[int, int]] = []
    told: list[tuple[int, int]] = []

    def work(number: int) -> int:
        worked.append((number, threading.get_ident()))
        return number

    for number in range(20):
        background.run(partial(work, number), lambda result: told.append((result, threading.get_ident())))
    until(qtbot, lambda: len(told) == 20)
    here = threading.get_ident()
    assert told == [(number, here) for number in range(20)]
    assert [number for number, _ in worked] == list(range(20))
    assert here not in [thread for _, thread in worked]


@pytest.mark.parametrize("fault", [AppError("voice.not_found", "open the voice", "mia"), OSError(28, "No space left on device")])
def test_a_fault_is_told_once_and_the_next_piece_goes_on(background: Background, qtbot: QtBot, fault: Exception) -> None:
    done: list[object] = []
    failed: list[Exception] = []

    def work() -> None:
        raise fault

    background.run(work, done.append, failed.append)
    background.run(lambda: "next", done.append, failed.append)
    until(qtbot, lambda: done)
    assert (done, failed) == (["next"], [fault])


def test_a_fault_that_nobody_awaits_is_written_down(background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def work() -> None:
        raise OSError("the disk has gone")

    background.run(work, lambda result: None)
    until(qtbot, lambda: "the disk has gone" in caplog.text)


def test_the_end_waits_for_what_is_under_way_and_nothing_is_told_any_more(background: Background, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    finished: list[str] = []
    told: list[object] = []

    def work() -> None:
        begun.set()
        assert go_on.wait(20)
        finished.append("first")

    background.run(work, told.append)
    background.run(lambda: finished.append("second"), told.append)
    assert begun.wait(20)
    threading.Timer(0.01, go_on.set).start()
    background.close()
    assert finished == ["first"]
    background.run(lambda: finished.append("third"), told.append)
    later = Background()
    passed: list[object] = []
    later.run(lambda: None, passed.append)
    until(qtbot, lambda: passed)  # the window's thread has gone on meanwhile
    later.close()
    assert (finished, told) == (["first"], [])
