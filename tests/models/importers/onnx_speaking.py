"""Small graphs with the faces of the ONNX voices that people have, and their manners: a sine at the pitch that they are given, its phase
begun anew in every call, as loud as the features say, with noise drawn inside. So one hears whether blocks fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.models.importers.onnx_voices import INPUTS

SAMPLE_RATE_HZ = 40_000
SAMPLES_PER_FRAME = SAMPLE_RATE_HZ // 100
N_SPEAKERS = 3
SPEAKER_LEVELS = (0.3, 0.15, 0.05)
_OPSET, _IR = 17, 8


class _Nodes:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def constant(self, value: Any, dtype: type[np.generic] = np.float32) -> str:
        name = f"c{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name


def speaking_onnx(form: str, dim: int = 768, has_f0: bool = True, half: bool = False, noise: float = 0.003) -> bytes:
    """form: rvc-webui, w-okada, deiteris or obs-rvc; half: float16 inputs and output; noise: deviation of what is drawn inside."""
    face = INPUTS[form]
    pitched = [part for part in face if has_f0 or part[0] not in ("pitch", "pitchf")]
    single = TensorProto.FLOAT16 if half else TensorProto.FLOAT
    inputs = [(name, single if kind == TensorProto.FLOAT else kind, _axes(shape, dim)) for name, kind, shape in pitched]
    names = {name for name, _, _ in inputs}
    g = _Nodes()

    def floats(name: str) -> str:
        return g.op("Cast", name, to=TensorProto.FLOAT)

    g.weights.append(numpy_helper.from_array(np.array(SPEAKER_LEVELS, np.float32)[:, None], "emb_g.weight"))
    rng = np.random.default_rng(1)
    phones = floats("feats" if "feats" in names else "phone")
    loudness = g.op("MatMul", phones, g.constant(rng.standard_normal((dim, 1)) / dim**0.5))
    level = g.op("Add", g.op("Mul", g.op("Tanh", loudness), g.constant(0.2)), g.constant(1.0))  # [1, T, 1]
    level = g.op("Transpose", level, perm=[0, 2, 1])
    if has_f0:
        level = g.op("Mul", level, g.op("Add", g.op("Mul", g.op("Cast", "pitch", to=TensorProto.FLOAT), g.constant(0.0)), g.constant(1.0)))
        pitch = g.op("Unsqueeze", floats("pitchf"), g.constant([1], np.int64))
    else:
        pitch = g.op("Add", g.op("Mul", level, g.constant(0.0)), g.constant(220.0))
    drawn = g.op("RandomNormalLike", g.op("Expand", level, g.constant([1, 4, 1], np.int64)))
    hiss = g.op("ReduceMean", floats("rnd") if "rnd" in names else drawn, axes=[1], keepdims=1)
    frames = g.op("Concat", pitch, level, hiss, axis=1)  # [1, 3, T]
    if "skip_head" in names:
        start = g.op("Reshape", "skip_head", g.constant([1], np.int64))
        length = g.op("Reshape", "return_length", g.constant([1], np.int64))
        frames = g.op("Slice", frames, start, g.op("Add", start, length), g.constant([2], np.int64))
    held = g.op("ConvTranspose", frames, g.constant(np.ones((3, 1, SAMPLES_PER_FRAME))), strides=[SAMPLES_PER_FRAME], group=3)
    source_hz, loud, z = (g.op("Slice", held, *(g.constant([n], np.int64) for n in (i, i + 1, 1))) for i in range(3))
    turns = g.op("CumSum", g.op("Div", source_hz, g.constant(float(SAMPLE_RATE_HZ))), g.constant(2, np.int64))
    voiced = g.op("Cast", g.op("Greater", source_hz, g.constant(1.0)), to=TensorProto.FLOAT)
    sine = g.op("Mul", g.op("Sin", g.op("Mul", turns, g.constant(2 * np.pi))), voiced)
    breath = g.op("Mul", g.op("Add", z, g.op("RandomNormalLike", sine)), g.constant(noise))
    spoken = g.op("Add", g.op("Mul", sine, loud), breath)
    speaker = "sid" if "sid" in names else "ds"
    if speaker in names:
        spoken = g.op("Mul", spoken, g.op("Gather", "emb_g.weight", speaker))
    else:
        spoken = g.op("Mul", spoken, g.constant(SPEAKER_LEVELS[0]))
    g.nodes.append(helper.make_node("Cast", [spoken], ["audio"], to=single))
    graph = helper.make_graph(
        g.nodes,
        "voice",
        [helper.make_tensor_value_info(*parts) for parts in inputs],
        [helper.make_tensor_value_info("audio", single, None)],
        g.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    assert isinstance(model, onnx.ModelProto)
    return bytes(model.SerializeToString())


def _axes(shape: list[Any], dim: int) -> list[Any]:
    return [*shape[:-1], dim] if len(shape) == 3 and shape[-1] in (256, 768) else shape


def write_speaking(path: Path, form: str, **manner: Any) -> Path:
    path.write_bytes(speaking_onnx(form, **manner))
    return path
