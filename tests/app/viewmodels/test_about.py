"""The page About: nothing is asked of anybody until the user has said so; the card is told in words; a refused download is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.settings.store import SettingsFile
from app.updates import ADDRESS_VARIABLE
from app.viewmodels.about_vm import AboutVM
from app.viewmodels.background import Background
from app.viewmodels.keeper import SettingsKeeper
from app.views.about_page import AboutPage, UpdateQuestion
from tests.app.viewmodels.parts import SignalLog, until
from tests.models.http_files import Files, Served, file_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    with file_server() as files:
        monkeypatch.setenv(ADDRESS_VARIABLE, files.put("/latest", Served(b'{"tag_name": "v999.1"}')))
        yield files


@pytest.fixture
def about(qtbot: QtBot, server: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AboutVM]:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    background = Background()
    vm = AboutVM(SettingsKeeper(Settings(), SettingsFile(tmp_path)), background)
    yield vm
    vm.close()
    background.close()


def test_nothing_is_asked_before_the_user_has_said_so(qtbot: QtBot, about: AboutVM, server: Files) -> None:
    said = SignalLog(about.message)
    about.at_start()
    about.look_at_card()
    until(qtbot, lambda: about.gpu is not None)  # after it in the same queue
    assert server.asked == []
    question = UpdateQuestion(about)
    qtbot.addWidget(question)
    question.no.click()
    about.at_start()
    assert not about.looks_at_start
    again = UpdateQuestion(about)
    qtbot.addWidget(again)
    again.yes.click()
    assert about.looks_at_start
    about.at_start()
    until(qtbot, lambda: said.values)
    assert len(server.asked) == 1
    assert "999.1" in said.values[0].text


def test_whoever_asks_is_answered(qtbot: QtBot, about: AboutVM, server: Files) -> None:
    page = AboutPage(about)
    qtbot.addWidget(page)
    page.version.look.click()
    until(qtbot, lambda: "999.1" in page.version.news.text())
    server.served["/latest"].content = b'{"tag_name": "v0.0.1"}'
    page.version.look.click()
    until(qtbot, lambda: "newest" in page.version.news.text())
    server.served["/latest"].content = b"<html>"
    page.version.look.click()
    until(qtbot, page.version.fault.text)


def test_the_card_is_told_in_words_and_a_refusal_is_a_sentence(qtbot: QtBot, about: AboutVM, monkeypatch: pytest.MonkeyPatch) -> None:
    page = AboutPage(about)
    qtbot.addWidget(page)
    about.look_at_card()
    until(qtbot, lambda: about.gpu is not None)
    assert page.gpu.text.text()
    if about.gpu is not None and not about.gpu.offered:
        assert page.gpu.get.isHidden()
        about.add_gpu()
        assert about.busy
        until(qtbot, lambda: not about.busy)
        assert page.gpu.fault.text()


def test_every_part_has_a_licence(qtbot: QtBot, about: AboutVM) -> None:
    page = AboutPage(about)
    qtbot.addWidget(page)
    until(qtbot, lambda: page.licences.list.count() > 10)
    for row in range(page.licences.list.count()):
        page.licences.list.setCurrentRow(row)
        assert page.licences.text.toPlainText().strip(), page.licences.list.item(row).text()
