"""The gallery on a real shelf: finding, starring, bringing in by the real import process, deleting and getting back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.dropped import Dropped, sort_dropped
from app.viewmodels.gallery import FAVOURITES, OWN, GalleryVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from models.builtin import builtin_voices
from models.foundation import CATALOGUE
from tests.app.viewmodels.parts import RVC_VOICE, Heard, until
from tests.models.http_files import Served, file_server


class Shelf:
    """A gallery on a shelf of the test's own."""

    def __init__(self) -> None:
        self.keeper = SettingsKeeper(Settings())
        self.background = Background()
        self.gallery = GalleryVM(self.keeper, self.background)
        self.said = Heard(self.gallery.said)
        self.loaded = Heard(self.gallery.loaded)
        self.progress = Heard(self.gallery.importing)

    def bring_in(self, qtbot: QtBot, *paths: Path | str) -> list[Message]:
        """Imports and waits until the shelf has been read again; returns what was said."""
        before, said = len(self.loaded.values), len(self.said.values)
        self.gallery.bring_in([str(path) for path in paths])
        until(qtbot, lambda: len(self.loaded.values) > before and not self.gallery.is_importing)
        return self.said.values[said:]

    def ids(self) -> list[str]:
        return [card.id for card in self.gallery.shown()]

    def own(self) -> list[str]:
        return [card.id for card in self.gallery.cards if card.own]


@pytest.fixture
def shelf(qtbot: QtBot, own_shelf: Path) -> Iterator[Shelf]:
    made = Shelf()
    yield made
    made.gallery.close()
    made.background.close()


def test_the_built_in_voices_are_there_before_any_disk_is_read(shelf: Shelf) -> None:
    assert shelf.ids() == [voice.id for voice in builtin_voices()]


def test_search_looks_in_name_tag_and_description(shelf: Shelf) -> None:
    shelf.gallery.set_search("ROBOT")
    assert "robot" in shelf.ids()
    shelf.gallery.set_search("everyday deeper")
    assert shelf.ids() == ["deeper"]
    shelf.gallery.set_search("no such voice")
    assert shelf.ids() == []
    shelf.gallery.set_search("")
    shelf.gallery.set_tag("everyday")
    assert 0 < len(shelf.ids()) < len(shelf.gallery.cards)


def test_favourites_come_first_and_are_a_filter(shelf: Shelf) -> None:
    changed = Heard(shelf.gallery.changed)
    shelf.gallery.set_favourite("robot", True)
    assert changed.values
    assert shelf.ids()[0] == "robot"
    assert shelf.keeper.now.favourites == ("robot",)
    shelf.gallery.set_tag(FAVOURITES)
    assert shelf.ids() == ["robot"]
    shelf.gallery.set_favourite("robot", False)
    assert shelf.ids() == []


def test_a_voice_is_brought_in_renamed_deleted_and_got_back(shelf: Shelf, qtbot: QtBot) -> None:
    said = shelf.bring_in(qtbot, RVC_VOICE)
    assert [(message.level, message.code) for message in said] == [("good", ""), ("warn", "voice.needs")]
    assert shelf.progress.values[-1][0] > 0.5
    (voice_id,) = shelf.own()
    card = next(card for card in shelf.gallery.cards if card.own)
    assert not card.ready  # its content encoder is not on this shelf
    assert "urvc foundation fetch" in card.hint
    assert OWN in shelf.gallery.tags()
    shelf.gallery.rename(voice_id, "Mia")
    until(qtbot, lambda: any(card.voice.name == "Mia" for card in shelf.gallery.cards))
    shelf.gallery.delete(voice_id)
    until(qtbot, lambda: not shelf.own())
    undo = shelf.said.values[-1]
    assert undo.action is not None
    assert "Mia" in undo.text
    undo.action()
    until(qtbot, lambda: shelf.own() == [voice_id])
    assert shelf.bring_in(qtbot, RVC_VOICE)[-1].level == "good"  # known already, and no second one
    assert shelf.own() == [voice_id]


