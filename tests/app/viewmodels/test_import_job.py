"""Imports whose child process does not end as it should, or does not end; real imports are in test_gallery.py."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.viewmodels import import_job as module
from app.viewmodels.import_job import FetchJob, ImportJob
from tests.app.viewmodels.parts import SignalLog, until

SAY = """
import json, os, signal, sys, time

def say(type, **what):
    print(json.dumps({"type": type, "job": job, **what}), flush=True)

def add():
    say("result", kind="import_voice", value={"outcome": "new", "voice_id": file})

def refuse(reason):
    say("failed", code="voice.bad_file", doing="import", subject=file, facts={"reason": "other", "detail": reason})

for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] != "run":
        break
    job, file = asked["job"], asked["request"]["place"]
"""


class Run:
    """One import by a child that does as `code` says; `end` is (added, known, refused, stopped)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: str, paths: Sequence[str] = ("a.pth", "b.pth")) -> None:
        monkeypatch.setattr(module, "program_command", lambda role: [sys.executable, "-I", "-S", "-c", SAY + textwrap.indent(code, "    ")])
        self.job = ImportJob(paths)
        self.added, self.refused, self.progress = SignalLog(self.job.added), SignalLog(self.job.refused), SignalLog(self.job.progress)
        self.finished = SignalLog(self.job.finished)
        self.job.start()

    def end(self, qtbot: QtBot) -> tuple[int, int, int, bool]:
        until(qtbot, lambda: self.finished.values)
        (end,) = self.finished.values
        return end  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ValueError('a fault of its own')", "a fault of its own"),
        ("sys.exit(3)", ""),
        ("print('libgomp: out of memory', file=sys.stderr); sys.exit(7)", "libgomp: out of memory"),
        ("os.kill(os.getpid(), signal.SIGKILL)", ""),
    ],
)
def test_a_child_that_dies_without_a_word_is_said_and_what_it_added_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    run = Run(monkeypatch, f"if file == 'a.pth': add()\nelse: {code}")
    assert run.end(qtbot) == (1, 0, 1, False)
    (sentence,) = run.refused.values
    assert sentence.startswith("The import stopped by itself: ")
    assert words in sentence


def test_a_child_that_has_named_what_it_refused_is_not_said_twice(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, "refuse('no voice'); sys.exit(1)", ["a.pth"])
    assert run.end(qtbot) == (0, 0, 1, False)
    (sentence,) = run.refused.values
    assert "a.pth" in sentence


def test_a_program_that_is_not_there_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "program_command", lambda role: ["/nowhere/urvc"])
    job = FetchJob(["contentvec"])
    refused, finished = SignalLog(job.refused), SignalLog(job.finished)
    job.start()
    until(qtbot, lambda: finished.values)
    assert finished.values == [(0, 0, 1, False)]
    assert len(refused.values) == 1


def test_more_names_than_a_command_line_holds_come_all_and_in_order(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 200}/{number}.pth" for number in range(160)]
    run = Run(monkeypatch, "say('progress', done=0.5, doing='read')\nadd()", paths)
    assert run.end(qtbot) == (len(paths), 0, 0, False)
    assert [done.voice_id for done in run.added.values] == paths
    done = [fraction for fraction, *_ in run.progress.values]
    assert len(done) > 2
    assert done == sorted(done)
    assert done[0] < 0.01
    assert 0.5 < done[-1] <= 1.0


def test_one_child_that_dies_does_not_take_the_others_files_with_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 9000}/{name}.pth" for name in ("bad", "deadly", "good")]  # a child each
    refuse = "if 'bad.pth' in file: refuse('no voice')\n"
    run = Run(monkeypatch, refuse + "elif 'deadly' in file: raise ValueError('a fault of its own')\nelse: add()", paths)
    assert run.end(qtbot) == (1, 0, 2, False)
    assert "bad.pth" in run.refused.values[0]
    assert "a fault of its own" in run.refused.values[1]


def test_whoever_stops_hears_nothing_of_a_fault(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/voices/{'x' * 9000}/{number}.pth" for number in range(3)]  # a child each: only the first one is started
    run = Run(monkeypatch, "say('progress', done=0.1, doing='read'); time.sleep(600)", paths)
    until(qtbot, lambda: run.progress.values)
    run.job.cancel()
    assert run.end(qtbot) == (0, 0, 0, True)
    assert run.refused.values == []


def test_the_end_of_the_program_leaves_no_child_and_says_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch, "say('progress', done=0.1, doing='read'); time.sleep(600)")
    until(qtbot, lambda: run.progress.values)
    children = [child for child in psutil.Process().children() if "import_voice" in "".join(child.cmdline())]
    run.job.close()
    assert children
    assert not any(child.is_running() for child in children)
    assert run.finished.values == []
