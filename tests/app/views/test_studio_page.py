"""The studio's page by clicks and drops, its child process the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.studio_vm import StudioVM
from app.views.studio_page import StudioPage
from app.views.theme import Theme
from models.places import DATA_DIR_VARIABLE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LONG_MS = 240_000
VOICES = [("robot", "Robot"), ("child", "Child")]


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StudioPage]:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "data"))
    link, background = EngineLink(), Background()
    model = StudioVM(link, SettingsKeeper(Settings()), background)
    made = StudioPage(model, lambda: VOICES, Theme(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(850, 480)
    made.show()
    yield made
    model.close()
    background.close()
    link.close()


def drop(page: StudioPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = QPointF(400, 200)
    page.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=LONG_MS)


def shown(page: StudioPage) -> list[QToolButton]:
    return [button for button in page.findChildren(QToolButton) if button.isVisibleTo(page)]


def test_what_is_dropped_decides_what_is_offered(page: StudioPage, tmp_path: Path) -> None:
    panel = page.panel
    assert not panel.start.isEnabled()
    for name in ("a.wav", "b.mp3", "notes.pdf"):
        (tmp_path / name).touch()
    drop(page, tmp_path)
    assert [Path(file).name for file in panel.files] == ["a.wav", "b.mp3"]
    assert panel.kind == "cover"
    assert panel.start.isEnabled()
    (tmp_path / "book.epub").touch()
    drop(page, tmp_path / "book.epub")
    assert panel.kind == "speak"
    assert [Path(file).name for file in panel.files] == ["book.epub"]
    assert panel.voice.itemData(0) == "", "a text may be spoken without a voice"
    panel.buttons["cover"].click()
    assert panel.files == []
    assert [panel.voice.itemData(row) for row in range(panel.voice.count())] == ["robot", "child"]
    panel.buttons["speak"].click()
    assert not panel.start.isEnabled()
    panel.text.setPlainText("Hello.")
    assert panel.start.isEnabled()


def test_a_recording_is_changed_and_every_row_can_be_reached(page: StudioPage, qtbot: QtBot, tmp_path: Path) -> None:
    source = tmp_path / "said.wav"
    soundfile.write(source, 0.1 * np.random.default_rng(0).standard_normal(24_000), 48_000)
    page.panel.buttons["convert"].click()
    drop(page, source, tmp_path / "gone.wav")
    page.panel.start.click()
    assert page.panel.files == []
    until(qtbot, lambda: len(page._model.projects) == 1 and all(task.state in ("done", "failed") for task in page._model.tasks))
    assert len(page.queue.rows) == 2
    assert len(page.results.rows) == 1
    until(qtbot, lambda: len(shown(page)) == 4 + 2 + 5)  # a row is shown in its turn
    words = [label.text() for label in page.queue.findChildren(QLabel) if label.isVisibleTo(page)]
    assert any("gone.wav" in text and "no file" in text for text in words), words
    assert all(button.accessibleName() for button in shown(page))
    menu = page.results.parts_menu(page._model.projects[0], page)
    assert len(menu.actions()) == 1
    page._model.remove(page._model.tasks[0])
    assert len(page.queue.rows) == 1
