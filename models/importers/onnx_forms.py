"""The ONNX voices that people have, told apart by their inputs and metadata."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.checkpoint.lookalikes import HEAD_BYTES, told_apart
from models.importers.onnx_closed import read_closed
from models.importers.printable import printable
from models.importers.refusal import Refusal
from models.importers.rvc import DEFAULT_ENCODER

OnnxForm = Literal["rvc-webui", "w-okada", "deiteris", "obs-rvc"]
MAX_ONNX_BYTES = 1 << 30
_DOING = "import the voice"

_PITCHED = {"pitch", "pitchf"}
_OKADA = {"feats", "p_len", "sid"}
_DEITERIS = {"skip_head", "return_length", "formant_length"}
_WEBUI = {"phone", "phone_lengths", "pitch", "pitchf", "ds", "rnd"}
_FOUNDATIONS = {("input", "output"): "RMVPE", ("source", "embed"): "ContentVec or HuBERT"}
_PHONE_DIMS: Mapping[int, Literal["v1", "v2"]] = {256: "v1", 768: "v2"}
_LAYERS: Mapping[str, int] = {"v1": 9, "v2": 12}
# what w-okada calls the encoder that came with RVC, which is ContentVec
_CONTENTVEC_NAMES = {"", "contentvec", "hubert_base", "hubert-base", "hubert"}


@dataclass(frozen=True, slots=True)
class OnnxVoice:
    """A foreign voice. `inputs` and `output` are names in the graph; `sample_rate_hz` from the metadata or the graph's upsampling."""

    form: OnnxForm
    inputs: tuple[str, ...]
    output: str
    has_f0: bool
    phone_dim: int
    version: Literal["v1", "v2"]
    sample_rate_hz: int
    n_speakers: int
    encoder: str


def read_onnx(path: Path) -> OnnxVoice:
    """Which kind of voice the graph is. Raises BadVoiceFile (`reason` unknown_onnx, foundation_model, other_network, damaged, ...)."""
    return open_onnx(path, path.name)[0]


def open_onnx(path: Path, name: str) -> tuple[OnnxVoice, bytes]:
    """The voice, and its model as what stands alone (models/importers/onnx_closed.py), serialised.

    Raises as `read_onnx` does, about `name`.
    """
    try:
        model = _model(path)
        return _read(model), bytes(model.SerializeToString())
    except Refusal as refusal:
        raise refusal.about(_DOING, name) from None


def _model(path: Path) -> Any:
    if path.stat().st_size > MAX_ONNX_BYTES:
        raise Refusal("too_large", f"the graph has {path.stat().st_size} bytes")
    content = path.read_bytes()
    if (other := told_apart(content[:HEAD_BYTES])) is not None:
        raise Refusal(other.reason, other.detail)
    return read_closed(content)


def _read(model: Any) -> OnnxVoice:
    graph = model.graph
    weights = {tensor.name for tensor in graph.initializer}
    inputs = tuple(value.name for value in graph.input if value.name not in weights)
    outputs = tuple(value.name for value in graph.output)
    form = _form(graph, inputs, outputs)
    facts = _metadata(model)
    phone_dim = _phone_dim(graph, facts)
    version = _PHONE_DIMS.get(phone_dim)
    if version is None:
        raise Refusal("unsupported_version", f"content features of {phone_dim} numbers", version="")
    _check_features(version, facts)
    _check_length(graph)
    return OnnxVoice(
        form=form,
        inputs=inputs,
        output=outputs[0],
        has_f0=set(inputs) >= _PITCHED,
        phone_dim=phone_dim,
        version=version,
        sample_rate_hz=_sample_rate_hz(graph, facts),
        n_speakers=_n_speakers(graph),
        encoder=_encoder(facts),
    )


