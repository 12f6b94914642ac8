"""The ONNX voices told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import pytest

from models.errors import BadVoiceFile
from models.importers.onnx_forms import read_onnx
from tests.models.importers.onnx_voices import INPUTS, OKADA_METADATA, write_onnx


def refusal_of(path: Path) -> dict[str, Any]:
    with pytest.raises(BadVoiceFile) as caught:
        read_onnx(path)
    return dict(caught.value.facts)


@pytest.mark.parametrize("form", ["rvc-webui", "w-okada", "deiteris", "obs-rvc"])
def test_the_forms(tmp_path: Path, form: str) -> None:
    voice = read_onnx(write_onnx(tmp_path / "x.onnx", form))
    assert (voice.form, voice.output, voice.has_f0, voice.version) == (form, "audio", True, "v2")
    assert voice.inputs == tuple(name for name, _, _ in INPUTS[form])
    assert (voice.sample_rate_hz, voice.n_speakers, voice.encoder) == (40_000, 3, "contentvec")


def test_without_f0(tmp_path: Path) -> None:
    voice = read_onnx(write_onnx(tmp_path / "x.onnx", "w-okada without f0"))
    assert (voice.form, voice.has_f0, voice.version, voice.phone_dim) == ("w-okada", False, "v1", 256)


def test_the_metadata_win(tmp_path: Path) -> None:
    metadata = {**OKADA_METADATA, "samplingRate": 48_000, "embedder": "hubert-base-japanese\ud800"}
    voice = read_onnx(write_onnx(tmp_path / "x.onnx", "w-okada", metadata))
    assert (voice.sample_rate_hz, voice.encoder) == (48_000, "hubert-base-japanese")


@pytest.mark.parametrize("metadata", ["[" * 10_000, "{", "7", {"samplingRate": -1}, {"samplingRate": True}, {"embedder": 7}])
def test_metadata_that_are_nonsense(tmp_path: Path, metadata: object) -> None:
    path = write_onnx(tmp_path / "x.onnx", "w-okada", metadata)
    try:
        assert read_onnx(path).sample_rate_hz == 40_000
    except BadVoiceFile as error:
        assert "JSON" in str(error.facts["detail"])  # noqa: PT017 - both ends are right, for different values


@pytest.mark.parametrize("changed", [{"embOutputLayer": 9}, {"useFinalProj": True}])
def test_features_of_another_layer_are_refused(tmp_path: Path, changed: dict[str, object]) -> None:
    facts = refusal_of(write_onnx(tmp_path / "x.onnx", "w-okada", {**OKADA_METADATA, **changed}))
    assert facts["reason"] == "unsupported_version"


def test_a_graph_of_one_length_is_refused(tmp_path: Path) -> None:
    path = write_onnx(tmp_path / "x.onnx", "w-okada")
    model = onnx.load_model_from_string(path.read_bytes())
    model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 100
    path.write_bytes(model.SerializeToString())
    facts = refusal_of(path)
    assert (facts["reason"], "100 frames" in facts["detail"]) == ("unsupported", True)


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = write_onnx(tmp_path / "x.onnx", "w-okada")
    path.write_bytes(path.read_bytes().replace(b"up1", b"\xff\xfe1"))
    assert refusal_of(path)["reason"] == "damaged"


@pytest.mark.parametrize(
    ("face", "reason", "network"),
    [
        ("rmvpe", "foundation_model", "RMVPE"),
        ("contentvec", "foundation_model", "ContentVec or HuBERT"),
        ("so-vits", "other_network", "so-vits-svc"),
        ("something", "unknown_onnx", ""),
    ],
)
def test_what_is_no_voice_is_named(tmp_path: Path, face: str, reason: str, network: str) -> None:
    facts = refusal_of(write_onnx(tmp_path / "x.onnx", face))
    assert (facts["reason"], facts.get("network", "")) == (reason, network)


def test_weights_in_other_files_are_refused(tmp_path: Path) -> None:
    assert refusal_of(write_onnx(tmp_path / "x.onnx", "w-okada", external=True))["reason"] == "unsupported"


def test_a_rate_that_nothing_tells(tmp_path: Path) -> None:
    assert refusal_of(write_onnx(tmp_path / "x.onnx", "rvc-webui", upsampling=()))["reason"] == "unknown_onnx"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08\x07" * 9, bytes(100)])
def test_no_graph(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.onnx").write_bytes(content)
    assert refusal_of(tmp_path / "x.onnx")["reason"] in ("damaged", "unknown_onnx", "empty")
