"""The content encoder's weights from either published layout, under one set of names.

Two files carry the same network: transformers' `pytorch_model.bin` and fairseq's `hubert_base.pt` (its entry `model`). Both become the
names of transformers, weight norm folded, float32; the shape is read from the weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import BadVoiceFile
from models.graphs.content_spec import ContentSpec
from models.graphs.layers import Weights

HEAD_WIDTH = 64

# Kernels and strides of the convolutions every HuBERT has: 400 samples seen, 320 samples a step, 16 kHz -> 50 Hz.
KERNELS = (10, 3, 3, 3, 3, 2, 2)
STRIDES = (5, 2, 2, 2, 2, 2, 2)
SAMPLE_RATE_HZ = 16_000
HOP_SAMPLES = 320
REACH_SAMPLES = 400

_FAIRSEQ_NAMES = (
    (r"feature_extractor\.conv_layers\.(\d+)\.0\.", r"feature_extractor.conv_layers.\1.conv."),
    (r"feature_extractor\.conv_layers\.(\d+)\.2\.", r"feature_extractor.conv_layers.\1.layer_norm."),
    (r"layer_norm\.", "feature_projection.layer_norm."),
    (r"post_extract_proj\.", "feature_projection.projection."),
    (r"encoder\.pos_conv\.0\.", "encoder.pos_conv_embed.conv."),
    (r"(encoder\.layers\.\d+)\.self_attn\.", r"\1.attention."),
    (r"(encoder\.layers\.\d+)\.self_attn_layer_norm\.", r"\1.layer_norm."),
    (r"(encoder\.layers\.\d+)\.fc1\.", r"\1.feed_forward.intermediate_dense."),
    (r"(encoder\.layers\.\d+)\.fc2\.", r"\1.feed_forward.output_dense."),
)
_POSITIONS = "encoder.pos_conv_embed.conv"


def read_content_weights(state: Mapping[str, NDArray[Any]], n_heads: int | None = None) -> tuple[ContentSpec, Weights]:
    """The spec and the canonical weights of a state dict in either layout.

    n_heads: from the file's configuration (`num_attention_heads`, `encoder_attention_heads`); None takes heads of 64, as every HuBERT has.
    Raises BadVoiceFile where the state dict is another network.
    """
    weights = _folded(
        {_canonical(name): np.asarray(array, np.float32) for name, array in state.items() if np.asarray(array).dtype.kind == "f"}
    )
    try:
        spec = _spec_of(weights, n_heads)
    except KeyError as missing:
        raise BadVoiceFile(
            "read the content encoder", "", reason="unsupported", detail=f"no weight {missing.args[0]}: not a HuBERT"
        ) from missing
    if spec.hidden_channels % spec.n_heads:
        detail = f"{spec.hidden_channels} channels do not divide into {spec.n_heads} heads"
        raise BadVoiceFile("read the content encoder", "", reason="unsupported", detail=detail)
    return spec, weights


def _canonical(name: str) -> str:
    name = name.removeprefix("hubert.")
    for pattern, replacement in _FAIRSEQ_NAMES:
        found = re.match(pattern, name)
        if found:
            return found.expand(replacement) + name[found.end() :]
    return name


def _folded(weights: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Weight norm of the positional convolution, whose norm is taken per tap, in either of torch's spellings."""
    for g_name, v_name in (("weight_g", "weight_v"), ("parametrizations.weight.original0", "parametrizations.weight.original1")):
        if f"{_POSITIONS}.{v_name}" in weights:
            v = weights.pop(f"{_POSITIONS}.{v_name}").astype(np.float64)
            g = weights.pop(f"{_POSITIONS}.{g_name}").astype(np.float64)
            norm = np.sqrt(np.square(v).sum(axis=(0, 1), keepdims=True))
            weights[f"{_POSITIONS}.weight"] = (g * v / norm).astype(np.float32)
    return weights


def _spec_of(weights: Weights, n_heads: int | None) -> ContentSpec:
    layers = {int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers.")}
    hidden, convolution = weights["feature_projection.projection.weight"].shape
    positions = weights[f"{_POSITIONS}.weight"]
    projection = weights["final_proj.weight"].shape[0] if "final_proj.weight" in weights else 0
    for i, kernel in enumerate(KERNELS):
        if weights[f"feature_extractor.conv_layers.{i}.conv.weight"].shape[2] != kernel:
            raise KeyError(f"feature_extractor.conv_layers.{i}.conv.weight of {kernel} taps")
    return ContentSpec(
        convolution_channels=convolution,
        hidden_channels=hidden,
        n_heads=n_heads or max(1, hidden // HEAD_WIDTH),
        n_layers=len(layers),
        position_kernel=positions.shape[2],
        position_groups=positions.shape[0] // positions.shape[1],
        projection_channels=projection,
    )