def _form(graph: Any, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> OnnxForm:
    names = set(inputs)
    if not outputs or len(names) != len(inputs):
        raise Refusal("damaged", "a graph without an output, or with an input twice")
    if len(inputs) == 1 and (inputs[0], outputs[0]) in _FOUNDATIONS:
        network = _FOUNDATIONS[inputs[0], outputs[0]]
        raise Refusal("foundation_model", f"a file of {network}", network=network)
    if names >= {"c", "f0"} or "mel2ph" in names:
        raise Refusal("other_network", "a file of so-vits-svc", network="so-vits-svc")
    if names == _WEBUI:
        return "rvc-webui"
    if names - _PITCHED == _OKADA:
        return "w-okada"
    if names - _PITCHED == _OKADA | _DEITERIS:
        return "deiteris"
    if names == {"phone", "pitch", "pitchf"}:
        return "obs-rvc"
    raise Refusal("unknown_onnx", "a graph with the inputs " + ", ".join(sorted(f"{name!s:.32}" for name in names)[:12]))


def _check_features(version: Literal["v1", "v2"], facts: Mapping[str, object]) -> None:
    """v1 takes what follows layer 9, projected, v2 what follows layer 12; other pairs were trained by hardly anybody."""
    layer, projected = facts.get("embOutputLayer"), facts.get("useFinalProj")
    if (layer if type(layer) is int else _LAYERS[version]) != _LAYERS[version] or (version == "v2" and projected is True):
        detail = f"content features of layer {layer}{', projected' if projected is True else ''} in a voice of version {version}"
        raise Refusal("unsupported_version", detail, version=version)


def _check_length(graph: Any) -> None:
    for value in graph.input:
        dims = value.type.tensor_type.shape.dim
        if value.name in ("phone", "feats") and len(dims) == 3 and dims[1].dim_value:
            raise Refusal("unsupported", f"a graph for exactly {dims[1].dim_value} frames, and speech is longer")


def _metadata(model: Any) -> Mapping[str, object]:
    """w-okada's JSON under the key `metadata`; {} where there is none."""
    for pair in model.metadata_props:
        if pair.key == "metadata" and len(pair.value) < 1 << 16:
            try:
                facts = json.loads(pair.value)
            except (ValueError, RecursionError):
                raise Refusal("damaged", "the graph's metadata are no JSON") from None
            if isinstance(facts, dict):
                return facts
    return {}


def _phone_dim(graph: Any, facts: Mapping[str, object]) -> int:
    for value in graph.input:
        if value.name in ("phone", "feats"):
            dims = value.type.tensor_type.shape.dim
            if len(dims) == 3 and dims[2].dim_value:
                return int(dims[2].dim_value)
    for tensor in graph.initializer:
        if tensor.name == "enc_p.emb_phone.weight" and len(tensor.dims) == 2:
            return int(tensor.dims[1])
    channels = facts.get("embChannels")
    return channels if type(channels) is int else 0


def _sample_rate_hz(graph: Any, facts: Mapping[str, object]) -> int:
    """From the metadata, else 100 frames a second times the strides of the upsampling convolutions."""
    named = facts.get("samplingRate")
    if type(named) is int and 8000 <= named <= 192_000:
        return named
    strides = [
        int(attribute.ints[-1])
        for node in graph.node
        if node.op_type == "ConvTranspose"
        for attribute in node.attribute
        if attribute.name == "strides" and attribute.ints
    ]
    rate_hz = 100 * math.prod(strides[:16])
    if not 8000 <= rate_hz <= 192_000:
        raise Refusal("unknown_onnx", "a graph that does not say its sample rate")
    return rate_hz


def _n_speakers(graph: Any) -> int:
    for tensor in graph.initializer:
        if tensor.name == "emb_g.weight" and len(tensor.dims) == 2:
            return max(1, min(int(tensor.dims[0]), 10_000))
    return 1


def _encoder(facts: Mapping[str, object]) -> str:
    text = printable(facts.get("embedder")).lower()
    return DEFAULT_ENCODER if text in _CONTENTVEC_NAMES else text
