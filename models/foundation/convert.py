"""A published file -> our graphs in a folder. No deep-learning framework takes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from jobs.context import JobContext
from models.checkpoint import Checkpoint, read_outline
from models.errors import BadFoundationFile, BadVoiceFile
from models.foundation.catalogue import Kind
from models.foundation.manifest import PitchShape
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.content_spec import ContentSpec
from models.graphs.layers import Weights
from models.graphs.rmvpe import build_rmvpe, frame_multiple
from models.importers.foundation import read_content_encoder, read_rmvpe

Version = Literal["v1", "v2"]
LAYERS: dict[Version, tuple[int, bool]] = {"v1": (9, True), "v2": (12, False)}
"""What a voice is given: the encoder's layer, and whether its projection follows."""

FRAME_MULTIPLE = 32
N_BANDS, N_BINS = 128, 360
MAX_ONNX_BYTES = 1 << 30
_MAX_DEPTH = 8
_DOING = "read the foundation model"


@dataclass(frozen=True, slots=True)
class ConvertedModel:
    """What was written: role -> file name, and the sizes."""

    kind: Kind
    graphs: dict[str, str]
    content: ContentSpec | None = None
    features: dict[Version, int] | None = None
    pitch: PitchShape | None = None


def kind_of(path: Path) -> Kind:
    """What a file is, from the names of its weights or of its graph's inputs. Raises BadFoundationFile, OSError."""
    if path.suffix.lower() == ".onnx":
        return "pitch"  # the only graph that is taken; `convert` looks at it
    try:
        outline = read_outline(path)
    except BadVoiceFile as error:
        raise _bad(path, error) from None
    names = _names(outline)
    if any(name.startswith("unet.encoder.") for name in names):
        return "pitch"
    if any(name.startswith(("enc_p.", "dec.", "weight.enc_p.")) for name in names):
        raise BadFoundationFile(_DOING, path.name, reason="a_voice", detail="a voice, not a foundation model")
    if any("feature_extractor.conv_layers." in name for name in names):
        return "content"
    raise BadFoundationFile(_DOING, path.name, reason="not_a_foundation", detail="neither a content encoder nor RMVPE")


def _names(outline: Checkpoint) -> list[str]:
    inner = [table for key in ("model", "state_dict", "weight") if isinstance(table := outline.get(key), dict)]
    return [name for table in (outline, *inner) for name in table if isinstance(name, str)]


def convert(path: Path, kind: Kind, folder: Path, context: JobContext) -> ConvertedModel:
    """Writes the graphs of the file into `folder`. Raises BadFoundationFile, WorkCancelled, OSError."""
    try:
        if kind == "content":
            return _content(path, folder, context)
        return _rmvpe_graph(path, folder, context) if path.suffix.lower() == ".onnx" else _rmvpe(path, folder, context)
    except BadVoiceFile as error:
        raise _bad(path, error) from None
    except (KeyError, ValueError, IndexError, ZeroDivisionError) as error:  # weights that are missing or contradict each other
        detail = f"weights that do not belong together ({error!s:.100})"
        raise BadFoundationFile(_DOING, path.name, reason="damaged", detail=detail) from None


def _bad(path: Path, error: BadVoiceFile) -> BadFoundationFile:
    return BadFoundationFile(_DOING, path.name, **error.facts)


# --- content encoder -----------------------------------------------------------------------------------------------------------------


def _content(path: Path, folder: Path, context: JobContext) -> ConvertedModel:
    context.step(0.0, "reading the content encoder")
    spec, weights = read_content_encoder(path)
    if "feature_extractor.conv_layers.1.layer_norm.weight" in weights:
        detail = "a HuBERT of the large kind, which normalises every convolution; RVC voices are made on the base kind"
        raise BadFoundationFile(_DOING, path.name, reason="unsupported", detail=detail)
    _check_finite(path, weights)
    context.step(0.3, "writing the front end")
    _write(build_content_frames(spec, weights), folder / "frames.onnx")
    graphs, features = {"frames": "frames.onnx"}, dict[Version, int]()
    for i, (version, (n_layers, projected)) in enumerate(LAYERS.items()):
        context.step(0.4 + 0.3 * i, "writing the transformer")
        if n_layers > spec.n_layers or (projected and not spec.projection_channels):
            continue  # an encoder without the projection serves v2 voices only
        role = f"context-{version}"
        _write(build_content_context(spec, weights, n_layers, projected), folder / f"{role}.onnx")
        graphs[role] = f"{role}.onnx"
        features[version] = spec.projection_channels if projected else spec.hidden_channels
    if not features:
        detail = f"an encoder of {spec.n_layers} layers; voices need 12, or 9 and a projection"
        raise BadFoundationFile(_DOING, path.name, reason="unsupported", detail=detail)
    return ConvertedModel("content", graphs, content=spec, features=features)


def _check_finite(path: Path, weights: Weights) -> None:
    for name, array in weights.items():
        if not np.isfinite(array).all():
            raise BadFoundationFile(_DOING, path.name, reason="not_finite", detail=f"{name} holds infinities or NaN", weight=name)


