"""One program a user, as the first one sees it; whole programs that start twice are in tests/e2e/test_desktop.py."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from app.viewmodels import single_instance as module
from app.viewmodels.single_instance import RAISE, SEEN, SingleInstance, name_for
from tests.app.viewmodels.parts import ROOT, WAIT_MS, SignalLog, until

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.viewmodels.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(7 if SingleInstance(Path(sys.argv[1])).claim() else 3)
"""


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path)
    assert made.claim()
    yield made
    made.close()


def caller(folder: Path, *words: bytes) -> QLocalSocket:
    """Whoever calls at the socket of a program with this folder, with these words."""
    made = QLocalSocket()
    made.connectToServer(name_for(folder))
    assert made.waitForConnected(1000)
    for word in words:
        made.write(word)
    made.flush()
    return made


def test_a_second_start_raises_the_first_and_knows_that_it_is_not_the_first(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    second = QProcess()
    second.setWorkingDirectory(str(ROOT))
    with qtbot.waitSignals([first.raised, second.finished], timeout=WAIT_MS):
        second.start(sys.executable, ["-c", SECOND, str(tmp_path)])
    assert second.exitCode() == 3


def test_whoever_clicks_three_times_has_one_window(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    raised = SignalLog(first.raised)
    starts = [caller(tmp_path, RAISE) for _ in range(3)]
    until(qtbot, lambda: len(raised.values) == 3 and all(start.bytesAvailable() for start in starts))
    assert {bytes(start.readAll().data()) for start in starts} == {SEEN}


def test_a_start_that_is_slow_to_say_its_word_is_heard_all_the_same(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    """On a machine with other things to do; one that was not waited for opened a window of its own."""
    slow, quick = caller(tmp_path), caller(tmp_path, RAISE)
    until(qtbot, quick.bytesAvailable)  # so the first one has looked at both
    for part in (RAISE[:3], RAISE[3:]):
        assert not slow.bytesAvailable()
        slow.write(part)
        slow.flush()
        qtbot.wait(20)
    until(qtbot, slow.bytesAvailable)
    assert bytes(slow.readAll().data()) == SEEN


def test_strangers_raise_nothing_and_keep_nobody_out(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    raised = SignalLog(first.raised)
    silent, stranger = caller(tmp_path), caller(tmp_path, b"GET / HTTP/1.1\r\n")
    second = caller(tmp_path, RAISE)
    until(qtbot, second.bytesAvailable)
    assert len(raised.values) == 1
    assert not silent.bytesAvailable()
    assert not stranger.bytesAvailable()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_nobody_else_can_put_a_socket_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the temporary folder, nor where others may write."""
    shared, session = tmp_path / "shared", tmp_path / "session"
    for folder, mode in ((shared, 0o777), (session, 0o700)):
        folder.mkdir()
        folder.chmod(mode)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(module, "LONGEST_FOLDER_BYTES", 300)
    settings = tmp_path / "settings"
    assert Path(name_for(settings)).parent == settings
    assert settings.stat().st_mode & 0o077 == 0
    settings.chmod(0o777)
    assert Path(name_for(settings)).parent == tmp_path / "home" / ".cache" / "urvc"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    assert Path(name_for(settings)).parent == session
    monkeypatch.setattr(module, "LONGEST_FOLDER_BYTES", 2)
    assert name_for(settings) != name_for(settings)


def test_a_program_that_no_longer_answers_does_not_count(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_MS", 20)
    hung = QLocalServer()
    assert hung.listen(name_for(tmp_path))
    second = SingleInstance(tmp_path)
    assert second.claim()
    with qtbot.waitSignal(second.raised):
        third = caller(tmp_path, RAISE)  # comes to the one that lives
    third.close()
    second.close()
    hung.close()


def test_a_socket_without_a_program_does_not_count(qtbot: QtBot, tmp_path: Path) -> None:
    left = Path(name_for(tmp_path))
    with socket.socket(socket.AF_UNIX) as crashed:
        crashed.bind(str(left))
    assert left.is_socket()
    again = SingleInstance(tmp_path)
    assert again.claim()
    with qtbot.waitSignal(again.raised):
        caller(tmp_path, RAISE)
    again.close()


def test_a_place_that_was_left_is_free(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    first.close()
    gone = QLocalSocket()
    gone.connectToServer(name_for(tmp_path))
    assert not gone.waitForConnected(100)
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.close()


def test_programs_with_other_settings_do_not_know_of_each_other(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    raised = SignalLog(other.raised)
    assert other.claim()
    with qtbot.waitSignal(first.raised):
        caller(tmp_path, RAISE)
    assert raised.values == []
    other.close()


def test_the_name_is_short_enough_for_a_socket_however_deep_the_folder() -> None:
    deep = Path("/").joinpath(*["사용자 설정"] * 40)
    assert len(f"/private/var/folders/00/{'x' * 31}/T/{name_for(deep)}") < 104  # the least that a system allows
    assert name_for(deep) == name_for(deep) != name_for(deep.parent)
