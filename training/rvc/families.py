"""RVC's own sizes, by version and rate, and the sizes that a checkpoint's weights tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.graphs.spec import FRAME_RATE_HZ, RvcSpec
from training.rvc.spectrogram import SpectrogramSpec

Version = Literal["v1", "v2"]
Shapes = Mapping[str, tuple[int, ...]]

PHONE_DIMS: dict[Version, int] = {"v1": 256, "v2": 768}
DILATIONS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Family:
    """Sizes that belong to one version and rate."""

    n_fft: int
    n_mels: int
    segment_samples: int
    upsample_rates: tuple[int, ...]
    upsample_kernel_sizes: tuple[int, ...]


FAMILIES: dict[tuple[Version, int], Family] = {
    ("v1", 32_000): Family(1024, 80, 12_800, (10, 4, 2, 2, 2), (16, 16, 4, 4, 4)),
    ("v1", 40_000): Family(2048, 125, 12_800, (10, 10, 2, 2), (16, 16, 4, 4)),
    ("v1", 48_000): Family(2048, 128, 11_520, (10, 6, 2, 2, 2), (16, 16, 4, 4, 4)),
    ("v2", 32_000): Family(1024, 80, 12_800, (10, 8, 2, 2), (20, 16, 4, 4)),
    ("v2", 40_000): Family(2048, 125, 12_800, (10, 10, 2, 2), (16, 16, 4, 4)),
    ("v2", 48_000): Family(2048, 128, 17_280, (12, 10, 2, 2), (24, 20, 4, 4)),
}


def family(version: Version, rate_hz: int) -> Family:
    """The sizes of `version` at `rate_hz`. Raises KeyError where RVC has none."""
    return FAMILIES[version, rate_hz]


def spectrogram_spec(version: Version, rate_hz: int) -> SpectrogramSpec:
    """How training hears a voice of `version` at `rate_hz`."""
    sizes = family(version, rate_hz)
    return SpectrogramSpec(rate_hz, sizes.n_fft, rate_hz // FRAME_RATE_HZ, sizes.n_mels)


def spec_of_weights(shapes: Shapes, samples_per_frame: int) -> RvcSpec:
    """The sizes of a generator, read from the shapes of its weights (`G_*.pth` carries no list of them). samples_per_frame: of 10 ms."""
    phone_dim = shapes["enc_p.emb_phone.weight"][1]
    has_f0 = "enc_p.emb_pitch.weight" in shapes
    kernels = tuple(shapes[f"dec.ups.{i}.weight_v"][2] for i in range(_count(shapes, "dec.ups", "weight_v")))
    n_blocks = _count(shapes, "dec.resblocks", "convs1.0.weight_v") // len(kernels)
    dilations = DILATIONS[: _count(shapes, "dec.resblocks.0.convs1", "weight_v")]
    hidden = shapes["enc_p.emb_phone.weight"][0]
    version: Version = "v1" if phone_dim == PHONE_DIMS["v1"] else "v2"
    return RvcSpec(
        spec_channels=shapes["enc_q.pre.weight"][1],
        inter_channels=shapes["enc_q.proj.weight"][0] // 2,
        hidden_channels=hidden,
        filter_channels=shapes["enc_p.encoder.ffn_layers.0.conv_1.weight"][0],
        n_heads=hidden // shapes["enc_p.encoder.attn_layers.0.emb_rel_k"][2],
        n_layers=_count(shapes, "enc_p.encoder.attn_layers", "conv_q.weight"),
        kernel_size=shapes["enc_p.encoder.ffn_layers.0.conv_1.weight"][2],
        resblock_kernel_sizes=tuple(shapes[f"dec.resblocks.{j}.convs1.0.weight_v"][2] for j in range(n_blocks)),
        resblock_dilations=(dilations,) * n_blocks,
        upsample_rates=_rates(shapes, kernels, samples_per_frame, version, has_f0),
        upsample_initial_channels=shapes["dec.conv_pre.weight"][0],
        upsample_kernel_sizes=kernels,
        n_speakers=shapes["emb_g.weight"][0],
        gin_channels=shapes["emb_g.weight"][1],
        sample_rate_hz=samples_per_frame * FRAME_RATE_HZ,
        version=version,
        has_f0=has_f0,
        phone_dim=phone_dim,
    )


def posterior_layers(shapes: Shapes) -> int:
    """Gated convolutions of `enc_q`."""
    return _count(shapes, "enc_q.enc.in_layers", "weight_v")


def _count(shapes: Shapes, before: str, after: str) -> int:
    return next(i for i in range(10_000) if f"{before}.{i}.{after}" not in shapes)


def _rates(shapes: Shapes, kernels: tuple[int, ...], hop: int, version: Version, has_f0: bool) -> tuple[int, ...]:
    """Upsampling rates: from the strides that the excitation's convolutions imply, else from RVC's table, else half the kernels."""
    if has_f0:
        later = [1 if i == len(kernels) - 1 else shapes[f"dec.noise_convs.{i}.weight"][2] // 2 for i in range(len(kernels))]
        return tuple(before // after for before, after in zip([hop, *later[:-1]], later, strict=True))
    versions: tuple[Version, ...] = (version, "v2", "v1")
    for known in (FAMILIES.get((v, hop * FRAME_RATE_HZ)) for v in versions):
        if known is not None and known.upsample_kernel_sizes == kernels:
            return known.upsample_rates
    halves = tuple(kernel // 2 for kernel in kernels)
    if math.prod(halves) != hop:
        raise ValueError(f"kernels {kernels} do not tell how {hop} samples come from a frame")
    return halves
