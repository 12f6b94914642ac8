"""The studio's queue with the real child process: what is asked for is made, and what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.studio_vm import StudioVM, Task, part_name, told
from models.places import DATA_DIR_VARIABLE
from studio.places import projects_folder
from tests.app.viewmodels.parts import SignalLog

LONG_MS = 240_000
NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def studio(qapp: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StudioVM]:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "data"))
    link, background = EngineLink(), Background()
    made = StudioVM(link, SettingsKeeper(Settings()), background, now=lambda: NOW)
    yield made
    made.close()
    background.close()
    link.close()


def recording(path: Path, seconds: float = 0.5) -> str:
    soundfile.write(path, 0.1 * np.random.default_rng(0).standard_normal(round(seconds * 48_000)), 48_000)
    return str(path)


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=LONG_MS)


def ended(task: Task) -> bool:
    return task.state not in ("waiting", "running")


def test_a_queue_is_worked_through_and_the_library_fills(qtbot: QtBot, studio: StudioVM, tmp_path: Path) -> None:
    projects = SignalLog(studio.projects_changed)
    studio.convert([recording(tmp_path / "a.wav"), str(tmp_path / "gone.wav")], "robot", ".flac")
    studio.convert([str(tmp_path / "a.wav")], "robot", ".wav")
    first, gone, second = studio.tasks
    until(qtbot, lambda: all(map(ended, studio.tasks)) and len(studio.projects) == 2)
    assert (first.state, gone.state, second.state) == ("done", "failed", "done")
    assert "gone.wav" in gone.text
    assert soundfile.info(first.result).frames == 24_000
    assert Path(first.result).parent == projects_folder() / "a (robot)"
    assert Path(second.result).parent == projects_folder() / "a (robot) (2)", "two works never share a folder"
    assert projects.values
    assert {entry.kind for entry in studio.projects} == {"convert"}
    assert [part_name(role) for role, _ in studio.parts_of(studio.projects[0].folder)] == [part_name("result")]

    recording(tmp_path / "gone.wav")
    studio.retry(gone)
    until(qtbot, lambda: ended(gone))
    assert gone.state == "done"
    studio.remove(gone)
    assert gone not in studio.tasks
    studio.delete(studio.projects[-1])
    until(qtbot, lambda: len(studio.projects) == 2)


def test_what_waits_can_be_stopped(qtbot: QtBot, studio: StudioVM, tmp_path: Path) -> None:
    studio.convert([recording(tmp_path / "a.wav", 20.0), recording(tmp_path / "b.wav")], "robot", ".flac")
    running, waiting = studio.tasks
    studio.stop(waiting)
    assert waiting.state == "stopped"
    studio.remove(running)
    assert running in studio.tasks, "what runs stays in the queue"
    until(qtbot, lambda: running.done > 0.1)
    studio.stop(running)
    until(qtbot, lambda: ended(running))
    assert (running.state, waiting.state) == ("stopped", "stopped")
    assert not list(projects_folder().glob("*/*"))


def test_every_kind_of_work_has_a_name() -> None:
    assert len({told(kind) for kind in ("cover", "convert", "separate", "speak")}) == 4
