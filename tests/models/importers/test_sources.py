"""What users drop: single files, folders, archives with anything around the voice."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from jobs.context import JobContext
from jobs.errors import WorkCancelled
from models.errors import BadVoiceFile
from models.importers.sources import VoiceFiles, find_voice
from tests.models.importers.onnx_voices import write_onnx
from tests.models.voice_files import INDEX, minimal_voice, save, with_tensors, zip_bytes

ADDED = "added_IVF8_Flat_nprobe_1_{}_v2.index"
TRAINED = "trained_IVF8_Flat_nprobe_1_{}_v2.index"


@pytest.fixture(scope="module")
def voice_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return save(tmp_path_factory.mktemp("voice") / "x.pth", with_tensors(minimal_voice())).read_bytes()


def found_in(tmp_path: Path, path: Path) -> VoiceFiles:
    workspace = tmp_path / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir()
    return find_voice(path, workspace)


def refusal_of(tmp_path: Path, path: Path) -> dict[str, Any]:
    with pytest.raises(BadVoiceFile) as caught:
        found_in(tmp_path, path)
    assert not [path for path in tmp_path.rglob("*evil*") if path.name == "evil.pth"]
    return dict(caught.value.facts)


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.write_bytes(zip_bytes(files, method))
    return path


def test_a_file_alone_and_with_its_index_beside_it(tmp_path: Path, voice_bytes: bytes) -> None:
    path = tmp_path / "Somebody_e20.pth"
    path.write_bytes(voice_bytes)
    (tmp_path / ADDED.format("Nobody")).write_bytes(b"")
    assert found_in(tmp_path, path) == VoiceFiles(path, path.name, "rvc")
    (tmp_path / TRAINED.format("Somebody")).write_bytes(bytes(99))
    beside = tmp_path / ADDED.format("Somebody")
    beside.write_bytes(b"")
    assert found_in(tmp_path, path) == VoiceFiles(path, path.name, "rvc", beside, beside.name)


def test_an_archive_with_everything_that_people_put_in(tmp_path: Path, voice_bytes: bytes) -> None:
    index = INDEX.read_bytes()
    files = {
        "A model/été/声の「モデル」 (final).PTH": voice_bytes,
        "A model/" + ADDED.format("声の「モデル」 (final)"): index,
        "A model/" + TRAINED.format("声の「モデル」 (final)"): index + index,
        "__MACOSX/A model/été/._声.pth": b"\0\5\26\7",
        "A model/.DS_Store": b"x",
        "A model/config.json": b"{}",
        "A model/sample.wav": b"RIFF",
        "A model/G_2333.pth": b"not a checkpoint at all",
        "A model/readme..txt": b"...",
    }
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        found = found_in(tmp_path, zipped(tmp_path / "x.zip", files, method))
        assert (found.name, found.kind) == ("声の「モデル」 (final).PTH", "rvc")
        assert found.index_name == ADDED.format("声の「モデル」 (final)")
        assert found.index is not None
        assert found.model.read_bytes() == voice_bytes
        assert found.index.read_bytes() == index
        assert found.model.is_relative_to(tmp_path / "workspace")


def test_windows_separators_and_names_without_the_utf8_flag(tmp_path: Path, voice_bytes: bytes) -> None:
    content = zip_bytes({"folderXvoice.pth": voice_bytes}).replace(b"folderXvoice", b"folder\\v\xe9ice")
    (tmp_path / "x.zip").write_bytes(content)
    assert found_in(tmp_path, tmp_path / "x.zip").name == "véice.pth"


def test_an_archive_in_an_archive(tmp_path: Path, voice_bytes: bytes) -> None:
    inner = zip_bytes({"a/b/voice.pth": voice_bytes})
    assert found_in(tmp_path, zipped(tmp_path / "x.zip", {"c/inner.zip": inner})).name == "voice.pth"
    twice = zip_bytes({"again.zip": inner})
    assert refusal_of(tmp_path, zipped(tmp_path / "y.zip", {"c/inner.zip": twice}))["reason"] == "no_voice"


def test_a_checkpoint_that_is_called_zip_and_a_zip_that_is_called_pth(tmp_path: Path, voice_bytes: bytes) -> None:
    (tmp_path / "voice.zip").write_bytes(voice_bytes)
    assert found_in(tmp_path, tmp_path / "voice.zip").model == tmp_path / "voice.zip"
    assert found_in(tmp_path, zipped(tmp_path / "y.pth", {"voice.pth": voice_bytes})).name == "voice.pth"


def test_a_folder(tmp_path: Path, voice_bytes: bytes) -> None:
    folder = tmp_path / "voices" / "deep" / "deeper"
    folder.mkdir(parents=True)
    (folder / "voice.pth").write_bytes(voice_bytes)
    (folder.parent / "any name.index").write_bytes(INDEX.read_bytes())
    (folder / "link.pth").symlink_to(folder / "voice.pth")
    found = found_in(tmp_path, tmp_path / "voices")
    assert found == VoiceFiles(folder / "voice.pth", "voice.pth", "rvc", folder.parent / "any name.index", "any name.index")


def test_a_folder_with_an_archive(tmp_path: Path, voice_bytes: bytes) -> None:
    folder = tmp_path / "voices"
    folder.mkdir()
    zipped(folder / "x.zip", {"voice.pth": voice_bytes})
    assert found_in(tmp_path, folder).name == "voice.pth"


def test_several_voices_are_named(tmp_path: Path, voice_bytes: bytes) -> None:
    facts = refusal_of(tmp_path, zipped(tmp_path / "x.zip", {"a/one.pth": voice_bytes, "b/two.pth": voice_bytes}))
    assert (facts["reason"], facts["voices"]) == ("several_voices", ["one.pth", "two.pth"])


def test_a_voice_and_its_export(tmp_path: Path, voice_bytes: bytes) -> None:
    export = write_onnx(tmp_path / "x.onnx", "w-okada").read_bytes()
    assert found_in(tmp_path, zipped(tmp_path / "x.zip", {"voice.onnx": export, "voice.pth": voice_bytes})).kind == "rvc"
    assert found_in(tmp_path, zipped(tmp_path / "x.zip", {"voice.onnx": export})).kind == "onnx"


def test_the_only_candidate_says_what_it_is(tmp_path: Path) -> None:
    training = save(tmp_path / "G_1.pth", {"model": {}, "optimizer": {}, "iteration": 1}).read_bytes()
    facts = refusal_of(tmp_path, zipped(tmp_path / "x.zip", {"G_1.pth": training, "readme.txt": b""}))
    assert facts["reason"] == "training_checkpoint"
    facts = refusal_of(tmp_path, zipped(tmp_path / "x.zip", {"G_1.pth": training, "D_1.pth": b"x"}))
    assert facts["reason"] == "no_voice"
    assert "G_1.pth" in facts["detail"]


def test_nothing_in_it(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, zipped(tmp_path / "x.zip", {"a.txt": b"x"}))["reason"] == "no_voice"
    assert refusal_of(tmp_path, zipped(tmp_path / "y.zip", {}))["reason"] == "no_voice"
    assert refusal_of(tmp_path, INDEX)["reason"] == "no_voice"
    assert refusal_of(tmp_path, tmp_path / "nowhere.zip")["reason"] == "no_voice"
    (tmp_path / "z.zip").write_bytes(b"Rar!")
    assert refusal_of(tmp_path, tmp_path / "z.zip")["reason"] == "damaged"


@pytest.mark.parametrize("name", ["../evil.pth", "a/../../evil.pth", "/tmp/evil.pth", "C:/evil.pth", "C:evil.pth", "..\\evil.pth"])
def test_paths_that_climb_out(tmp_path: Path, voice_bytes: bytes, name: str) -> None:
    facts = refusal_of(tmp_path, zipped(tmp_path / "x.zip", {name: voice_bytes, "voice.pth": voice_bytes}))
    assert facts["reason"] == "unsafe_path"


def test_bombs(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, zipped(tmp_path / "x.zip", {"voice.pth": bytes(50 << 20)}))["reason"] == "too_large"
    inner = zip_bytes({"voice.pth": bytes(50 << 20)})
    assert refusal_of(tmp_path, zipped(tmp_path / "y.zip", {"inner.zip": inner}))["reason"] == "too_large"
    assert sum(path.stat().st_size for path in tmp_path.rglob("*")) < 10 << 20


def test_a_thousand_entries_with_one_content(tmp_path: Path) -> None:
    """Entries that share one compressed block: a bomb that no single ratio gives away."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.pth", bytes(900_000))
        first = archive.filelist[0]
        for number in range(1, 1000):
            clone = zipfile.ZipInfo(f"{number}.pth")
            for field in ("CRC", "compress_size", "file_size", "header_offset", "compress_type", "create_version", "extract_version"):
                setattr(clone, field, getattr(first, field))
            archive.filelist.append(clone)
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    assert refusal_of(tmp_path, tmp_path / "x.zip")["reason"] == "damaged"


def test_cancel_while_unpacking(tmp_path: Path, voice_bytes: bytes) -> None:
    path = zipped(tmp_path / "x.zip", {"voice.pth": voice_bytes})
    with pytest.raises(WorkCancelled):
        find_voice(path, tmp_path, JobContext(cancelled=lambda: True))
