"""What settings, calibrations and manifests may have become: nothing of it keeps the program from starting, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from app.settings.record import Preferences, Settings
from app.settings.store import SettingsFile
from engine.inference.profile import read_profile
from models.errors import BadVoiceFile
from models.foundation.manifest import FoundationManifest, check_hashes, read_foundation, write_foundation
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.package import check_hashes as check_voice
from models.package import read_package

HOSTILE = Path(__file__).parents[2] / "data" / "hostile"
DARK = Settings(preferences=Preferences(theme="dark"), last_voice="robot")
CONTENTS = {
    "a version of 300 digits": ('{"version": %s}' % ("9" * 300), "settings.broken"),
    "a version of 10,000 digits": ('{"version": %s}' % ("9" * 10_000), "settings.broken"),
    "a number beyond float": ('{"version": 1, "last_voice": "robot", "microphone": {"input_gain_db": 1e999}}', "settings.values"),
    "a whole number beyond float": ('{"version": 1, "microphone": {"input_gain_db": %s}}' % ("9" * 400), "settings.values"),
    "a number that is none": ('{"version": 1, "microphone": {"input_gain_db": NaN}}', "settings.values"),
    "a port beyond float": ('{"version": 1, "preferences": {"control_port": %s}}' % ("9" * 400), "settings.values"),
    "a lone surrogate": ('{"version": 1, "last_voice": "\\ud800", "favourites": ["robot"]}', "settings.values"),
    "a lone surrogate as a name": ('{"version": 1, "\\udc00": 1, "favourites": ["robot"]}', "settings.values"),
    "too deep": ("[" * 100_000, "settings.broken"),
    "too large": (" " * (5 << 20) + "{}", "settings.broken"),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_the_program_starts_keeps_the_file_and_saves_again(tmp_path: Path, what: str) -> None:
    content, code = CONTENTS[what]
    file = SettingsFile(tmp_path)
    file.path.write_text(content, encoding="utf-8")
    loaded = file.load()
    assert [notice.code for notice in loaded.notices] == [code]
    assert Path(str(loaded.notices[0].facts["kept_as"])).read_text(encoding="utf-8") == content
    assert file.save(loaded.settings) is None
    assert file.save(DARK) is None
    assert SettingsFile(tmp_path).load().settings == DARK
    json.dumps(loaded.notices[0].facts).encode("utf-8")


def test_the_mark_of_an_editor_loses_nothing(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    file.save(DARK)
    file.path.write_bytes(b"\xef\xbb\xbf" + file.path.read_bytes())
    loaded = SettingsFile(tmp_path).load()
    assert (loaded.settings, loaded.notices) == (DARK, ())


def test_a_name_that_is_no_text_is_saved_all_the_same(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.save(Settings(last_voice="\udce9", favourites=("robot",))) is None
    assert SettingsFile(tmp_path).load().settings.favourites == ("robot",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing on this system")
@pytest.mark.parametrize("what", ["pipe", "folder", "device"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, what: str) -> None:
    path = SettingsFile(tmp_path).path
    {"pipe": os.mkfifo, "folder": os.mkdir, "device": lambda at: at.symlink_to("/dev/zero")}[what](path)
    file = SettingsFile(tmp_path)
    assert [notice.code for notice in file.load().notices] == ["settings.read_only"]
    file.save(DARK)
    assert not path.is_file()
    assert read_profile(path) is None


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf{}", b'{"format": ' + b"9" * 300 + b"}", b'{"machine": "\\ud800"}', b"\xff", b"[" * 9999]
)
def test_a_calibration_that_cannot_be_read_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calibration.json").write_bytes(content)
    assert read_profile(tmp_path / "calibration.json") is None


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """The folder of an imported voice with an index."""
    library = Library(tmp_path / "library")
    package = import_voice(HOSTILE / "plain_v2.pth", library, write_rvc_graphs, index=HOSTILE / "added_flat.index").package
    check_voice(package)
    return package.folder


@pytest.mark.parametrize(
    "content", [b'{"format": ' + b"9" * 300 + b"}", b'{"id": "\\ud800"}', b"\xff", b"[" * 99_999, b'{"n_vectors": 1e999}']
)
def test_a_manifest_that_cannot_be_read_is_one_broken_voice(voice: Path, content: bytes) -> None:
    (voice / "voice.json").write_bytes(content)
    assert [error.code for error in Library(voice.parent).list_voices().broken] == ["voice.bad_file"]


def test_a_manifest_with_an_editors_mark_or_that_is_a_pipe(voice: Path) -> None:
    manifest = voice / "voice.json"
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes())
    assert len(Library(voice.parent).list_voices().voices) == 1
    manifest.unlink()
    os.mkfifo(manifest)
    assert len(Library(voice.parent).list_voices().broken) == 1


@pytest.mark.parametrize("name", ["latent.onnx", "decoder.onnx", "vectors.npy", "centroids.npy", "groups.npy"])
def test_a_flipped_bit_is_noticed(voice: Path, name: str) -> None:
    data = bytearray((voice / name).read_bytes())
    data[len(data) // 2] ^= 1
    (voice / name).write_bytes(data)
    with pytest.raises(BadVoiceFile, match=f"{name} is not as it was written"):
        check_voice(read_package(voice))


def test_what_was_prepared_goes_with_the_voice(voice: Path) -> None:
    from engine.inference.half import half_path
    from engine.inference.int8 import int8_path

    for path in (half_path(voice / "decoder.onnx"), int8_path(voice / "decoder.onnx")):
        assert path.is_relative_to(voice)
        path.parent.mkdir()
        path.write_bytes(b"x")
    library = Library(voice.parent)
    library.undelete(library.delete(voice.name))
    assert half_path(voice / "decoder.onnx").exists()  # the same graph under the same name
    library.delete(voice.name)
    library.empty_trash()
    assert not list(voice.parent.rglob("*.onnx"))


def test_a_flipped_bit_in_a_foundation_model_is_noticed(tmp_path: Path, voice: Path) -> None:
    folder = tmp_path / "rmvpe"
    folder.mkdir()
    shutil.copy(voice / "latent.onnx", folder / "rmvpe.onnx")
    manifest = FoundationManifest(name="rmvpe", kind="pitch", source_file="rmvpe.pt", sha256="0" * 64, graphs={"salience": "rmvpe.onnx"})
    write_foundation(folder, manifest)
    check_hashes(read_foundation(folder), "salience")
    data = bytearray((folder / "rmvpe.onnx").read_bytes())
    data[-5] ^= 64
    (folder / "rmvpe.onnx").write_bytes(data)
    with pytest.raises(Exception, match=r"foundation\.\w+"):
        check_hashes(read_foundation(folder), "salience")