def _write(model: Any, path: Path) -> None:
    path.write_bytes(model.SerializeToString())


# --- pitch ---------------------------------------------------------------------------------------------------------------------------


def _rmvpe(path: Path, folder: Path, context: JobContext) -> ConvertedModel:
    context.step(0.0, "reading RMVPE")
    weights = read_rmvpe(path)
    _check_finite(path, weights)
    context.step(0.4, "writing the graph")
    model = build_rmvpe(weights)
    n_bands, n_bins = _fixed(model.graph.input[0], 1), _fixed(model.graph.output[0], 2)
    shape = PitchShape(n_bands=n_bands, frame_multiple=frame_multiple(weights), n_bins=n_bins)
    if (shape.n_bands, shape.n_bins) != (N_BANDS, N_BINS):
        detail = f"{shape.n_bands} mel bands and {shape.n_bins} bins, and {N_BANDS} and {N_BINS} are wanted"
        raise BadFoundationFile(_DOING, path.name, reason="unsupported", detail=detail)
    _write(model, folder / "rmvpe.onnx")
    return ConvertedModel("pitch", {"salience": "rmvpe.onnx"}, pitch=shape)


def _rmvpe_graph(path: Path, folder: Path, context: JobContext) -> ConvertedModel:
    """The published graph as it stands, once its inputs and outputs have been checked."""
    context.step(0.0, "reading the graph")
    if path.stat().st_size > MAX_ONNX_BYTES:
        raise BadFoundationFile(_DOING, path.name, reason="too_large", detail=f"the graph has {path.stat().st_size} bytes")
    content = path.read_bytes()
    try:
        model = onnx.load_model_from_string(content)
    except DecodeError:
        raise BadFoundationFile(_DOING, path.name, reason="damaged", detail="the file is no ONNX graph, or it is cut short") from None
    reason = _why_not_rmvpe(model.graph)
    if reason:
        raise BadFoundationFile(_DOING, path.name, reason="unsupported", detail=reason)
    context.step(0.6, "checking the graph")
    try:
        onnx.checker.check_model(content if len(content) < MAX_ONNX_BYTES else model)
    except onnx.checker.ValidationError as error:
        detail = f"a graph that is not valid: {str(error).splitlines()[0][:160]}"
        raise BadFoundationFile(_DOING, path.name, reason="damaged", detail=detail) from None
    context.check()
    (folder / "rmvpe.onnx").write_bytes(content)
    shape = PitchShape(n_bands=N_BANDS, frame_multiple=FRAME_MULTIPLE, n_bins=N_BINS)
    return ConvertedModel("pitch", {"salience": "rmvpe.onnx"}, pitch=shape)


def _why_not_rmvpe(graph: Any) -> str:
    """Why the graph is not the published RMVPE: mel `input` [1, 128, T] in, `output` [1, T, 360] out; "" if it is."""
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in weights]
    names = ([value.name for value in inputs], [value.name for value in graph.output])
    if names == (["source"], ["embed"]):
        return "a content encoder as a graph, which cannot be run in a stream; give hubert_base.pt or pytorch_model.bin"
    if names != (["input"], ["output"]):
        shown = ", ".join(f"{name!s:.32}" for name in names[0][:8])  # protobuf gives bytes for a name that is no UTF-8
        return f"a graph with the inputs {shown}; only RMVPE's graph with input and output (mel in, salience out) is taken"
    if not (_fits(inputs[0], (1, N_BANDS, None)) and _fits(graph.output[0], (1, None, N_BINS))):
        return f"a graph of other sizes than RMVPE's: mel [1, {N_BANDS}, frames] in, [1, frames, {N_BINS}] out, 32-bit"
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL or tensor.external_data for tensor in _tensors(graph, 0)):
        return "a graph that keeps its weights in other files"
    return ""


def _tensors(graph: Any, depth: int) -> Iterator[Any]:
    """Every tensor of the graph and of those inside its nodes: one that lies in another file could name any file."""
    if depth > _MAX_DEPTH:
        return
    yield from graph.initializer
    for attribute in (attribute for node in graph.node for attribute in node.attribute):
        yield from [attribute.t, *attribute.tensors]
        for inner in (attribute.g, *attribute.graphs):
            yield from _tensors(inner, depth + 1)


def _fits(value: Any, wanted: tuple[int | None, ...]) -> bool:
    """Whether the declared shape may be `wanted`: an axis that either side leaves open fits. An undeclared rank fits too."""
    kind = value.type.tensor_type
    if kind.elem_type != onnx.TensorProto.FLOAT:
        return False
    if not kind.HasField("shape"):
        return True
    sizes = [axis.dim_value for axis in kind.shape.dim]
    return len(sizes) == len(wanted) and all(not size or open_ is None or size == open_ for size, open_ in zip(sizes, wanted, strict=True))


def _fixed(value: Any, axis: int) -> int:
    return int(value.type.tensor_type.shape.dim[axis].dim_value)
