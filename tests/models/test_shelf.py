"""Built-in and own voices on one shelf, and what the own ones need."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from models.builtin import builtin_voices
from models.errors import BadVoiceFile, VoiceNotFound
from models.foundation import FoundationShelf
from models.library import Library, default_root
from models.package import Defaults, Manifest, Source
from models.places import DATA_DIR_VARIABLE, data_dir
from models.shelf import all_voices, command_for, find_voice, needs_of, speakable, user_library
from tests.models.voice_files import REFERENCE


def put(root: Path, name: str, **changes: object) -> None:
    """A voice on the shelf, as an import leaves it, with a graph of one byte."""
    library = user_library(root)
    folder = library.workspace() / "voice"
    folder.mkdir()
    (folder / "latent.onnx").write_bytes(b"x")
    manifest = Manifest(
        id=library.free_id(name),
        name=library.free_name(name),
        kind="rvc",
        source=Source(file="x.pth", sha256="0" * 64),
        sample_rate_hz=48_000,
        version="v2",
        has_f0=True,
        phone_dim=768,
        graphs={"latent": "latent.onnx"},
    )
    library.admit(folder, manifest.model_copy(update=changes))
    folder.parent.rmdir()


def test_own_voices_follow_the_built_in_ones(tmp_path: Path) -> None:
    assert all_voices(tmp_path) == builtin_voices()
    put(tmp_path, "Zoë")
    put(tmp_path, "anna")
    assert [voice.id for voice in all_voices(tmp_path)] == [*(voice.id for voice in builtin_voices()), "anna", "zoë"]


def test_voices_are_found_by_id_and_name_in_any_case(tmp_path: Path) -> None:
    put(tmp_path, "Somebody Else")
    for asked in ("somebody-else", "SOMEBODY ELSE", " Somebody Else "):
        assert find_voice(asked, tmp_path).id == "somebody-else"
    assert find_voice("Robot", tmp_path).kind == "vocoder"


def test_an_own_voice_cannot_hide_a_built_in_one(tmp_path: Path) -> None:
    put(tmp_path, "Robot")
    assert find_voice("robot", tmp_path).kind == "vocoder"
    assert find_voice("robot-2", tmp_path).name == "Robot (2)"
    user_library(tmp_path).rename("robot-2", "Whisper")
    assert find_voice("robot-2", tmp_path).name == "Whisper (2)"


def test_the_nearest_names_of_both_kinds_are_offered(tmp_path: Path) -> None:
    put(tmp_path, "Robota")
    with pytest.raises(VoiceNotFound) as caught:
        find_voice("robott", tmp_path)
    assert {"robot", "robota"} <= set(caught.value.facts["nearest"])  # type: ignore[arg-type]
    assert caught.value.subject == "robott"


def test_a_broken_voice_is_said_when_asked_for_and_left_out_of_all(tmp_path: Path) -> None:
    put(tmp_path, "a")
    (tmp_path / "a" / "latent.onnx").unlink()
    assert all_voices(tmp_path) == builtin_voices()
    with pytest.raises(BadVoiceFile):
        find_voice("a", tmp_path)


def test_the_record_carries_what_the_engine_needs(tmp_path: Path) -> None:
    defaults = Defaults(pitch_st=12, index_rate=0.5, protect=0.2, unvoiced="interpolate", speaker=7)
    put(tmp_path, "a", defaults=defaults, encoder="spin", n_speakers=3)
    voice = find_voice("a", tmp_path)
    assert voice.rvc is not None
    assert (voice.rvc.folder, voice.rvc.encoder, voice.rvc.version, voice.rvc.sample_rate_hz) == (tmp_path / "a", "spin", "v2", 48_000)
    proposed = voice.defaults
    assert (proposed.pitch_st, proposed.index_rate, proposed.protect, proposed.unvoiced) == (12, 0.5, 0.2, "interpolate")
    assert proposed.speaker == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        voice.rvc.folder = tmp_path  # type: ignore[misc]


def test_every_built_in_voice_can_speak() -> None:
    assert all(speakable(voice) for voice in builtin_voices())


def test_what_a_voice_needs_and_the_one_command(tmp_path: Path) -> None:
    foundation = FoundationShelf(tmp_path / "foundation")
    shelf = tmp_path / "voices"
    put(shelf, "usual")
    put(shelf, "silent", has_f0=False)
    put(shelf, "other", encoder="spin-v2")
    commands = {}
    for name in ("usual", "silent", "other"):
        commands[name] = command_for(needs_of(find_voice(name, shelf), foundation))
    assert commands == {
        "usual": "urvc foundation fetch contentvec rmvpe",
        "silent": "urvc foundation fetch contentvec",
        "other": "urvc foundation add FILE --as spin-v2",
    }
    foundation.add(REFERENCE / "contentvec_hf")
    assert command_for(needs_of(find_voice("usual", shelf), foundation)) == "urvc foundation fetch rmvpe"
    assert needs_of(find_voice("silent", shelf), foundation) == ()
    assert needs_of(find_voice("robot", shelf), foundation) == ()


def test_the_data_folder_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    assert (data_dir(), default_root(), FoundationShelf().root) == (tmp_path, tmp_path / "voices", tmp_path / "foundation")
    monkeypatch.delenv(DATA_DIR_VARIABLE)
    assert data_dir().name == "urvc"


def test_the_last_deletion_of_a_name_comes_back_first(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for text in ("first", "second"):
        put(tmp_path, "a")
        package = library.get("a")
        library.update(package.manifest.model_copy(update={"about": package.manifest.about.model_copy(update={"info": text})}))
        library.delete("A")
    assert library.undelete(library.trashed("A")).manifest.about.info == "second"
    assert library.undelete(library.trashed("a")).manifest.id == "a-2"
    with pytest.raises(VoiceNotFound):
        library.trashed("a")