def test_built_in_voices_cannot_be_deleted(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.gallery.delete("robot")
    shelf.gallery.load()
    until(qtbot, lambda: shelf.loaded.values)
    assert "robot" in shelf.ids()


def test_what_is_no_voice_is_said_in_one_line(shelf: Shelf, qtbot: QtBot, tmp_path: Path) -> None:
    text, broken = tmp_path / "notes.txt", tmp_path / "broken.pth"
    text.write_text("not a voice", encoding="utf-8")
    broken.write_bytes(RVC_VOICE.read_bytes()[:20_000])
    for path in (text, broken, tmp_path / "gone.pth"):
        said = shelf.bring_in(qtbot, path)
        assert [message.code for message in said] == ["import.refused"]
        assert path.name in said[0].text
        assert "\n" not in said[0].text
    assert shelf.own() == []


def test_many_files_are_one_line_and_good_ones_stay(shelf: Shelf, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"bad {n}.pth" for n in range(199)]
    for file in files:
        file.write_bytes(b"no checkpoint")
    said = shelf.bring_in(qtbot, *files[:100], RVC_VOICE, *files[100:])
    assert [message.code for message in said] == ["import.refused", "voice.needs"]
    assert said[0].text.startswith("1 added, 0 here already, 199 refused.")
    assert len(shelf.own()) == 1


def test_an_import_can_be_stopped(shelf: Shelf, qtbot: QtBot, tmp_path: Path) -> None:
    copies = [tmp_path / f"voice {n}.pth" for n in range(30)]
    for n, copy in enumerate(copies):
        shutil.copyfile(RVC_VOICE, copy)
        with copy.open("ab") as file:  # another file each time, else it is known
            file.write(bytes([n]))
    shelf.gallery.bring_in([str(copy) for copy in copies])
    until(qtbot, lambda: len(shelf.progress.values) > 1)
    shelf.gallery.cancel_import()
    until(qtbot, lambda: not shelf.gallery.is_importing)
    assert shelf.said.values[-1].text.startswith("Stopped.")
    assert len(shelf.own()) < len(copies)


def test_a_shelf_that_cannot_be_written_is_said(shelf: Shelf, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("URVC_DATA_DIR", str(blocked / "below"))  # even an administrator cannot make a folder below a file
    said = shelf.bring_in(qtbot, RVC_VOICE)
    assert len(said) == 1
    assert said[0].level == "bad"


def test_a_broken_voice_on_the_shelf_is_said_once(shelf: Shelf, qtbot: QtBot, own_shelf: Path) -> None:
    folder = own_shelf / "voices" / "broken"
    folder.mkdir(parents=True)
    (folder / "voice.json").write_text("{", encoding="utf-8")
    shelf.gallery.load()
    until(qtbot, lambda: len(shelf.loaded.values) == 1)
    shelf.gallery.load()
    until(qtbot, lambda: len(shelf.loaded.values) == 2)
    assert len(shelf.said.values) == 1
    assert "broken" in shelf.said.values[0].text


def test_what_is_dropped_is_sorted(tmp_path: Path) -> None:
    voice, index, other = tmp_path / "Mia voice.pth", tmp_path / "added.index", tmp_path / "leo.pth"
    assert sort_dropped([str(voice), str(index)]) == Dropped(voices=(str(voice),), index=str(index))
    assert sort_dropped([voice.as_uri()]) == Dropped(voices=(str(voice),))
    assert sort_dropped([str(index)]) == Dropped(lone_index=(str(index),))
    assert sort_dropped([str(voice), str(other), str(index)]) == Dropped(voices=(str(voice), str(other)))
    assert sort_dropped(["https://example.org/mia.zip"]) == Dropped(addresses=("https://example.org/mia.zip",))
    assert sort_dropped([str(tmp_path / "speech.wav")]) == Dropped(audio=str(tmp_path / "speech.wav"))


def test_an_index_alone_is_explained(shelf: Shelf, tmp_path: Path) -> None:
    shelf.gallery.bring_in([str(tmp_path / "added.index")])
    assert shelf.said.codes == ["import.index"]


def test_an_address_is_downloaded_and_brought_in(shelf: Shelf, qtbot: QtBot) -> None:
    content = RVC_VOICE.read_bytes()
    with file_server() as server:
        good = server.put("/voices/Mia.pth", Served(content))
        cut = server.put("/voices/Leo.pth", Served(content, cuts=[50_000]))
        page = server.put("/voices/", Served(b"<html>"))
        said = [shelf.bring_in(qtbot, address) for address in (good, cut, page, server.address + "/gone.zip")]
    assert [messages[0].level for messages in said] == ["good", "bad", "bad", "bad"]
    assert [card.voice.name for card in shelf.gallery.cards if card.own] == ["Mia"]
    assert "browser" in said[1][0].text
    assert "404" in said[3][0].text


def test_what_a_voice_lacks_is_offered_and_a_download_that_fails_is_told(
    shelf: Shelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button starts the real `urvc foundation fetch`, here from a server that has another file under that name."""
    said = shelf.bring_in(qtbot, RVC_VOICE)
    (offer,) = [message for message in said if message.code == "voice.needs"]
    assert offer.action is not None
    (card,) = [card for card in shelf.gallery.cards if card.own]
    assert not card.ready
    assert card.fetched[0] in offer.text

    with file_server() as server:
        for file in CATALOGUE:
            server.put(f"/{quote(file.file_name)}", Served(b"not this"))
        monkeypatch.setenv("URVC_FOUNDATION_MIRROR", server.address)
        before = len(shelf.said.values)
        offer.action()
        assert shelf.gallery.is_importing
        until(qtbot, lambda: not shelf.gallery.is_importing)
    told = shelf.said.values[before:]
    assert any(message.level in ("bad", "warn") and message.code == "import.refused" for message in told), told
    until(qtbot, lambda: len([m for m in shelf.said.values if m.code == "voice.needs"]) == 1)

    shelf.gallery.offer_missing(card.id)
    assert shelf.said.values[-1].action is not None
