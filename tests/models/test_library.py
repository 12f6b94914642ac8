"""The library: the folders are the truth, a broken one is reported, deleting can be undone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from models.errors import BadVoiceFile, VoiceNotFound
from models.library import STALE_S, Library, safe_id, unique_name
from models.package import Manifest, VoicePackage, VoiceSource, read_package


def put_in(library: Library, name: str, sha: str = "0") -> VoicePackage:
    """Puts a voice in the library as an import does, with a graph of one byte."""
    folder = library.workspace() / "voice"
    folder.mkdir()
    (folder / "latent.onnx").write_bytes(b"x")
    manifest = Manifest(
        id=library.free_id(name),
        name=library.free_name(name),
        kind="rvc",
        source=VoiceSource(file="x.pth", sha256=sha * 64),
        sample_rate_hz=40_000,
        version="v2",
        has_f0=True,
        phone_dim=768,
        graphs={"latent": "latent.onnx"},
    )
    package = library.admit(folder, manifest)
    folder.parent.rmdir()
    return package


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def edit(package: VoicePackage, **changes: object) -> None:
    path = package.folder / "voice.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_a_library_that_is_not_there_yet(library: Library) -> None:
    assert library.list_voices().voices == ()
    with pytest.raises(VoiceNotFound):
        library.get("x")


def test_voices_are_found_by_id_and_name(library: Library) -> None:
    put_in(library, "Zoë B")
    put_in(library, "anna")
    assert [voice.manifest.name for voice in library.list_voices().voices] == ["anna", "Zoë B"]
    assert library.get("zoë-b") == library.get("ZOË B")
    with pytest.raises(VoiceNotFound) as caught:
        library.get("ana")
    assert "anna" in caught.value.facts["nearest"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": 2}, "newer_format"),
        ({"sample_rate_hz": 1}, "damaged"),
        ({"id": "other"}, "damaged"),
        ({"graphs": {"latent": "../../secret"}}, "damaged"),
        ({"graphs": {"latent": "gone.onnx"}}, "missing_file"),
        ({"n_vectors": 5}, "missing_file"),
        ({"picture": "/etc/passwd"}, "damaged"),
        ({"defaults": {"protect": 7}}, "damaged"),
    ],
)
def test_a_broken_voice_is_reported_and_the_others_stay(library: Library, changes: dict[str, object], reason: str) -> None:
    broken = put_in(library, "broken")
    put_in(library, "sound")
    edit(broken, **changes)
    listing = library.list_voices()
    assert [voice.manifest.id for voice in listing.voices] == ["sound"]
    assert [(error.subject, error.facts["reason"]) for error in listing.broken] == [("broken", reason)]
    library.delete("broken")
    assert library.list_voices().broken == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none(library: Library, content: bytes) -> None:
    package = put_in(library, "x")
    (package.folder / "voice.json").write_bytes(content)
    with pytest.raises(BadVoiceFile):
        read_package(package.folder)


def test_renaming_keeps_the_folder_and_makes_names_unique(library: Library) -> None:
    put_in(library, "one")
    put_in(library, "two")
    assert library.rename("one", "Two").manifest.name == "Two (2)"
    assert library.rename("one", "One").folder.name == "one"


def test_deleting_can_be_undone(library: Library) -> None:
    put_in(library, "one")
    trashed = library.delete("one")
    assert library.list_voices().voices == ()
    assert library.undelete(trashed).manifest.id == "one"
    trashed = library.delete("one")
    put_in(library, "one")
    assert library.undelete(trashed).manifest.id == "one-2"
    library.delete("one")
    library.empty_trash()
    with pytest.raises(VoiceNotFound):
        library.undelete(trashed)


def test_only_the_trash_can_be_undeleted(library: Library, tmp_path: Path) -> None:
    with pytest.raises(VoiceNotFound):
        library.undelete(tmp_path)


def test_a_source_is_recognised(library: Library) -> None:
    package = put_in(library, "one", sha="a")
    assert library.with_source("a" * 64) == package
    assert library.with_source("b" * 64) is None


def test_what_a_crash_left_behind_is_cleared_away_after_a_day(library: Library) -> None:
    old, fresh = library.workspace(), library.workspace()
    then = old.stat().st_mtime - STALE_S - 60
    os.utime(old, (then, then))
    library.workspace()
    assert not old.exists()
    assert fresh.exists()
    assert library.list_voices().broken == ()


def test_ids_of_others_are_not_taken(tmp_path: Path) -> None:
    assert Library(tmp_path, taken_ids=["Robot"]).free_id("robot") == "robot-2"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Some  Body!", "some-body"),
        ("../../etc", "etc"),
        ("CON", "con-voice"),
        ("", "voice"),
        ("...", "voice"),
        ("声 A", "声-a"),
        ("a" * 99, "a" * 60),
    ],
)
def test_folder_names(name: str, expected: str) -> None:
    assert safe_id(name) == expected


def test_names() -> None:
    assert unique_name("A\n", ["a", "A (2)"]) == "A (3)"
    assert unique_name("", []) == "Voice"
