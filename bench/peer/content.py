"""HuBERT-base or ContentVec over a whole window, in plain torch. Weights: as `read_content_weights` gives them."""

from __future__ import annotations

import torch.nn.functional as F

from bench.peer.tensors import Tensor, Weights, conv1d, heads, joined, layer_norm, linear
from models.graphs.content_spec import ContentSpec
from models.graphs.content_weights import STRIDES


class ContentNetwork:
    """One encoder; `n_layers` of its transformer are used (12 for v2 voices)."""

    def __init__(self, spec: ContentSpec, weights: Weights, n_layers: int = 12) -> None:
        self._spec, self._weights, self._n_layers = spec, weights, n_layers

    def features(self, audio: Tensor) -> Tensor:
        """audio [n] float32 at 16 kHz -> [1, (n - 80) // 320, channels] at 50 Hz."""
        x = self._with_positions(self._front(audio[None, None]))
        for layer in range(self._n_layers):
            x = self._layer(x, f"encoder.layers.{layer}")
        return x

    def _front(self, x: Tensor) -> Tensor:
        weights = self._weights
        for i, stride in enumerate(STRIDES):
            name = f"feature_extractor.conv_layers.{i}"
            x = conv1d(x, weights, f"{name}.conv", stride=stride)
            if i == 0:
                norm = f"{name}.layer_norm"
                x = F.group_norm(x, x.shape[1], weights[f"{norm}.weight"], weights[f"{norm}.bias"], 1e-5)
            x = F.gelu(x)
        x = layer_norm(x.transpose(1, 2), weights, "feature_projection.layer_norm")
        return linear(x, weights, "feature_projection.projection")

    def _with_positions(self, x: Tensor) -> Tensor:
        spec = self._spec
        padding, groups = spec.position_kernel // 2, spec.position_groups
        y = conv1d(x.transpose(1, 2), self._weights, "encoder.pos_conv_embed.conv", padding=padding, groups=groups)
        y = F.gelu(y[:, :, : x.shape[1]]).transpose(1, 2)
        return layer_norm(x + y, self._weights, "encoder.layer_norm")

    def _layer(self, x: Tensor, name: str) -> Tensor:
        weights, n_heads = self._weights, self._spec.n_heads
        q, k, v = (heads(linear(x, weights, f"{name}.attention.{part}_proj"), n_heads) for part in "qkv")
        y = joined(F.scaled_dot_product_attention(q, k, v))
        x = layer_norm(x + linear(y, weights, f"{name}.attention.out_proj"), weights, f"{name}.layer_norm")
        y = F.gelu(linear(x, weights, f"{name}.feed_forward.intermediate_dense"))
        y = linear(y, weights, f"{name}.feed_forward.output_dense")
        return layer_norm(x + y, weights, f"{name}.final_layer_norm")
