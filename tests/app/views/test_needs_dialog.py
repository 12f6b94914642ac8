"""The dialog of what a voice needs, by mouse: dropped files, and a download that fails and can be tried again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.viewmodels.needs_vm import NeedsVM
from app.views.needs_dialog import NeedsDialog
from tests.app.viewmodels.parts import ROOT, until
from tests.app.viewmodels.test_needs import a_voice

REFERENCE = ROOT / "tests/data/reference"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NeedsDialog:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    made = NeedsDialog(NeedsVM(a_voice()))
    qtbot.addWidget(made, before_close_func=lambda widget: widget.done(0))
    made.show()
    until(qtbot, made.get.isVisible)
    return made


def words(dialog: NeedsDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_files_that_are_dropped_make_the_voice_ready(dialog: NeedsDialog, qtbot: QtBot) -> None:
    until(qtbot, lambda: "RMVPE" in words(dialog))
    shown = words(dialog)
    for fact in ("ContentVec", "RMVPE", "190 MB", "MIT", "huggingface.co", "hubert_base.pt", "SwiftF0"):
        assert fact in shown
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(REFERENCE / name)) for name in ("contentvec_hf", "rmvpe.pt")])
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog, event)
    until(qtbot, lambda: dialog.away.text() == "Done" and not dialog.files.isVisible())
    assert "has everything it needs" in dialog.title.text()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_download_that_fails_leaves_every_way_open(dialog: NeedsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_FOUNDATION_MIRROR", "http://127.0.0.1:9")
    QTest.mouseClick(dialog.get, LEFT)
    assert dialog.away.text() == "Stop"
    until(qtbot, dialog.fault.isVisible)
    assert dialog.get.text().startswith("Try again")
    assert dialog.files.isVisible()
    assert "urvc " not in words(dialog)
