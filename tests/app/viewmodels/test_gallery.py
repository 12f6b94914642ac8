"""The gallery on a real library: finding, starring, bringing in by the real import process, deleting and getting back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.dropped import Dropped, sort_dropped
from app.viewmodels.gallery import FAVOURITES, OWN, Deleted, GalleryVM, _card_of
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from models.builtin import builtin_voices
from models.foundation import FoundationLibrary
from models.voices import find_voice
from tests.app.viewmodels.parts import ROOT, RVC_VOICE, SignalLog, until
from tests.models.http_files import Served, file_server
from tests.models.test_voices import put

REFERENCE, SMOKE = ROOT / "tests/data/reference", ROOT / "tests/data/smoke"
"""The encoder and the voice of the second fit each other."""


class GalleryOnDisk:
    """A gallery in a library of the test's own."""

    def __init__(self) -> None:
        self.keeper = SettingsKeeper(Settings())
        self.background = Background()
        self.gallery = GalleryVM(self.keeper, self.background)
        self.messages = SignalLog(self.gallery.message)
        self.loaded = SignalLog(self.gallery.loaded)
        self.progress = SignalLog(self.gallery.importing)

    def bring_in(self, qtbot: QtBot, *paths: Path | str) -> list[Message]:
        """Imports and waits until the library has been read again; returns what was said."""
        before, said = len(self.loaded.values), len(self.messages.values)
        self.gallery.bring_in([str(path) for path in paths])
        until(qtbot, lambda: len(self.loaded.values) > before and not self.gallery.is_importing)
        return self.messages.values[said:]

    def ids(self) -> list[str]:
        return [card.id for card in self.gallery.shown()]

    def own(self) -> list[str]:
        return [card.id for card in self.gallery.cards if card.own]


@pytest.fixture
def library(qtbot: QtBot, own_library: Path) -> Iterator[GalleryOnDisk]:
    made = GalleryOnDisk()
    yield made
    made.gallery.close()
    made.background.close()


def test_the_built_in_voices_are_there_before_any_disk_is_read(library: GalleryOnDisk) -> None:
    assert library.ids() == [voice.id for voice in builtin_voices()]


def test_search_looks_in_name_tag_and_description(library: GalleryOnDisk) -> None:
    library.gallery.set_search("ROBOT")
    assert "robot" in library.ids()
    library.gallery.set_search("everyday deeper")
    assert library.ids() == ["deeper"]
    library.gallery.set_search("no such voice")
    assert library.ids() == []
    library.gallery.set_search("")
    library.gallery.set_tag("everyday")
    assert 0 < len(library.ids()) < len(library.gallery.cards)


def test_favourites_come_first_and_are_a_filter(library: GalleryOnDisk) -> None:
    changed = SignalLog(library.gallery.changed)
    library.gallery.set_favourite("robot", True)
    assert changed.values
    assert library.ids()[0] == "robot"
    assert library.keeper.now.favourites == ("robot",)
    library.gallery.set_tag(FAVOURITES)
    assert library.ids() == ["robot"]
    library.gallery.set_favourite("robot", False)
    assert library.ids() == []


def test_a_voice_whose_encoder_is_another_one_says_so_on_its_card(tmp_path: Path) -> None:
    foundation = FoundationLibrary(tmp_path / "foundation")
    put(tmp_path / "voices", "wide", has_f0=False)
    put(tmp_path / "voices", "fitting", has_f0=False, phone_dim=48)
    foundation.add(REFERENCE / "contentvec_hf")
    wide, fitting = (_card_of(find_voice(name, tmp_path / "voices"), foundation) for name in ("wide", "fitting"))
    assert (wide.ready, fitting.ready, fitting.hint) == (False, True, "")
    assert "another contentvec" in wide.hint


