"""Whole imports into a real library, with the real graph builder."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import onnxruntime as ort
import pytest

from jobs.context import JobContext
from jobs.errors import WorkCancelled
from models.errors import BadVoiceFile, ModelError
from models.importers.index import read_grouped_index
from models.importers.job import Imported, import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.package import read_voice_index
from tests.models.importers.onnx_voices import OKADA_METADATA, write_onnx
from tests.models.voice_files import INDEX, REFERENCE, save, small_voice, with_tensors, zip_bytes


def write_index(path: Path, dim: int = 768, n_added: int = 60) -> Path:
    vectors = np.random.default_rng(0).standard_normal((160, dim), np.float32)
    index: Any = faiss.index_factory(dim, "IVF4,Flat")
    index.train(vectors)
    index.add(vectors[:n_added])
    faiss.write_index(index, str(path))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return save(tmp_path / "Some Body.pth", with_tensors(small_voice()))


def imported(path: Path, library: Library, index: Path | None = None, **keywords: Any) -> Imported:
    return import_voice(path, library, write_rvc_graphs, index, **keywords)


def traces(library: Library) -> list[str]:
    return sorted(path.name for path in library.root.iterdir())


def test_a_voice_with_its_index(tmp_path: Path, library: Library, voice: Path) -> None:
    index = write_index(tmp_path / "added_IVF4_Flat_nprobe_1_Some Body_v2.index")
    steps: list[float] = []
    result = imported(voice, library, context=JobContext(lambda step: steps.append(step.done)))
    manifest = result.package.manifest
    assert (result.outcome, result.left_out, traces(library)) == ("new", (), ["some-body"])
    assert (manifest.id, manifest.name, manifest.kind, manifest.sample_rate_hz) == ("some-body", "Some Body", "rvc", 40_000)
    assert manifest.source.sha256 == hashlib.sha256(voice.read_bytes()).hexdigest()
    assert manifest.source.index_sha256 == hashlib.sha256(index.read_bytes()).hexdigest()
    assert manifest.defaults.index_rate == 0.75
    assert manifest.spec is not None
    assert manifest.spec.upsample_rates == (10, 10, 2, 2)
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    for role in ("latent", "decoder"):
        ort.InferenceSession(str(result.package.graph(role)), providers=["CPUExecutionProvider"])
    kept, wanted = read_voice_index(result.package), read_grouped_index(index)
    assert kept is not None
    np.testing.assert_array_equal(kept.vectors, wanted.vectors)
    np.testing.assert_array_equal(kept.centroids, wanted.centroids)
    np.testing.assert_array_equal(kept.group_of, wanted.group_of)


def test_an_archive(tmp_path: Path, library: Library, voice: Path) -> None:
    index = write_index(tmp_path / "x.index").read_bytes()
    archive = tmp_path / "download.zip"
    archive.write_bytes(zip_bytes({"a/声.pth": voice.read_bytes(), "a/added.index": index, "__MACOSX/._声.pth": b""}))
    manifest = imported(archive, library).package.manifest
    assert (manifest.id, manifest.name, manifest.n_vectors) == ("声", "声", 60)
    assert traces(library) == ["声"]


def test_a_foreign_graph(tmp_path: Path, library: Library) -> None:
    path = write_onnx(tmp_path / "x.onnx", "w-okada", OKADA_METADATA)
    package = imported(path, library).package
    assert package.manifest.onnx is not None
    assert (package.manifest.kind, package.manifest.onnx.form, package.manifest.spec) == ("rvc-onnx", "w-okada", None)
    assert package.graph("voice").read_bytes() == path.read_bytes()


def test_importing_twice_is_recognised(tmp_path: Path, library: Library, voice: Path) -> None:
    first = imported(voice, library)
    other_name = tmp_path / "elsewhere.zip"
    other_name.write_bytes(zip_bytes({"copy.pth": voice.read_bytes()}))
    again = imported(other_name, library)
    assert (again.outcome, again.package) == ("known", first.package)
    assert traces(library) == ["some-body"]


def test_an_index_that_comes_later(tmp_path: Path, library: Library, voice: Path) -> None:
    assert imported(voice, library).package.manifest.n_vectors == 0
    index = write_index(tmp_path / "any.index")
    result = imported(voice, library, index)
    assert (result.outcome, result.package.manifest.n_vectors, result.package.manifest.defaults.index_rate) == ("index_added", 60, 0.75)
    assert imported(voice, library, index).outcome == "known"


@pytest.mark.parametrize(("dim", "n_added", "reason"), [(48, 60, "wrong_index"), (768, 0, "empty_index")])
def test_an_index_that_cannot_be_used(tmp_path: Path, library: Library, voice: Path, dim: int, n_added: int, reason: str) -> None:
    """Given by the user it is refused; merely found beside the voice it is left out, and that is said."""
    index = write_index(tmp_path / "added_IVF4_Flat_nprobe_1_Some Body_v2.index", dim, n_added)
    with pytest.raises(BadVoiceFile) as caught:
        imported(voice, library, index)
    assert caught.value.facts["reason"] == reason
    assert traces(library) == []
    result = imported(voice, library)
    assert [error.facts["reason"] for error in result.left_out] == [reason]
    assert result.package.manifest.n_vectors == 0


def test_two_voices_of_one_name(tmp_path: Path, library: Library, voice: Path) -> None:
    imported(voice, library)
    folder = tmp_path / "other"
    folder.mkdir()
    other = save(folder / "Some Body.pth", with_tensors(small_voice(seed=1)))
    manifest = imported(other, library).package.manifest
    assert (manifest.id, manifest.name) == ("some-body-2", "Some Body (2)")


def test_a_voice_of_another_encoder_is_imported_and_says_so(tmp_path: Path, library: Library) -> None:
    path = save(tmp_path / "x.pth", {**with_tensors(small_voice()), "embedder_model": "spin-v2", "author": "A"})
    manifest = imported(path, library).package.manifest
    assert (manifest.encoder, manifest.about.author) == ("spin-v2", "A")


@pytest.mark.parametrize("n_steps", range(6))
def test_a_cancelled_import_leaves_nothing(library: Library, voice: Path, n_steps: int) -> None:
    """Cancelled after each of its six steps."""
    seen: list[str] = []
    context = JobContext(lambda step: seen.append(step.doing), lambda: len(seen) >= n_steps)
    with pytest.raises(WorkCancelled):
        imported(voice, library, context=context)
    assert len(seen) == n_steps
    assert traces(library) == []


def test_a_builder_that_fails_leaves_nothing(library: Library, voice: Path) -> None:
    def failing(*_: object) -> dict[str, str]:
        raise BadVoiceFile("build the decoder", "x", reason="bad_config", detail="")

    with pytest.raises(BadVoiceFile):
        import_voice(voice, library, failing)
    assert traces(library) == []


def test_rates_that_cannot_stream_are_said_of_the_file(tmp_path: Path, library: Library) -> None:
    """Upsampling by 10 with a kernel of 15 has no middle."""
    content = small_voice("v2-40k")
    content["config"][14] = [15, *content["config"][14][1:]]
    weights = content["weight"]
    for name in [name for name in weights if name.startswith("dec.ups.0.weight")]:
        weights[name] = weights[name][..., :15] if weights[name].shape[-1] == 16 else weights[name]
    with pytest.raises(BadVoiceFile) as caught:
        imported(save(tmp_path / "odd.pth", with_tensors(content)), library)
    assert (caught.value.subject, caught.value.facts["reason"]) == ("odd.pth", "unsupported_rates")
    assert traces(library) == []


def test_a_refused_file_leaves_nothing(tmp_path: Path, library: Library) -> None:
    for name in ("rmvpe.pt", "hubert_fairseq_layout.pt"):
        with pytest.raises(ModelError):
            imported(REFERENCE / name, library)
    broken = tmp_path / "x.zip"
    broken.write_bytes(zip_bytes({"a.pth": b"x"})[:-9])
    with pytest.raises(ModelError):
        imported(broken, library)
    assert traces(library) == []
    assert INDEX.is_file()


def test_the_source_is_not_needed_afterwards(tmp_path: Path, library: Library, voice: Path) -> None:
    imported(voice, library)
    voice.unlink()
    shutil.move(library.root, tmp_path / "moved")
    assert Library(tmp_path / "moved").get("Some Body").graph("decoder").is_file()
