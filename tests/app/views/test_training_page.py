"""The page "Train" shows what is missing, what was found, where the run is; the run is told to wait while the voice is live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.takes import Takes
from app.viewmodels.training_vm import TrainingVM, spectrogram_levels
from app.views.theme import Theme
from app.views.training_page import TrainingPage, smoothed
from training.control import told
from training.findings import Checked, Finding
from training.messages import PREPARED, TrainingNews

FINDINGS = (Finding("clipping", "a.wav", 61, 64), Finding("too_short", facts={"minutes": 3.1, "least_minutes": 5}))
NEWS = TrainingNews(step=9, n_steps=50, epoch=3, n_epochs=20, losses={"mel": 24.0}, seconds_a_step=2.0, best_epoch=2)


class Made:
    def __init__(self, app: QApplication) -> None:
        self.missing: list[str] = []
        self.vm = TrainingVM(missing=lambda: self.missing)
        self.takes = Takes(SettingsKeeper(Settings()), silent=True)
        self.theme = Theme(app, "light")
        self.page = TrainingPage(self.vm, self.takes, self.theme)


@pytest.fixture
def made(qapp: QApplication, qtbot: QtBot) -> Iterator[Made]:
    made = Made(qapp)
    qtbot.addWidget(made.page)
    yield made
    made.vm.close()
    made.takes.close()
    made.theme.deleteLater()


def test_without_the_libraries_it_says_what_is_missing_and_offers_no_training(made: Made) -> None:
    made.missing, made.vm.checked = ["torch"], Checked(1, 1, 400, 390, ())
    made.vm.changed.emit()
    assert not made.page.set_up.isHidden()
    assert made.page.wanted.isHidden()
    made.missing = []
    made.vm.set_up_ended.emit("")
    assert made.page.set_up.isHidden()
    assert not made.page.wanted.isHidden()


def rows(made: Made) -> list[tuple[str, str]]:
    """What each row says, and what its button does."""
    table, listed = made.page.recordings.findings, []
    for row in range(table.rowCount()):
        item, button = table.item(row, 1), table.cellWidget(row, 0)
        listed.append((item.text() if item is not None else "", button.toolTip() if isinstance(button, QPushButton) else ""))
    return listed


def test_findings_are_listed_and_those_with_a_place_can_be_heard(made: Made) -> None:
    made.vm.folder, made.vm.checked = "/set", Checked(2, 1, 200, 190, FINDINGS)
    made.vm.changed.emit()
    listed = rows(made)
    assert [text.strip()[:5] for text, _ in listed] == ["There", "The r", "a.wav"]
    assert [button for _, button in listed] == ["", "", "Listen to this place"]


def test_many_places_of_one_fault_are_one_row_that_opens(made: Made) -> None:
    made.vm.checked = Checked(132, 1, 900, 890, tuple(Finding("clipping", f"{i}.wav", 1, 2) for i in range(132)))
    made.vm.changed.emit()
    assert [button for _, button in rows(made)] == ["Show the places"]
    button = made.page.recordings.findings.cellWidget(0, 0)
    assert isinstance(button, QPushButton)
    button.click()
    assert [button for _, button in rows(made)] == ["Hide the places", *["Listen to this place"] * 132]


def test_the_run_waits_while_the_voice_is_live_and_while_the_user_says_so(made: Made, tmp_path: Path) -> None:
    vm = made.vm
    vm.doing, vm.run, vm.news = "train", tmp_path, NEWS
    vm.follow("live")
    assert told(tmp_path) == "pause"
    vm.follow("off")
    assert told(tmp_path) == "run"
    made.page.run.pause.click()
    assert told(tmp_path) == "pause"
    vm.follow("live")
    vm.follow("off")
    assert told(tmp_path) == "pause"
    made.page.run.pause.click()
    assert told(tmp_path) == "run"
    made.page.run.stop.click()
    assert told(tmp_path) == "stop"


def test_while_it_prepares_it_says_how_far_it_is_and_stop_keeps_nothing(made: Made) -> None:
    made.vm.doing = "train"
    made.vm._on_progress(1, PREPARED / 4, "a.wav", "listening to the recordings")
    card = made.page.run
    assert "25 %" in card.state.text()
    assert (card.bar.value(), card.bar.maximum()) == (25, 100)
    assert card.stop.text() == "Stop"
    assert card.picture.isHidden()


def test_a_preview_is_seen(made: Made, tmp_path: Path) -> None:
    at_s = np.arange(32_000) / 32_000
    soundfile.write(tmp_path / "preview.wav", 0.5 * np.sin(2 * np.pi * 1000 * at_s), 32_000)
    made.vm.doing, made.vm.news = "train", replace(NEWS, preview=str(tmp_path / "preview.wav"))
    made.vm.changed.emit()
    assert made.page.run.picture.pixmap().height() == 513
    assert not made.page.run.hear.isHidden()


def test_a_tone_stands_at_its_frequency() -> None:
    at_s = np.arange(32_000) / 32_000
    levels = spectrogram_levels((0.5 * np.sin(2 * np.pi * 1000 * at_s)).astype(np.float32))
    assert set(levels.argmax(axis=0)) == {32}
    assert spectrogram_levels(np.zeros(4000, np.float32)).max() == 0


def test_the_curve_ends_at_the_newest_step() -> None:
    steps, errors = smoothed([4.0, 2.0, 3.0], step=12)
    assert (steps, errors) == ([10.0, 11.0, 12.0], [4.0, 2.0, 3.0])
    assert len(smoothed([1.0] * 10_000, 10_000)[0]) <= 400
