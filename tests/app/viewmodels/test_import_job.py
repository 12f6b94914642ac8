"""Imports whose child process does not end as it should, or does not end; real imports are in test_gallery.py."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.viewmodels import import_job as module
from app.viewmodels.import_job import BATCH_CHARS, FetchJob, ImportJob
from tests.app.viewmodels.parts import Heard, until

SAY = "import json, sys, time; files = sys.argv[sys.argv.index('--') + 1:]; say = lambda **what: print(json.dumps(what), flush=True)\n"
ADD_ALL = "for file in files: say(type='voice', outcome='new', voice={'id': file}, left_out=[])\n"


class Run:
    """One import by a child that does as `code` says; `end` is (added, known, refused, stopped)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: str, paths: Sequence[str] = ("a.pth", "b.pth")) -> None:
        monkeypatch.setattr(module, "program_command", lambda: [sys.executable, "-I", "-S", "-c", SAY + code])
        self.job = ImportJob(paths)
        self.added, self.refused, self.progress = Heard(self.job.added), Heard(self.job.refused), Heard(self.job.progress)
        self.finished = Heard(self.job.finished)
        self.job.start()

    def end(self, qtbot: QtBot) -> tuple[int, int, int, bool]:
        until(qtbot, lambda: self.finished.values)
        (end,) = self.finished.values
        return end  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ValueError('a fault of its own')", "a fault of its own"),  # ends with 1, as one does that has refused a file
        ("sys.exit(3)", ""),
        ("print('libgomp: out of memory'); sys.exit(7)", "libgomp: out of memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ""),
    ],
)
def test_a_child_that_dies_without_a_word_is_said_and_what_it_added_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    run = Run(monkeypatch, "files = files[:1]\n" + ADD_ALL + code)
    assert run.end(qtbot) == (1, 0, 1, False)
    (sentence,) = run.refused.values
    assert sentence.startswith("The import stopped by itself: ")
    assert words in sentence


def test_a_child_that_has_named_what_it_refused_is_not_said_twice(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, "say(error={'text': 'no voice'}); sys.exit(1)", ["a.pth"])
    assert run.end(qtbot) == (0, 0, 1, False)
    assert run.refused.values == ["no voice"]


def test_a_program_that_is_not_there_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "program_command", lambda: ["/nowhere/urvc"])
    job = FetchJob(["contentvec"])
    refused, finished = Heard(job.refused), Heard(job.finished)
    job.start()
    until(qtbot, lambda: finished.values)
    assert finished.values == [(0, 0, 1, False)]
    assert len(refused.values) == 1


def test_more_names_than_a_command_line_holds_come_all_and_in_order(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 200}/{number}.pth" for number in range(2 * BATCH_CHARS // 200)]
    short = f"say(type='progress', file=files[0], done=0.5, doing='read') if sum(map(len, files)) <= {BATCH_CHARS} else sys.exit(9)\n"
    run = Run(monkeypatch, short + ADD_ALL, paths)
    assert run.end(qtbot) == (len(paths), 0, 0, False)
    assert [voice["id"] for voice in run.added.values] == paths
    done = [fraction for fraction, *_ in run.progress.values]
    assert len(done) > 2
    assert done == sorted(done)
    assert done[0] < 0.01
    assert 0.5 < done[-1] <= 1.0


def test_one_child_that_dies_does_not_take_the_others_files_with_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 9000}/{name}.pth" for name in ("bad", "deadly", "good")]  # a child each
    refuse = "if 'bad.pth' in files[0]: say(error={'text': 'no voice'}); sys.exit(1)\n"
    run = Run(monkeypatch, refuse + "if 'deadly' in files[0]: raise ValueError('a fault of its own')\n" + ADD_ALL, paths)
    assert run.end(qtbot) == (1, 0, 2, False)
    assert run.refused.values[0] == "no voice"
    assert "a fault of its own" in run.refused.values[1]


def test_whoever_stops_hears_nothing_of_a_fault(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 9000}/{number}.pth" for number in range(3)]  # a child each: only the first one is started
    run = Run(monkeypatch, "say(type='progress', file=files[0], done=0.1, doing='read'); time.sleep(600)", paths)
    until(qtbot, lambda: run.progress.values)
    run.job.cancel()
    assert run.end(qtbot) == (0, 0, 0, True)
    assert run.refused.values == []


def test_the_end_of_the_program_leaves_no_child_and_says_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, "say(type='progress', file=files[0], done=0.1, doing='read'); time.sleep(600)")
    until(qtbot, lambda: run.progress.values)
    children = [child for child in psutil.Process().children() if SAY in "".join(child.cmdline())]
    run.job.close()
    assert children
    assert not any(child.is_running() for child in children)
    assert run.finished.values == []
