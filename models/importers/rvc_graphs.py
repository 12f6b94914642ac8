"""The graphs of an imported RVC voice as files: what `import_voice` is given by the program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models.graphs.spec import RvcSpec
from models.graphs.synthesizer import build_decoder, build_latent
from models.importers.weight_norm import Floats

LATENT, DECODER = "latent.onnx", "decoder.onnx"


def write_rvc_graphs(spec: RvcSpec, weights: Mapping[str, Floats], folder: Path) -> Mapping[str, str]:
    """Writes `latent.onnx` and `decoder.onnx` (models/graphs/synthesizer.py) in float32; returns role -> file name.

    Raises BadVoiceFile for rates at which the network cannot stream.
    """
    (folder / LATENT).write_bytes(build_latent(spec, weights).SerializeToString())
    (folder / DECODER).write_bytes(build_decoder(spec, weights).SerializeToString())
    return {"latent": LATENT, "decoder": DECODER}