def test_a_voice_is_brought_in_renamed_deleted_and_got_back(library: GalleryOnDisk, qtbot: QtBot) -> None:
    said = library.bring_in(qtbot, RVC_VOICE)
    assert [(message.level, message.code) for message in said] == [("good", "")]
    assert library.progress.values[-1][0] > 0.5
    (voice_id,) = library.own()
    card = next(card for card in library.gallery.cards if card.own)
    assert not card.ready  # its content encoder is not in this library
    assert card.missing == ("contentvec", "rmvpe")
    assert "contentvec" in card.hint
    assert OWN in library.gallery.tags()
    library.gallery.rename(voice_id, "Mia")
    until(qtbot, lambda: any(card.voice.name == "Mia" for card in library.gallery.cards))
    library.gallery.delete(voice_id)
    until(qtbot, lambda: not library.own())
    undo = library.messages.values[-1]
    assert undo.action is not None
    assert "Mia" in undo.text
    undo.action()
    until(qtbot, lambda: library.own() == [voice_id])
    library.gallery.delete(voice_id)
    until(qtbot, lambda: not library.own())
    deleted: list[tuple[Deleted, ...]] = []
    library.gallery.look_for_deleted(deleted.append)  # also long after the message has gone
    until(qtbot, lambda: deleted)
    assert deleted == [(Deleted(voice_id, "Mia"),)]
    library.gallery.restore(voice_id)
    until(qtbot, lambda: library.own() == [voice_id])
    assert library.bring_in(qtbot, RVC_VOICE)[-1].level == "good"  # known already, and no second one
    assert library.own() == [voice_id]


def test_built_in_voices_cannot_be_deleted(library: GalleryOnDisk, qtbot: QtBot) -> None:
    library.gallery.delete("robot")
    library.gallery.load()
    until(qtbot, lambda: library.loaded.values)
    assert "robot" in library.ids()


def test_what_is_no_voice_is_said_in_one_line(library: GalleryOnDisk, qtbot: QtBot, tmp_path: Path) -> None:
    text, broken = tmp_path / "notes.txt", tmp_path / "broken.pth"
    text.write_text("not a voice", encoding="utf-8")
    broken.write_bytes(RVC_VOICE.read_bytes()[:20_000])
    for path in (text, broken, tmp_path / "gone.pth"):
        said = library.bring_in(qtbot, path)
        assert [message.code for message in said] == ["import.refused"]
        assert path.name in said[0].text
        assert "\n" not in said[0].text
    assert library.own() == []


def test_many_files_are_one_line_and_good_ones_stay(library: GalleryOnDisk, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"bad {n}.pth" for n in range(199)]
    for file in files:
        file.write_bytes(b"no checkpoint")
    said = library.bring_in(qtbot, *files[:100], RVC_VOICE, *files[100:])
    assert [message.code for message in said] == ["import.refused"]
    assert said[0].text.startswith("1 added, 0 here already, 199 refused.")
    assert len(library.own()) == 1


def test_an_import_can_be_stopped(library: GalleryOnDisk, qtbot: QtBot, tmp_path: Path) -> None:
    copies = [tmp_path / f"voice {n}.pth" for n in range(30)]
    for n, copy in enumerate(copies):
        shutil.copyfile(RVC_VOICE, copy)
        with copy.open("ab") as file:  # another file each time, else it is known
            file.write(bytes([n]))
    library.gallery.bring_in([str(copy) for copy in copies])
    until(qtbot, lambda: len(library.progress.values) > 1)
    library.gallery.cancel_import()
    until(qtbot, lambda: not library.gallery.is_importing)
    assert library.messages.values[-1].text.startswith("Stopped.")
    assert len(library.own()) < len(copies)


