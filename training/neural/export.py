"""Writes the graphs that ship: the content encoder, and the decoder with the averaged weights of a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from models.graphs.neural_decoder import neural_decoder
from models.graphs.whisper import whisper_encoder
from training.neural.cast import CAST
from training.neural.features import N_LAYERS
from training.neural.parts import PARTS
from training.neural.whisper_weights import encoder_weights

ENCODER_FILE = "whisper_tiny_en_encoder.onnx"
DECODER_FILE = "neural_voices.onnx"


def export(folder: Path, target: Path) -> None:
    """Writes both graphs into `target`, from `folder`/decoder.pt and the parts in `folder`/parts."""
    target.mkdir(parents=True, exist_ok=True)
    whisper = PARTS["whisper"]
    encoder_note = {"source": f"{whisper.package}=={whisper.version}", "licence": whisper.licence}
    onnx.save(whisper_encoder(encoder_weights(folder / "parts"), N_LAYERS, encoder_note), str(target / ENCODER_FILE))
    state = torch.load(folder / "decoder.pt", weights_only=False)
    onnx.save(decoder_graph(state), str(target / DECODER_FILE))


def decoder_graph(state: dict[str, Any]) -> onnx.ModelProto:
    """The graph of a checkpoint's averaged weights."""
    weights: dict[str, NDArray[np.float32]] = {name: value.numpy() for name, value in state["average"].items()}
    note = {"voices": json.dumps([member.name for member in CAST]), "steps": str(state.get("step", 0)), "speech": "Kokoro-82M (Apache-2.0)"}
    return neural_decoder(weights, state["shape"]["n_pulse"], note)
