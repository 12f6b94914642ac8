"""The page "OBS" by clicks and keys: run by test_obs_window.py beside a real OBS, inside an X server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.obs.client import ObsAddress, ObsClient
from app.program import Program
from app.views.obs_page import ObsPage
from app.wiring import build
from tests.e2e.display import SCREENSHOTS

LONG_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
OTHER = "🎮 Spiel & Spaß"


@pytest.fixture
def wired(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    wired = build(qapp, tmp_path / "settings")
    wired.keeper.set_engine({"input": "mic.monitor"})
    wired.window.resize(1366, 738)
    wired.open()
    yield wired
    wired.close()
    wired.window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def obs() -> Iterator[ObsClient]:
    """The hand of somebody in OBS itself."""
    client = ObsClient(ObsAddress(), os.environ["OBS_TEST_PASSWORD"], lambda _: None)
    client.connect()
    yield client
    client.close()


def test_the_page(wired: Program, obs: ObsClient, qtbot: QtBot) -> None:
    def until(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=LONG_MS)

    def shot(name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        QApplication.processEvents()
        assert wired.window.grab().save(str(SCREENSHOTS / f"obs-{name}.png"))

    def inputs() -> list[str]:
        return [str(entry["inputName"]) for entry in obs.call("GetInputList")["inputs"]]

    def choose(page: ObsPage, row: int, voice: str) -> None:
        box = page.scenes.cellWidget(row, 1)
        assert isinstance(box, QComboBox)
        box.setFocus()
        QTest.keyClicks(box, voice)

    wired.session.start()
    until(lambda: wired.session.state == "live")
    wired.window.show_page("obs")
    page = wired.window.page("obs")
    assert isinstance(page, ObsPage)
    model = page.model
    until(page.password.isVisible)
    shot("password")
    QTest.keyClicks(page.password, os.environ["OBS_TEST_PASSWORD"])
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    until(page.set_up.isEnabled)

    QTest.mouseClick(page.set_up, LEFT)
    until(lambda: model.state.source and model.state.lip_sync)
    source = model.state.source
    assert source in inputs()
    assert source in page.state.text()
    until(lambda: page.scenes.rowCount() == 1)

    obs.call("CreateScene", sceneName=OTHER)
    until(lambda: page.scenes.rowCount() == 2)
    rows = [page.scenes.model().index(row, 0).data() for row in range(2)]
    choose(page, rows.index(OTHER), "Giant")
    assert wired.keeper.now.scene_voices == {OTHER: "giant"}
    obs.call("SetCurrentProgramScene", sceneName=OTHER)
    until(lambda: wired.session.voice is not None and wired.session.voice.id == "giant")
    shot("set-up")
    obs.call("SetSceneName", sceneName=OTHER, newSceneName="Chat")
    until(lambda: wired.keeper.now.scene_voices == {"Chat": "giant"})

    QTest.mouseClick(page.undo, LEFT)
    until(lambda: not model.state.source)
    assert model.state.problem is None
    until(lambda: source not in inputs())
