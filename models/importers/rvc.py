"""An RVC voice (`.pth` of RVC, Applio and kin, or `.safetensors`) -> spec, weights and what the file says about itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.checkpoint import Checkpoint, TensorOutline, read_checkpoint, read_outline
from models.checkpoint.safetensors import METADATA
from models.graphs.spec import RvcSpec
from models.importers.kinds import check_is_voice
from models.importers.printable import printable
from models.importers.refusal import Refusal
from models.importers.rvc_shapes import expected_shapes
from models.importers.rvc_spec import spec_of
from models.importers.weight_norm import Floats, fold_weight_norm, plain_name

DEFAULT_ENCODER = "contentvec"
_DOING = "import the voice"
_PREFIX = "weight."


@dataclass(frozen=True, slots=True)
class RvcMetadata:
    """What the file says about itself. Texts are cut to 200 characters and hold no control characters; "" and None where it says nothing.

    encoder      the content encoder it was trained on ("contentvec" unless the file says otherwise)
    half         whether the weights were stored as float16
    """

    name: str = ""
    info: str = ""
    author: str = ""
    created: str = ""
    encoder: str = DEFAULT_ENCODER
    vocoder: str = ""
    licence: str = ""
    epoch: int | None = None
    half: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RvcVoice:
    """A voice, checked: `weights` holds exactly the names that `spec` asks for, float32, finite, C-contiguous, weight norm folded."""

    spec: RvcSpec
    weights: Mapping[str, Floats]
    metadata: RvcMetadata


def read_rvc(path: Path) -> RvcVoice:
    """Reads and checks a voice file. Raises BadVoiceFile (`reason` as in models/importers/refusal.py), OSError."""
    try:
        outline = as_voice_values(read_outline(path))
        check_is_voice(outline)
        metadata = _metadata(outline)
        spec = spec_of(outline, _outline_shapes(outline["weight"]))
        return RvcVoice(spec, _weights(spec, as_voice_values(read_checkpoint(path))["weight"]), metadata)
    except Refusal as refusal:
        raise refusal.about(_DOING, path.name) from None


def as_voice_values(checkpoint: Checkpoint) -> dict[str, object]:
    """The checkpoint as RVC lays it out, also where the weights stand at the top (safetensors, whose metadata hold the rest as texts)."""
    bare = {name.removeprefix(_PREFIX): value for name, value in checkpoint.items() if isinstance(value, (np.ndarray, TensorOutline))}
    if not bare or "weight" in checkpoint:
        return dict(checkpoint)
    texts = checkpoint.get(METADATA)
    values = {str(key): _parsed(str(text)) for key, text in texts.items()} if isinstance(texts, dict) else dict(checkpoint)
    return {**values, "weight": bare}


def _parsed(text: str) -> object:
    """A metadata text as JSON if it is a number or a list, else as it stands."""
    if len(text) > 4096:
        return text
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, (int, float, list)) else text


def _outline_shapes(weights: object) -> dict[str, tuple[int, ...]]:
    """Shapes of the weights under their plain names (a direction has the shape of the weight it makes)."""
    if not isinstance(weights, dict):
        raise Refusal("missing_key", "the table of weights is missing", key="weight")
    shapes: dict[str, tuple[int, ...]] = {}
    for name, outline in weights.items():
        if isinstance(name, str) and isinstance(outline, TensorOutline):
            plain, part = plain_name(name)
            if part != "g":
                shapes[plain] = outline.shape
    return shapes


def _weights(spec: RvcSpec, table: object) -> dict[str, Floats]:
    """The weights that `spec` asks for, checked; others (`enc_q`, counters) are left out."""
    wanted = expected_shapes(spec)
    named = table if isinstance(table, dict) else {}
    found = {name: array for name, array in named.items() if isinstance(name, str) and plain_name(name)[0] in wanted}
    floats = {name: _floats(name, array) for name, array in found.items()}
    try:
        folded = fold_weight_norm(floats)
    except ValueError as error:
        raise Refusal("wrong_shape", "the two halves of a normed weight do not belong together", weight=str(error)) from None
    for name, shape in wanted.items():
        if name not in folded:
            raise Refusal("missing_weight", f"{name} is missing", weight=name)
        if folded[name].shape != shape:
            detail = f"{name} has the shape {folded[name].shape}, and the config asks for {shape}"
            raise Refusal("wrong_shape", detail, weight=name)
        _check_finite(name, folded[name])
    return {name: np.ascontiguousarray(folded[name]) for name in wanted}


def _floats(name: str, array: object) -> Floats:
    if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
        raise Refusal("wrong_shape", f"{name} is no table of real numbers", weight=name)
    values: NDArray[np.floating] = array
    with np.errstate(over="ignore", invalid="ignore"):  # beyond float32, or a signalling NaN: found by the next line
        floats: Floats = values.astype(np.float32)
    _check_finite(name, floats)
    return floats


def _check_finite(name: str, floats: Floats) -> None:
    if not np.isfinite(floats).all():
        raise Refusal("not_finite", f"{name} holds infinities or NaN", weight=name)


def _encoder(values: Mapping[str, object]) -> str:
    """Applio's `embedder_model`, or ddPn08's `embedder_name`, which ends with the width of its features."""
    theirs = printable(values.get("embedder_name")).lower().removesuffix("768")
    return printable(values.get("embedder_model")).lower() or theirs or DEFAULT_ENCODER


def _metadata(values: Mapping[str, object]) -> RvcMetadata:
    vocoder = printable(values.get("vocoder"))
    if vocoder and vocoder.lower().replace("-", "").replace(" ", "") not in ("hifigan", "default", "nsfhifigan"):
        raise Refusal("unsupported_vocoder", f"a voice with the vocoder {vocoder!r}", vocoder=vocoder)
    epoch = values.get("epoch")
    weights = values.get("weight")
    tensors = [value for value in weights.values() if isinstance(value, TensorOutline)] if isinstance(weights, dict) else []
    return RvcMetadata(
        name=printable(values.get("model_name")),
        info=printable(values.get("info")),
        author=printable(values.get("author")),
        created=printable(values.get("creation_date")),
        encoder=_encoder(values),
        vocoder=vocoder,
        licence=printable(values.get("license") or values.get("licence")),
        epoch=epoch if type(epoch) is int and 0 <= epoch < 1 << 31 else None,
        half=bool(tensors) and all(tensor.dtype == "Half" for tensor in tensors),
    )
