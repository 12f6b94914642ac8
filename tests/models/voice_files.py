"""Small voice files of every container, for the tests of the readers and importers."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from bench.full_size import FAMILIES, VoiceWidths, voice_checkpoint

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
INDEX = REFERENCE / "added_IVF8_Flat_nprobe_1_reference_v2.index"
SMALL = VoiceWidths(inter=8, hidden=8, filter=8, n_layers=1, decoder=32, speaker=4)

Arrays = dict[str, NDArray[np.float32]]


def small_voice(family: str = "v2-40k", has_f0: bool = True, n_speakers: int = 2, seed: int = 0) -> dict[str, Any]:
    """What a voice file holds, weights as float32 arrays: the true layout in tiny widths."""
    assert family in FAMILIES
    return voice_checkpoint(family, has_f0, n_speakers, seed, SMALL)


def minimal_voice() -> dict[str, Any]:
    """The voice with the fewest weights that the layout allows: one residual block a stage, 80 samples a frame, 8 kHz."""
    whole = small_voice("v2-24k")
    weights = {name: array for name, array in whole["weight"].items() if not name.startswith("dec.")}
    first = 4
    rng = np.random.default_rng(1)

    def layer(name: str, shape: tuple[int, ...], n_bias: int = 0) -> None:
        weights[f"{name}.weight"] = rng.standard_normal(shape, np.float32)
        if n_bias:
            weights[f"{name}.bias"] = np.zeros(n_bias, np.float32)

    layer("dec.conv_pre", (first, 8, 7), first)
    layer("dec.cond", (first, 4, 1), first)
    layer("dec.m_source.l_linear", (1, 1), 1)
    layer("dec.conv_post", (1, 1, 7))
    for i, (narrow, kernel, excitation) in enumerate([(2, 16, 16), (1, 16, 1)]):
        layer(f"dec.ups.{i}", (2 * narrow, narrow, kernel), narrow)
        layer(f"dec.noise_convs.{i}", (narrow, 1, excitation), narrow)
        for part in ("convs1", "convs2"):
            layer(f"dec.resblocks.{i}.{part}.0", (narrow, narrow, 3), narrow)
    config = [*whole["config"][:10], [3], [[1]], [10, 8], first, [16, 16], 2, 4, 8000]
    return {**whole, "weight": weights, "config": config, "sr": 8000}


def tensors(arrays: Mapping[str, Any], dtype: torch.dtype = torch.float16) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(np.array(array)).to(dtype) for name, array in arrays.items()}


def with_tensors(voice: Mapping[str, Any], dtype: torch.dtype = torch.float16) -> dict[str, Any]:
    return {**voice, "weight": tensors(voice["weight"], dtype)}


def save(path: Path, content: object, legacy: bool = False, protocol: int = 2) -> Path:
    torch.save(content, path, pickle_protocol=protocol, _use_new_zipfile_serialization=not legacy)
    return path


def safetensors_bytes(arrays: Mapping[str, NDArray[Any]], metadata: Mapping[str, str] | None = None) -> bytes:
    """The format by hand: length, JSON header, data."""
    names = {"f4": "F32", "f2": "F16", "f8": "F64", "i8": "I64", "u2": "BF16", "b1": "BOOL"}
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata is not None else {}
    blobs: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        blob = np.ascontiguousarray(array).tobytes()
        dtype = names[array.dtype.str[1:]]
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"".join(blobs)


def voice_safetensors(voice: Mapping[str, Any]) -> bytes:
    metadata = {key: value if isinstance(value, str) else json.dumps(value) for key, value in voice.items() if key != "weight"}
    return safetensors_bytes(voice["weight"], metadata)


def torch_zip_with_pickle(data: bytes, storages: Mapping[str, bytes] | None = None) -> bytes:
    """A torch archive around any pickle."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/byteorder", "little")
        for key, content in (storages or {}).items():
            archive.writestr(f"archive/data/{key}", content)
    return out.getvalue()


def legacy_with_pickle(data: bytes) -> bytes:
    """A legacy container around any pickle, without storages."""
    head = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({"little_endian": True}, 2)
    return head + data + pickle.dumps([], 2)


def zip_bytes(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
