"""The shape of a content encoder: what its graphs are built from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentSpec:
    """Shape of a content encoder.

    convolution_channels   width of the convolutional front end (512 in HuBERT-base)
    hidden_channels        width of the transformer (768), n_heads heads (12)
    n_layers               transformer layers (12)
    position_kernel        frames of the positional convolution (128), in position_groups groups (16)
    projection_channels    width of `final_proj` (256), which v1 voices are given; 0 if the file has none
    """

    convolution_channels: int
    hidden_channels: int
    n_heads: int
    n_layers: int
    position_kernel: int
    position_groups: int
    projection_channels: int
