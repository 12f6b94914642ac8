"""The published files of the content encoder and of RMVPE, read as weights for `models/graphs`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.checkpoint import Checkpoint, read_checkpoint
from models.errors import BadVoiceFile
from models.graphs.content_spec import ContentSpec
from models.graphs.content_weights import read_content_weights
from models.graphs.layers import Weights

MAX_HEADS = 256


def read_content_encoder(path: Path) -> tuple[ContentSpec, Weights]:
    """A content encoder from transformers' file (`pytorch_model.bin`, `model.safetensors`; `config.json` beside it) or fairseq's `.pt`.

    Raises BadVoiceFile where the file is neither, OSError where it cannot be opened.
    """
    checkpoint = read_checkpoint(path)
    model = checkpoint.get("model")
    if isinstance(model, dict):
        return read_content_weights(arrays_of(model), _heads_of(checkpoint.get("cfg"), "encoder_attention_heads"))
    return read_content_weights(arrays_of(checkpoint), _heads_beside(path))


def read_rmvpe(path: Path) -> Weights:
    """The weights of an RMVPE `.pt` in float32 under its own names (bare, or under `model` or `state_dict`).

    Raises BadVoiceFile where the file is something else, OSError where it cannot be opened.
    """
    checkpoint = read_checkpoint(path)
    for key in ("model", "state_dict"):
        inner = checkpoint.get(key)
        checkpoint = inner if isinstance(inner, dict) else checkpoint
    weights = arrays_of(checkpoint)
    if "unet.encoder.bn.weight" not in weights:
        raise BadVoiceFile("read RMVPE", path.name, reason="unsupported", detail="the weights are those of another network")
    return weights


def arrays_of(values: Mapping[Any, object] | Checkpoint) -> dict[str, NDArray[np.float32]]:
    """The floating-point arrays of a checkpoint, as float32."""
    return {
        name: value.astype(np.float32, copy=False)
        for name, value in values.items()
        if isinstance(name, str) and isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }


def _heads_of(configuration: object, key: str) -> int | None:
    """The number of heads in a configuration dict or in its entry `model`; None where it says nothing usable."""
    inner = configuration.get("model", configuration) if isinstance(configuration, dict) else None
    value = inner.get(key) if isinstance(inner, dict) else None
    return value if isinstance(value, int) and 0 < value <= MAX_HEADS else None


def _heads_beside(path: Path) -> int | None:
    file = path.with_name("config.json")
    if not file.is_file():
        return None
    try:
        return _heads_of(json.loads(file.read_text(encoding="utf-8")), "num_attention_heads")
    except ValueError:
        raise BadVoiceFile("read the content encoder's configuration", file.name, reason="damaged", detail="not JSON") from None