def test_a_library_that_cannot_be_written_is_said(
    library: GalleryOnDisk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("URVC_DATA_DIR", str(blocked / "below"))  # even an administrator cannot make a folder below a file
    said = library.bring_in(qtbot, RVC_VOICE)
    assert len(said) == 1
    assert said[0].level == "bad"


def test_a_broken_voice_in_the_library_is_said_once(library: GalleryOnDisk, qtbot: QtBot, own_library: Path) -> None:
    folder = own_library / "voices" / "broken"
    folder.mkdir(parents=True)
    (folder / "voice.json").write_text("{", encoding="utf-8")
    library.gallery.load()
    until(qtbot, lambda: len(library.loaded.values) == 1)
    library.gallery.load()
    until(qtbot, lambda: len(library.loaded.values) == 2)
    assert len(library.messages.values) == 1
    assert "broken" in library.messages.values[0].text


def test_what_is_dropped_is_sorted(tmp_path: Path) -> None:
    voice, index, other = tmp_path / "Mia voice.pth", tmp_path / "added.index", tmp_path / "leo.pth"
    assert sort_dropped([str(voice), str(index)]) == Dropped(voices=(str(voice),), index=str(index))
    assert sort_dropped([voice.as_uri()]) == Dropped(voices=(str(voice),))
    assert sort_dropped([str(index)]) == Dropped(lone_index=(str(index),))
    assert sort_dropped([str(voice), str(other), str(index)]) == Dropped(voices=(str(voice), str(other)))
    assert sort_dropped(["https://example.org/mia.zip"]) == Dropped(addresses=("https://example.org/mia.zip",))
    assert sort_dropped([str(tmp_path / "speech.wav")]) == Dropped(audio=str(tmp_path / "speech.wav"))


def test_an_index_alone_is_explained(library: GalleryOnDisk, tmp_path: Path) -> None:
    library.gallery.bring_in([str(tmp_path / "added.index")])
    assert library.messages.codes == ["import.index"]


def test_an_address_is_downloaded_and_brought_in(library: GalleryOnDisk, qtbot: QtBot) -> None:
    content = RVC_VOICE.read_bytes()
    with file_server() as server:
        good = server.put("/voices/Mia.pth", Served(content))
        cut = server.put("/voices/Leo.pth", Served(content, cuts=[50_000]))
        page = server.put("/voices/", Served(b"<html>"))
        said = [library.bring_in(qtbot, address) for address in (good, cut, page, server.address + "/gone.zip")]
    assert [messages[0].level for messages in said] == ["good", "bad", "bad", "bad"]
    assert [card.voice.name for card in library.gallery.cards if card.own] == ["Mia"]
    assert "browser" in said[1][0].text
    assert "404" in said[3][0].text


def test_what_a_new_voice_lacks_is_shown_once_and_again_when_it_is_asked_for(library: GalleryOnDisk, qtbot: QtBot) -> None:
    arrived, wanted = SignalLog(library.gallery.arrived), SignalLog(library.gallery.needs_wanted)
    library.bring_in(qtbot, RVC_VOICE)
    (voice_id,) = library.own()
    assert arrived.values == wanted.values == [voice_id]
    before = len(library.loaded.values)
    library.gallery.load()
    until(qtbot, lambda: len(library.loaded.values) > before)
    assert wanted.values == [voice_id]  # nothing opens by itself at the next start
    assert library.gallery.offer_missing(voice_id)
    assert wanted.values == [voice_id] * 2
    assert not library.gallery.offer_missing("robot")


def test_a_model_that_is_dropped_becomes_a_model(library: GalleryOnDisk, qtbot: QtBot) -> None:
    """`rmvpe.pt` is what the voice asked for: dropped anywhere on the window it is taken."""
    library.bring_in(qtbot, RVC_VOICE)
    said = library.bring_in(qtbot, REFERENCE / "rmvpe.pt")
    assert [(message.level, "rmvpe" in message.text) for message in said] == [("good", True)]
    (card,) = [card for card in library.gallery.cards if card.own]
    assert card.missing == ("contentvec",)


def test_a_whole_folder_of_rvc_is_taken_in(library: GalleryOnDisk, qtbot: QtBot, tmp_path: Path) -> None:
    """Models, voices, and the index that RVC keeps elsewhere; not the checkpoints that training goes on from."""
    rvc = tmp_path / "RVC1006"
    for source, place in (
        (REFERENCE / "rmvpe.pt", "assets/rmvpe/rmvpe.pt"),
        (SMOKE / "pytorch_model.bin", "assets/contentvec/pytorch_model.bin"),
        (SMOKE / "Ann.pth", "assets/weights/Mia.pth"),
    ):
        (rvc / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, rvc / place)
    (rvc / "assets/pretrained_v2").mkdir()
    (rvc / "assets/pretrained_v2/f0G40k.pth").write_bytes(b"a checkpoint")
    said = library.bring_in(qtbot, rvc)
    assert [message.level for message in said] == ["good"], said
    (card,) = [card for card in library.gallery.cards if card.own]
    assert (card.voice.name, card.ready, card.missing) == ("Mia", True, ())
