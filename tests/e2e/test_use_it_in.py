"""The page "Use it in..." on a real engine and a real PulseAudio: it names the microphone and hears what other programs hear there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.guides import load_guides
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.use_it_in_vm import UseItInVM
from app.views.use_it_in_page import UseItInPage
from engine.config import VIRTUAL_MICROPHONE
from engine.link.messages import SetParams, Start, Stop
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import DEMO

ROOT = Path(__file__).resolve().parents[2]
WAIT_MS = 30_000
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a platform without a screen


@pytest.fixture
def link(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[EngineLink]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    made = EngineLink()
    yield made
    made.close()


def test_both_ends_are_heard(pulse: PulseServer, link: EngineLink, qtbot: QtBot) -> None:
    model = UseItInVM(link, system_id="linux")
    page = UseItInPage(model)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: model.there, timeout=WAIT_MS)
    assert page.microphone.name.text() == "URVC Microphone"
    assert "URVC Microphone" in pulse.pactl("list", "sources")
    page.test.button.click()
    qtbot.waitUntil(lambda: model.verdict == "off", timeout=WAIT_MS)
    link.send(Start(voice="robot", input_file=str(DEMO), input_loop=True, config={"output": VIRTUAL_MICROPHONE}))
    qtbot.waitUntil(lambda: model.verdict == "good", timeout=WAIT_MS)
    assert "arrives" in page.test.verdict.text()
    assert page.test.sent.value() > 0
    assert page.test.arrived.value() > 0
    link.send(SetParams(params={"muted": True}))
    qtbot.waitUntil(lambda: model.verdict == "speak", timeout=WAIT_MS)
    link.send(SetParams(params={"muted": False}))
    source = next(line.split()[1] for line in pulse.pactl("list", "short", "sources").splitlines() if "monitor" not in line)
    pulse.pactl("set-source-mute", source, "1")
    qtbot.waitUntil(lambda: model.verdict == "lost", timeout=WAIT_MS)
    pulse.pactl("set-source-mute", source, "0")
    qtbot.waitUntil(lambda: model.verdict == "good", timeout=WAIT_MS)
    link.send(Stop())
    qtbot.waitUntil(lambda: model.verdict == "off", timeout=WAIT_MS)
    page.hide()
    assert not model.testing


def test_without_a_sound_server_it_says_what_to_do(link: EngineLink, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/no-server")
    model = UseItInVM(link, system_id="linux")
    page = UseItInPage(model)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(model.problem), timeout=WAIT_MS)
    assert "PulseAudio" in page.microphone.state.text()
    assert page.microphone.name.text() == "URVC Microphone"
    model.set_test(True)
    assert model.verdict == "missing"
    assert model.verdict_text() == model.problem


@pytest.mark.parametrize("system_id", ["linux", "windows", "macos"])
def test_every_guide_can_be_read(link: EngineLink, qtbot: QtBot, system_id: str) -> None:
    model = UseItInVM(link, system_id=system_id)  # type: ignore[arg-type]
    page = UseItInPage(model)
    qtbot.addWidget(page)
    for row, guide in enumerate(load_guides().guide):
        page.programs.setCurrentRow(row)
        texts = {label.text() for label in page.steps.findChildren(QLabel) if not label.isHidden()}
        assert {guide.choose, guide.test, *(switch.name for switch in guide.switches)} <= texts
        assert {*guide.notes, guide.on.get(system_id, guide.test)} <= set("\n".join(texts).splitlines())  # type: ignore[call-overload]
    page.microphone.copy.click()
    assert QGuiApplication.clipboard().text() == load_guides().system_of(system_id).microphone  # type: ignore[arg-type]
