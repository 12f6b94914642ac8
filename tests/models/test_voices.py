"""Built-in and own voices on one list, and what the own ones need."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.voice_report import voice_record
from engine.kinds.voices import can_speak
from models.builtin import builtin_voices
from models.errors import BadVoiceFile, VoiceNotFound
from models.foundation import FoundationLibrary
from models.library import Library, default_root
from models.package import Defaults, Manifest, VoiceSource
from models.places import DATA_DIR_VARIABLE, data_dir
from models.voices import all_voices, fetchable, find_voice, needs_of, unfit_encoder, user_library
from tests.models.voice_files import REFERENCE


def put(root: Path, name: str, **changes: object) -> None:
    """A voice in the library, as an import leaves it, with a graph of one byte."""
    library = user_library(root)
    folder = library.workspace() / "voice"
    folder.mkdir()
    (folder / "latent.onnx").write_bytes(b"x")
    manifest = Manifest(
        id=library.free_id(name),
        name=library.free_name(name),
        kind="rvc",
        source=VoiceSource(file="x.pth", sha256="0" * 64),
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
    assert all(can_speak(voice) for voice in builtin_voices())


def test_what_a_voice_needs(tmp_path: Path) -> None:
    foundation = FoundationLibrary(tmp_path / "foundation")
    voices_folder = tmp_path / "voices"
    put(voices_folder, "usual")
    put(voices_folder, "silent", has_f0=False)
    put(voices_folder, "other", encoder="spin-v2")
    needs = {name: needs_of(find_voice(name, voices_folder), foundation) for name in ("usual", "silent", "other")}
    assert {name: [(need.model, need.required) for need in of_one] for name, of_one in needs.items()} == {
        "usual": [("contentvec", True), ("rmvpe", False)],
        "silent": [("contentvec", True)],
        "other": [("spin-v2", True), ("rmvpe", False)],
    }
    assert [fetchable(of_one) for of_one in needs.values()] == [("contentvec", "rmvpe"), ("contentvec",), ()]
    foundation.add(REFERENCE / "contentvec_hf")
    assert [need.model for need in needs_of(find_voice("usual", voices_folder), foundation)] == ["rmvpe"]
    assert needs_of(find_voice("silent", voices_folder), foundation) == ()
    assert needs_of(find_voice("robot", voices_folder), foundation) == ()


def test_an_encoder_that_does_not_fit_is_no_ready_voice(tmp_path: Path) -> None:
    foundation = FoundationLibrary(tmp_path / "foundation")
    put(tmp_path / "voices", "wide", has_f0=False)
    put(tmp_path / "voices", "fitting", has_f0=False, phone_dim=48)
    wide, fitting = (find_voice(name, tmp_path / "voices") for name in ("wide", "fitting"))
    assert unfit_encoder(wide, foundation) == ""
    foundation.add(REFERENCE / "contentvec_hf")
    assert (unfit_encoder(wide, foundation), unfit_encoder(fitting, foundation)) == ("contentvec", "")
    assert voice_record(wide, foundation)["state"] == "needs another contentvec than the one that is here"
    assert voice_record(fitting, foundation)["state"] == "ready"


def test_the_data_folder_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    assert (data_dir(), default_root(), FoundationLibrary().root) == (tmp_path, tmp_path / "voices", tmp_path / "foundation")
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
