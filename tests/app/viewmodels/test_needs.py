"""Getting what a voice needs: from files, from a folder of another program, from a server; and what is said when it fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pytestqt.qtbot import QtBot

from app.viewmodels.needs_vm import NeedsVM
from models.foundation import CATALOGUE, FoundationLibrary
from models.voice import RvcSource, Voice
from tests.app.viewmodels.parts import ROOT, SignalLog, until
from tests.models.http_files import Served, file_server

REFERENCE = ROOT / "tests/data/reference"


def a_voice(encoder: str = "contentvec") -> Voice:
    source = RvcSource(Path("/nowhere"), 40_000, "v2", encoder, 768, True, False, 1)
    return Voice(id="mia", name="Mia", description="", kind="rvc", rvc=source)


class Needs:
    """The view model with its signals."""

    def __init__(self, encoder: str = "contentvec") -> None:
        self.vm = NeedsVM(a_voice(encoder))
        self.got = SignalLog(self.vm.got)
        self.progress = SignalLog(self.vm.progress)

    def look(self, qtbot: QtBot) -> None:
        self.vm.look()
        until(qtbot, lambda: self.vm.known and (self.vm.searched or not self.vm.needed))

    def wait(self, qtbot: QtBot) -> None:
        until(qtbot, lambda: not self.vm.busy)
        known = SignalLog(self.vm.changed)
        self.vm.look()
        until(qtbot, lambda: known.values)

    def close(self) -> None:
        self.vm.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own: the search looks there."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


@pytest.fixture
def needs(qtbot: QtBot, own_library: Path, home: Path) -> Iterator[Needs]:
    made = Needs()
    yield made
    made.close()


def test_what_is_needed_is_told_with_size_licence_and_source(needs: Needs, qtbot: QtBot) -> None:
    needs.look(qtbot)
    speech, pitch = needs.vm.needed
    assert (speech.name, speech.required, speech.n_bytes, speech.licence) == ("contentvec", True, 189_507_909, "MIT")
    assert speech.hosts[0] == "huggingface.co"
    assert (pitch.name, pitch.required, pitch.meanwhile) == ("rmvpe", False, "swiftf0")
    assert not needs.vm.can_speak


def test_files_are_taken_under_any_name(needs: Needs, qtbot: QtBot, tmp_path: Path) -> None:
    needs.look(qtbot)
    shutil.copyfile(REFERENCE / "contentvec_hf/pytorch_model.bin", tmp_path / "from a friend.bin")
    needs.vm.give([str(REFERENCE / "rmvpe.pt"), str(tmp_path / "from a friend.bin")])
    needs.wait(qtbot)
    assert needs.vm.needed == ()
    assert needs.got.values
    assert needs.vm.fault == ""
    assert needs.progress.values[-1][0] > 0.4


def test_a_published_file_is_not_renamed_by_the_voice_that_asked(qtbot: QtBot, own_library: Path, home: Path) -> None:
    """A voice that needs another encoder does not make ContentVec that encoder where the file says what it is."""
    needs = Needs("japanese-hubert-base")
    needs.look(qtbot)
    assert not needs.vm.needed[0].offered
    needs.vm.give([str(REFERENCE / "contentvec_hf")])
    needs.vm._add([str(REFERENCE / "contentvec_hf")])
    needs.wait(qtbot)
    assert FoundationLibrary().get("contentvec") is not None
    assert FoundationLibrary().get("japanese-hubert-base") is None
    needs.close()


def test_a_folder_of_another_program_is_found_and_offered(needs: Needs, qtbot: QtBot, home: Path) -> None:
    for source, place in (("rmvpe.pt", "assets/rmvpe/rmvpe.pt"), ("contentvec_hf/pytorch_model.bin", "contentvec/pytorch_model.bin")):
        (home / "RVC" / place).parent.mkdir(parents=True)
        shutil.copyfile(REFERENCE / source, home / "RVC" / place)
    needs.look(qtbot)
    assert {file.model for file in needs.vm.found} == {"contentvec", "rmvpe"}
    needs.vm.use_found()
    needs.wait(qtbot)
    assert needs.vm.can_speak
    assert needs.vm.found == ()


def test_a_folder_can_be_given_and_an_empty_one_is_said(needs: Needs, qtbot: QtBot, tmp_path: Path) -> None:
    needs.look(qtbot)
    (tmp_path / "empty").mkdir()
    needs.vm.give([str(tmp_path / "empty")])
    until(qtbot, lambda: needs.vm.fault)
    assert not needs.vm.busy
    (tmp_path / "tools/rmvpe").mkdir(parents=True)
    shutil.copyfile(REFERENCE / "rmvpe.pt", tmp_path / "tools/rmvpe/rmvpe.pt")
    needs.vm.give([str(tmp_path / "tools")])
    until(qtbot, lambda: needs.vm.busy)
    needs.wait(qtbot)
    assert [one.name for one in needs.vm.needed] == ["contentvec"]


def test_a_download_that_fails_stays_where_it_can_be_tried_again(needs: Needs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    needs.look(qtbot)
    with file_server() as server:
        for file in CATALOGUE:
            server.put(f"/{quote(file.file_name)}", Served(b"not this"))
        monkeypatch.setenv("URVC_FOUNDATION_MIRROR", server.address)
        needs.vm.fetch()
        assert needs.vm.busy
        needs.wait(qtbot)
    assert "pytorch_model.bin" in needs.vm.fault
    assert "urvc " not in needs.vm.fault
    assert [one.name for one in needs.vm.offered] == ["contentvec", "rmvpe"]
    assert needs.got.values == []


def test_without_a_network_it_is_said_in_words(needs: Needs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_FOUNDATION_MIRROR", "http://127.0.0.1:9")
    needs.look(qtbot)
    needs.vm.fetch()
    needs.wait(qtbot)
    assert "no server was reached" in needs.vm.fault
    assert "I have the files" in needs.vm.fault


def test_a_dialog_that_is_closed_at_once_hears_nothing_any_more(qtbot: QtBot, own_library: Path, home: Path) -> None:
    needs = NeedsVM(a_voice())
    changed = SignalLog(needs.changed)
    needs.look()
    needs.close()
    qtbot.wait(50)
    assert changed.values == []
