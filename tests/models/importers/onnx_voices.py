"""Tiny graphs with the faces of the ONNX voices that people have: right inputs, shapes and metadata, one multiplication inside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64, INT32 = TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32
OKADA_METADATA = {
    "application": "VC_CLIENT",
    "version": "2.1",
    "modelType": "pyTorchRVCv2",
    "samplingRate": 40000,
    "f0": True,
    "embChannels": 768,
    "embedder": "hubert_base",
    "embOutputLayer": 12,
    "useFinalProj": False,
}
INPUTS: dict[str, list[tuple[str, int, list[Any]]]] = {
    "rvc-webui": [
        ("phone", FLOAT, [1, "T", 768]),
        ("phone_lengths", INT64, [1]),
        ("pitch", INT64, [1, "T"]),
        ("pitchf", FLOAT, [1, "T"]),
        ("ds", INT64, [1]),
        ("rnd", FLOAT, [1, 192, "T"]),
    ],
    "w-okada": [
        ("feats", FLOAT, [1, "T", 768]),
        ("p_len", INT64, [1]),
        ("pitch", INT64, [1, "T"]),
        ("pitchf", FLOAT, [1, "T"]),
        ("sid", INT64, [1]),
    ],
    "w-okada without f0": [("feats", FLOAT, [1, "T", 256]), ("p_len", INT64, [1]), ("sid", INT64, [1])],
    "obs-rvc": [("phone", FLOAT, [1, "T", 768]), ("pitch", INT32, [1, "T"]), ("pitchf", FLOAT, [1, "T"])],
    "rmvpe": [("input", FLOAT, [1, 128, "T"])],
    "contentvec": [("source", FLOAT, [1, 1, "N"])],
    "so-vits": [("c", FLOAT, [1, "T", 256]), ("f0", FLOAT, [1, "T"]), ("mel2ph", INT64, [1, "T"])],
    "something": [("x", FLOAT, [1, 3])],
}
INPUTS["deiteris"] = INPUTS["w-okada"] + [(name, INT64, []) for name in ("skip_head", "return_length", "formant_length")]
OUTPUTS = {"rmvpe": "output", "contentvec": "embed"}


def write_onnx(
    path: Path, face: str, metadata: object = None, external: bool = False, upsampling: tuple[int, ...] = (10, 10, 2, 2)
) -> Path:
    """Writes the graph with the inputs that `face` names."""
    first = INPUTS[face][0][0]
    weight = numpy_helper.from_array(np.ones(1, np.float32), "weight")
    if external:
        weight = TensorProto(name="weight", data_type=FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
        weight.external_data.add(key="location", value="../../secret")
    nodes = [helper.make_node("Mul", [first, "weight"], [OUTPUTS.get(face, "audio")])]
    nodes += [helper.make_node("ConvTranspose", ["a", "b"], [f"up{i}"], strides=[rate]) for i, rate in enumerate(upsampling)]
    inputs = [helper.make_tensor_value_info(*parts) for parts in INPUTS[face]]
    outputs = [helper.make_tensor_value_info(OUTPUTS.get(face, "audio"), FLOAT, None)]
    embedding = numpy_helper.from_array(np.ones((3, 4), np.float32), "emb_g.weight")
    model = helper.make_model(helper.make_graph(nodes, "voice", inputs, outputs, [weight, embedding]))
    if metadata is not None:
        model.metadata_props.add(key="metadata", value=metadata if isinstance(metadata, str) else json.dumps(metadata))
    path.write_bytes(model.SerializeToString())
    assert isinstance(model, onnx.ModelProto)
    return path
