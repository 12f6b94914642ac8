"""Files that people really have: voices of other trainers, names in pieces, and what is no voice at all."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.error_text import error_text
from models.errors import BadVoiceFile
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from tests.models.voice_files import minimal_voice, save, with_tensors, zip_bytes

HOSTILE = Path(__file__).parents[2] / "data" / "hostile"
DDPN = with_tensors({**minimal_voice(), "embedder_name": "contentvec768", "embedder_output_layer": 12})


def imported(tmp_path: Path, path: Path, **options: Any) -> Any:
    return import_voice(path, Library(tmp_path / "library"), write_rvc_graphs, **options)


def refused(tmp_path: Path, path: Path, **options: Any) -> tuple[str, str]:
    """The reason, and the sentence."""
    with pytest.raises(BadVoiceFile) as caught:
        imported(tmp_path, path, **options)
    error = caught.value
    text = error_text(error.code, error.doing, error.subject, error.facts)
    assert "{" not in text
    return str(error.facts["reason"]), text


def test_the_voice_of_ddpn08s_trainer(tmp_path: Path) -> None:
    manifest = imported(tmp_path, HOSTILE / "ddpn_v2_layer12.pth").package.manifest
    assert (manifest.version, manifest.phone_dim, manifest.encoder, manifest.sample_rate_hz) == ("v2", 768, "contentvec", 8000)


def test_features_of_an_unknown_layer_are_refused(tmp_path: Path) -> None:
    config = list(DDPN["config"])
    path = save(tmp_path / "x.pth", {**DDPN, "config": [*config[:17], 768, config[17]], "embedder_output_layer": 9})
    reason, text = refused(tmp_path, path)
    assert reason == "unsupported_version"
    assert "layer 9" in text


@pytest.mark.parametrize("name", ["added_flat.index", "added_ivf_hnsw.index", "added_ivf_pq_rflat.index"])
def test_every_index_goes_with_a_voice(tmp_path: Path, name: str) -> None:
    package = imported(tmp_path, HOSTILE / "plain_v2.pth", index=HOSTILE / name).package
    assert package.manifest.n_vectors == len(np.load(package.folder / "vectors.npy"))


LOOKALIKES = {
    "html.pth": (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "web_page", "a web page"),
    "html.zip": (b"<html><body>", "web_page", "a web page"),
    "html.onnx": (b"<!doctype HTML>", "web_page", "a web page"),
    "lfs.pth": (b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\n", "lfs_pointer", "Git LFS"),
    "lfs.safetensors": (b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\n", "lfs_pointer", "Git LFS"),
    "empty.pth": (b"", "empty", "is empty"),
    "empty.onnx": (b"", "empty", "is empty"),
    "zeros.pth": (bytes(100), "empty", "is empty"),
    "voice.rar": (b"Rar!\x1a\x07\x01\x00", "archive", "Unpack it first"),
    "voice.7z": (b"7z\xbc\xaf\x27\x1c\x00", "archive", "Unpack it first"),
    "voice.zip": (b"7z\xbc\xaf\x27\x1c\x00", "archive", "Unpack it first"),
    "voice.tar.gz": (b"\x1f\x8b\x08\x00", "archive", "Unpack it first"),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_what_is_no_voice_is_called_what_it_is(tmp_path: Path, name: str) -> None:
    content, reason, words = LOOKALIKES[name]
    (tmp_path / name).write_bytes(content)
    found, text = refused(tmp_path, tmp_path / name)
    assert found == reason
    assert words in text


@pytest.mark.parametrize("name", ["html.pth", "lfs.pth"])
def test_the_very_files(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, HOSTILE / name)[0] == LOOKALIKES[name][1]


def test_an_index_that_is_a_web_page(tmp_path: Path) -> None:
    (tmp_path / "x.index").write_bytes(LOOKALIKES["html.pth"][0])
    assert refused(tmp_path, HOSTILE / "plain_v2.pth", index=tmp_path / "x.index")[0] == "web_page"


@pytest.mark.parametrize(("method", "words"), [(9, "Deflate64"), (99, "AES")])
def test_a_zip_that_cannot_be_unpacked(tmp_path: Path, method: int, words: str) -> None:
    data = bytearray(zip_bytes({"x.pth": b"1" * 100}, zipfile.ZIP_DEFLATED))
    for mark, at in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        data[data.index(mark) + at] = method
    (tmp_path / "x.zip").write_bytes(data)
    reason, text = refused(tmp_path, tmp_path / "x.zip")
    assert reason == "archive"
    assert words in text
    assert "Unpack it first" in text


def test_an_encrypted_zip(tmp_path: Path) -> None:
    data = bytearray(zip_bytes({"x.pth": b"1" * 100}, zipfile.ZIP_STORED))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    assert refused(tmp_path, tmp_path / "x.zip")[0] == "encrypted"


@pytest.mark.parametrize("name", ["José Müller", "목소리", "がぎぐ", "Ångström"])
def test_a_name_in_pieces_is_found_whole_and_without_accents(tmp_path: Path, name: str) -> None:
    pieces = unicodedata.normalize("NFD", name)
    assert pieces != name
    shutil.copy(HOSTILE / "plain_v2.pth", tmp_path / f"{pieces}.pth")
    shutil.copy(HOSTILE / "added_flat.index", tmp_path / f"added_IVF8_Flat_{name}_v2.index")
    shutil.copy(HOSTILE / "added_ivf_hnsw.index", tmp_path / "added_IVF8_Flat_other_v2.index")
    package = imported(tmp_path, tmp_path / f"{pieces}.pth").package
    assert package.manifest.name == name
    assert package.manifest.source.index_file == f"added_IVF8_Flat_{name}_v2.index"
    library = Library(tmp_path / "library")
    for wanted in (name, pieces, name.upper(), package.manifest.id):
        assert library.get(wanted).manifest == package.manifest
    library.delete(pieces)
    assert library.undelete(library.trashed(name)).manifest == package.manifest


def test_accents_are_left_out_where_only_one_fits(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    for number, name in enumerate(("Zoë", "José", "Josè")):
        voice = save(tmp_path / f"{name}.pth", with_tensors({**minimal_voice(), "info": str(number)}))
        imported(tmp_path, voice)
    assert library.get("zoe").manifest.name == "Zoë"
    assert library.get("josé").manifest.name == "José"
    with pytest.raises(Exception, match=r"voice\.not_found"):
        library.get("jose")


def test_a_library_that_gives_names_back_in_pieces(tmp_path: Path) -> None:
    """As a disk of macOS does."""
    shutil.copy(HOSTILE / "plain_v2.pth", tmp_path / "é.pth")
    folder = imported(tmp_path, tmp_path / "é.pth").package.folder
    folder.rename(folder.with_name(unicodedata.normalize("NFD", folder.name)))
    assert Library(tmp_path / "library").get("é").manifest.name == "é"
