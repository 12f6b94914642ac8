"""Foundation models: from the published layouts to graphs that equal the reference, and nothing left of what went wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from numpy.typing import NDArray

from bench.full_size import EncoderWidths, content_encoder
from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled
from models.download import OfflineError, RefusedError
from models.errors import BadFoundationFile, FoundationBroken, FoundationError, FoundationUnknown, FoundationUnnamed
from models.foundation import CATALOGUE, FoundationLibrary, PublishedFile
from models.foundation.catalogue import encoder_named_in, model_of
from models.foundation.library import MIRROR_VARIABLE
from models.foundation.manifest import FoundationModel
from models.graphs.rmvpe import build_rmvpe
from models.importers.foundation import read_rmvpe
from tests.models.graphs.voices import REFERENCE, Floats, open_graph, relative_error
from tests.models.http_files import Files, Served, file_server
from tests.models.importers.onnx_voices import write_onnx
from tests.models.mutations import mutated
from tests.models.voice_files import save, tensors

CONTENTVEC = REFERENCE / "contentvec_hf"
FAIRSEQ = REFERENCE / "hubert_fairseq_layout.pt"
RMVPE = REFERENCE / "rmvpe.pt"
SMALL = EncoderWidths(convolution=8, hidden=64, filter=16, n_layers=12, projection=4)


@pytest.fixture
def library(tmp_path: Path) -> FoundationLibrary:
    return FoundationLibrary(tmp_path / "foundation")


@pytest.fixture
def server() -> Iterator[Files]:
    with file_server() as files:
        yield files


def traces(library: FoundationLibrary) -> list[str]:
    return sorted(path.name for path in library.root.iterdir()) if library.root.is_dir() else []


def published(path: Path, name: str, model: str, *addresses: str) -> PublishedFile:
    """A catalogue entry for a file of ours."""
    content = path.read_bytes()
    kind = CATALOGUE[-1] if model == "rmvpe" else CATALOGUE[0]
    digest = hashlib.sha256(content).hexdigest()
    return replace(kind, name=name, model=model, file_name=path.name, n_bytes=len(content), sha256=digest, addresses=addresses)


def small_encoder(change: Callable[[dict[str, Any]], None] = lambda weights: None) -> dict[str, Any]:
    weights: dict[str, Any] = dict(content_encoder(widths=SMALL))
    change(weights)
    return weights


# --- the catalogue -------------------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_complete() -> None:
    assert {file.file_name for file in CATALOGUE} == {"hubert_base.pt", "pytorch_model.bin", "rmvpe.pt", "rmvpe.onnx"}
    assert {file.model for file in CATALOGUE} == {"contentvec", "rmvpe"}
    for file in CATALOGUE:
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.n_bytes > 100_000_000
        assert len(file.addresses) >= 2
        assert all(address.startswith("https://") and address.endswith(file.file_name) for address in file.addresses)
        assert file.licence in ("MIT", "Apache-2.0")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hubert_base", "contentvec"),
        ("contentvec_hf", "contentvec"),
        ("content-vec-best", "contentvec"),
        ("chinese-hubert-base", "chinese-hubert-base"),
        ("japanese_hubert_base.2", "japanese-hubert-base"),
        ("spin-v2", "spin-v2"),
        ("SPIN", "spin"),
        ("spinning", ""),
        ("pytorch_model", ""),
    ],
)
def test_encoders_are_known_by_whole_words(text: str, name: str) -> None:
    assert encoder_named_in(text) == name


def test_usual_names_of_contentvec() -> None:
    assert {model_of(name) for name in ("contentvec", "hubert_base", "hubert-base", "ContentVec")} == {"contentvec"}
    assert model_of("korean-hubert-base") == "korean-hubert-base"


# --- conversion ----------------------------------------------------------------------------------------------------------------------


def features(model: FoundationModel, version: str, audio: Floats) -> NDArray[Any]:
    """The whole file through the graphs on disk."""
    front, context = (open_graph(onnx.load(model.graph(role))) for role in ("frames", f"context-{version}"))
    feeds: dict[str, NDArray[Any] | int] = {"audio": audio[None, None, None], "n_repeated": 0, "keep": np.ones(1, np.float32)}
    frames = front.run(feeds, front.prepare())["frames"]
    n = frames.shape[1]
    return context.run({"frames": frames, "n_before": 0, "n_out": n, "n_commit": n, "n_past": 0}, context.prepare())["features"]


@pytest.mark.parametrize(("path", "name", "tolerance"), [(CONTENTVEC, "", 1e-4), (FAIRSEQ, "spin", 5e-3)])
def test_a_content_encoder_equals_the_reference(library: FoundationLibrary, path: Path, name: str, tolerance: float) -> None:
    model = library.add(path, name=name)
    assert model.manifest.name == (name or "contentvec")
    assert model.manifest.features == {"v1": 24, "v2": 48}
    assert model.manifest.content is not None
    assert (model.manifest.content.n_heads, model.manifest.content.n_layers) == (4, 12)
    with np.load(REFERENCE / "contentvec.npz") as arrays:
        assert relative_error(features(model, "v1", arrays["audio"]), arrays["v1_layer9_proj"]) < tolerance
        assert relative_error(features(model, "v2", arrays["audio"]), arrays["v2_layer12"]) < tolerance


def salience(model: FoundationModel) -> float:
    """Largest difference to the reference, relative to the peak."""
    session = ort.InferenceSession(str(model.graph("salience")), providers=["CPUExecutionProvider"])
    with np.load(REFERENCE / "rmvpe.npz") as arrays:
        mel = arrays["mel"]
        padded = np.pad(mel, ((0, 0), (0, 0), (0, -mel.shape[2] % 32)))
        return relative_error(session.run(["output"], {"input": padded})[0][:, : mel.shape[2]], arrays["salience"])


def test_rmvpe_equals_the_reference_from_its_weights_and_from_its_graph(library: FoundationLibrary, tmp_path: Path) -> None:
    model = library.add(RMVPE)
    assert model.manifest.pitch is not None
    assert (model.manifest.pitch.n_bands, model.manifest.pitch.frame_multiple, model.manifest.pitch.n_bins) == (128, 32, 360)
    assert salience(model) < 1e-4
    graph = tmp_path / "rmvpe.onnx"
    graph.write_bytes(build_rmvpe(read_rmvpe(RMVPE)).SerializeToString())
    again = library.add(graph)
    assert again.manifest.source_file == "rmvpe.onnx"
    assert salience(again) < 1e-4
    assert traces(library) == ["rmvpe"]


def test_encoders_stand_side_by_side(library: FoundationLibrary) -> None:
    library.add(CONTENTVEC)
    library.add(FAIRSEQ, name="spin_v2")
    library.add(RMVPE)
    assert traces(library) == ["contentvec", "rmvpe", "spin-v2"]
    for asked, name in (("contentvec", "contentvec"), ("hubert_base", "contentvec"), ("spin-v2", "spin-v2"), ("spin_v2", "spin-v2")):
        model = library.get(asked)
        assert model is not None
        assert model.manifest.name == name
    assert library.get("spin") is None
    assert library.get("../foundation/contentvec") is None
    assert [(status.name, status.state) for status in library.status()] == [
        ("contentvec", "ready"),
        ("rmvpe", "ready"),
        ("spin-v2", "ready"),
    ]


def test_an_encoder_without_projection_serves_v2_voices(library: FoundationLibrary, tmp_path: Path) -> None:
    def without(weights: dict[str, Any]) -> None:
        del weights["final_proj.weight"], weights["final_proj.bias"]

    path = save(tmp_path / "chinese-hubert-base.bin", tensors(small_encoder(without), torch.float32))
    model = library.add(path)
    assert (model.manifest.name, model.manifest.features) == ("chinese-hubert-base", {"v2": 64})
    assert set(model.manifest.graphs) == {"frames", "context-v2"}


# --- refusals ------------------------------------------------------------------------------------------------------------------------


def large(weights: dict[str, Any]) -> None:
    weights["feature_extractor.conv_layers.1.layer_norm.weight"] = np.ones(8, np.float32)


def broken(weights: dict[str, Any]) -> None:
    weights["encoder.layers.3.attention.q_proj.weight"][0, 0] = np.nan


def missing(weights: dict[str, Any]) -> None:
    del weights["encoder.layers.3.attention.q_proj.weight"]


def shapes(weights: dict[str, Any]) -> None:
    weights["encoder.layers.3.attention.q_proj.weight"] = np.zeros((3, 5), np.float32)


def few_layers(weights: dict[str, Any]) -> None:
    for name in [name for name in weights if re.match(r"encoder\.layers\.(5|6|7|8|9|10|11)\.", name)]:
        del weights[name]


@pytest.mark.parametrize(
    ("change", "reason"),
    [(large, "unsupported"), (few_layers, "unsupported"), (broken, "not_finite"), (missing, "damaged"), (shapes, "damaged")],
)
def test_encoders_that_cannot_be_used(library: FoundationLibrary, tmp_path: Path, change: Callable[[Any], None], reason: str) -> None:
    path = save(tmp_path / "contentvec.bin", tensors(small_encoder(change), torch.float32))
    with pytest.raises(BadFoundationFile) as caught:
        library.add(path)
    assert caught.value.facts["reason"] == reason
    assert traces(library) == []


@pytest.mark.parametrize(("name", "reason"), [("rvc_v2_40k.pth", "a_voice"), ("rmvpe.npz", "not_a_checkpoint"), ("none.pt", "no_file")])
def test_other_files(library: FoundationLibrary, name: str, reason: str) -> None:
    with pytest.raises(BadFoundationFile) as caught:
        library.add(REFERENCE / name)
    assert caught.value.facts["reason"] == reason
    assert traces(library) == []


def test_an_encoder_must_have_a_name(library: FoundationLibrary) -> None:
    for name in ("", "rmvpe", "///"):
        with pytest.raises(FoundationUnnamed):
            library.add(FAIRSEQ, name=name)
    assert traces(library) == []


@pytest.mark.parametrize("face", ["contentvec", "something", "w-okada", "so-vits"])
def test_other_graphs(library: FoundationLibrary, tmp_path: Path, face: str) -> None:
    with pytest.raises(BadFoundationFile) as caught:
        library.add(write_onnx(tmp_path / "x.onnx", face))
    assert caught.value.facts["reason"] == "unsupported"
    assert traces(library) == []


def test_graphs_that_are_nearly_rmvpe(library: FoundationLibrary, tmp_path: Path) -> None:
    good = build_rmvpe(read_rmvpe(RMVPE))
    path = tmp_path / "rmvpe.onnx"

    def refused(model: Any, reason: str) -> None:
        path.write_bytes(model if isinstance(model, bytes) else model.SerializeToString())
        with pytest.raises(BadFoundationFile) as caught:
            library.add(path)
        assert caught.value.facts["reason"] == reason

    def changed(change: Callable[[Any], None]) -> onnx.ModelProto:
        model = onnx.ModelProto()
        model.CopyFrom(good)
        change(model.graph)
        return model

    def other_bands(graph: Any) -> None:
        graph.input[0].type.tensor_type.shape.dim[1].dim_value = 80

    def half(graph: Any) -> None:
        graph.input[0].type.tensor_type.elem_type = onnx.TensorProto.FLOAT16

    def elsewhere(graph: Any) -> None:
        graph.initializer[0].external_data.add(key="location", value="../../secret")
        graph.initializer[0].data_location = onnx.TensorProto.EXTERNAL

    def no_node(graph: Any) -> None:
        del graph.node[3]

    for change in (other_bands, half, elsewhere):
        refused(changed(change), "unsupported")
    refused(changed(no_node), "damaged")
    refused(good.SerializeToString()[:-1000], "damaged")
    refused(b"no graph", "damaged")
    assert traces(library) == []


def hostile(library: FoundationLibrary, tmp_path: Path, source: Path, n: int) -> None:
    content = source.read_bytes()
    path = tmp_path / f"contentvec{source.suffix}"
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(n):
        path.write_bytes(mutated(content, rng))
        try:
            library.add(path)
        except FoundationError:
            refused += 1
        assert set(traces(library)) <= {"contentvec", "rmvpe"}
    assert refused > n // 4


@pytest.mark.parametrize("name", ["contentvec_hf/pytorch_model.bin", "hubert_fairseq_layout.pt"])
def test_damaged_files(library: FoundationLibrary, tmp_path: Path, name: str) -> None:
    hostile(library, tmp_path, REFERENCE / name, 30)


def test_damaged_graphs(library: FoundationLibrary, tmp_path: Path) -> None:
    hostile(library, tmp_path, write_onnx(tmp_path / "rmvpe.onnx", "rmvpe"), 2000)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["contentvec_hf/pytorch_model.bin", "hubert_fairseq_layout.pt", "rmvpe.pt"])
def test_many_damaged_files(library: FoundationLibrary, tmp_path: Path, name: str) -> None:
    hostile(library, tmp_path, REFERENCE / name, 300)


# --- the library stays whole -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CONTENTVEC, RMVPE])
def test_stopping_anywhere_leaves_what_was_there(library: FoundationLibrary, tmp_path: Path, path: Path) -> None:
    steps: list[str] = []

    def note(step: Step) -> None:
        steps.append(step.doing)

    FoundationLibrary(tmp_path / "other").add(path, JobContext(note))
    for n_steps in range(steps.index("putting the model in the library")):
        steps.clear()
        with pytest.raises(WorkCancelled):
            library.add(path, JobContext(note, lambda n=n_steps: len(steps) > n))  # type: ignore[misc]
        assert traces(library) == []
    before = library.add(path)
    with pytest.raises(WorkCancelled):
        library.add(path, JobContext(cancelled=lambda: True))
    assert library.get(before.manifest.name) == before


def test_a_new_file_takes_the_place_of_the_old(library: FoundationLibrary) -> None:
    first = library.add(CONTENTVEC)
    second = library.add(FAIRSEQ, name="contentvec")
    assert second.manifest.sha256 != first.manifest.sha256
    assert library.get("contentvec") == second
    assert traces(library) == ["contentvec"]


@pytest.mark.parametrize("damage", ["manifest", "graph", "renamed"])
def test_a_damaged_model_is_said_and_replaced(library: FoundationLibrary, damage: str) -> None:
    model = library.add(CONTENTVEC)
    if damage == "manifest":
        (model.folder / "foundation.json").write_text("{}", encoding="utf-8")
    elif damage == "graph":
        model.graph("context-v1").unlink()
    else:
        model.folder.rename(library.root / "rmvpe")
    name = "rmvpe" if damage == "renamed" else "contentvec"
    with pytest.raises(FoundationBroken):
        library.get(name)
    assert {status.name: status.state for status in library.status()}[name] == "broken"
    library.add(RMVPE if damage == "renamed" else CONTENTVEC)
    assert library.get(name) is not None


def test_a_manifest_may_not_name_other_folders(library: FoundationLibrary) -> None:
    model = library.add(RMVPE)
    path = model.folder / "foundation.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"rmvpe.onnx"', '"../../x.onnx"'), encoding="utf-8")
    with pytest.raises(FoundationBroken):
        library.get("rmvpe")


# --- fetching ------------------------------------------------------------------------------------------------------------------------


def test_a_model_comes_from_the_network(server: Files, tmp_path: Path) -> None:
    address = server.put("/rmvpe.pt", Served(RMVPE.read_bytes(), cuts=[1_000_000]))
    library = FoundationLibrary(tmp_path / "f", [published(RMVPE, "rmvpe.pt", "rmvpe", address)])
    steps: list[float] = []
    model = library.fetch("rmvpe", JobContext(lambda step: steps.append(step.done)))
    assert model.manifest.published == "rmvpe.pt"
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert traces(library) == ["rmvpe"]
    assert salience(model) < 1e-4


def test_the_other_file_of_a_model_helps_where_the_first_is_refused(server: Files, tmp_path: Path) -> None:
    other = CONTENTVEC / "pytorch_model.bin"
    catalogue = [
        published(FAIRSEQ, "first", "contentvec", server.put("/first", Served(b"", status=404))),
        published(other, "second", "contentvec", server.put("/second", Served(other.read_bytes()))),
    ]
    library = FoundationLibrary(tmp_path / "f", catalogue)
    assert library.fetch("contentvec").manifest.published == "second"
    with pytest.raises(RefusedError):
        library.fetch("first")
    assert traces(library) == ["contentvec"]


def test_without_a_network_nothing_changes_and_the_way_by_hand_works(tmp_path: Path) -> None:
    catalogue = [published(RMVPE, "rmvpe.pt", "rmvpe", "http://127.0.0.1:9/rmvpe.pt")]
    library = FoundationLibrary(tmp_path / "f", catalogue)
    with pytest.raises(OfflineError):
        library.fetch("rmvpe")
    assert traces(library) == []
    (library.root / "rmvpe.pt").write_bytes(RMVPE.read_bytes())
    assert [status.state for status in library.status()] == ["by_hand"]
    assert library.fetch("rmvpe").manifest.published == "rmvpe.pt"
    assert [status.state for status in library.status()] == ["ready"]


def test_ones_own_server_takes_the_place_of_the_published_addresses(server: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.put("/models/rmvpe.pt", Served(RMVPE.read_bytes()))
    monkeypatch.setenv(MIRROR_VARIABLE, f"{server.address}/models/")
    library = FoundationLibrary(tmp_path / "f", [published(RMVPE, "rmvpe.pt", "rmvpe", "http://127.0.0.1:9/rmvpe.pt")])
    assert library.fetch("rmvpe").manifest.published == "rmvpe.pt"


def test_an_unknown_model(library: FoundationLibrary) -> None:
    with pytest.raises(FoundationUnknown) as caught:
        library.fetch("spin")
    assert caught.value.facts["known"] == ["contentvec", "rmvpe"]
