"""Random networks of the true shapes, for speed, memory and streaming tests: no training, no download.

`python -m bench.full_size FOLDER` writes one voice of every family, a content encoder and an RMVPE as the files that people have:
`rvc_{family}.pth`, `added_IVF1282_Flat_nprobe_1_random_v2.index`, `contentvec_hf/pytorch_model.bin`, `rmvpe.pt` (some 1.1 GB in all).

Weights are uniform within +-1/sqrt(fan in), which keeps signals in range through any depth; the same seed gives the same bytes. Random
weights say everything about speed and nothing about quality.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.graphs.spec import RvcSpec
from models.importers.rvc_spec import spec_of
from models.importers.weight_norm import fold_weight_norm

Arrays = dict[str, NDArray[np.float32]]

# family -> (sample rate Hz, bins of the training spectrogram, upsampling rates, their kernels)
FAMILIES: Mapping[str, tuple[int, int, tuple[int, ...], tuple[int, ...]]] = {
    "v1-32k": (32_000, 513, (10, 4, 2, 2, 2), (16, 16, 4, 4, 4)),
    "v1-40k": (40_000, 1025, (10, 10, 2, 2), (16, 16, 4, 4)),
    "v1-48k": (48_000, 1025, (10, 6, 2, 2, 2), (16, 16, 4, 4, 4)),
    "v2-32k": (32_000, 513, (10, 8, 2, 2), (20, 16, 4, 4)),
    "v2-40k": (40_000, 1025, (10, 10, 2, 2), (16, 16, 4, 4)),
    "v2-48k": (48_000, 1025, (12, 10, 2, 2), (24, 20, 4, 4)),
    "v2-24k": (24_000, 513, (10, 6, 2, 2), (20, 12, 4, 4)),
}
PHONE_DIM = {"v1": 256, "v2": 768}


@dataclass(frozen=True, slots=True)
class VoiceWidths:
    """Channels inside a voice; the defaults are those of every published one. Smaller ones make quick voices of true interface sizes."""

    inter: int = 192
    hidden: int = 192
    filter: int = 768
    n_layers: int = 6
    decoder: int = 512
    speaker: int = 256


@dataclass(frozen=True, slots=True)
class EncoderWidths:
    """Sizes of a content encoder; the defaults are HuBERT-base with ContentVec's projection."""

    convolution: int = 512
    hidden: int = 768
    filter: int = 3072
    n_layers: int = 12
    projection: int = 256


FULL_VOICE = VoiceWidths()
FULL_ENCODER = EncoderWidths()


class _Source:
    """Draws weights in a fixed order from one seed."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.arrays: Arrays = {}

    def uniform(self, name: str, shape: tuple[int, ...], fan_in: int) -> None:
        bound = 1.0 / math.sqrt(fan_in)
        self.arrays[name] = self._rng.uniform(-bound, bound, shape).astype(np.float32)

    def normal(self, name: str, shape: tuple[int, ...], sigma: float) -> None:
        self.arrays[name] = (sigma * self._rng.standard_normal(shape, np.float32)).astype(np.float32)

    def constant(self, name: str, shape: tuple[int, ...], value: float) -> None:
        self.arrays[name] = np.full(shape, value, np.float32)

    def layer(self, name: str, shape: tuple[int, ...], bias: bool = True) -> None:
        """A linear layer or convolution, [out, in, k...]."""
        fan_in = math.prod(shape[1:])
        self.uniform(f"{name}.weight", shape, fan_in)
        if bias:
            self.uniform(f"{name}.bias", (shape[0],), fan_in)

    def normed(self, name: str, shape: tuple[int, ...], n_bias: int, fan_in: int) -> None:
        """A convolution under weight norm: `weight_g`, `weight_v`, `bias`."""
        self.uniform(f"{name}.weight_v", shape, fan_in)
        v = self.arrays[f"{name}.weight_v"]
        self.arrays[f"{name}.weight_g"] = np.sqrt(np.square(v).sum(axis=(1, 2), keepdims=True))
        self.uniform(f"{name}.bias", (n_bias,), fan_in)

    def batch_norm(self, name: str, channels: int) -> None:
        self.constant(f"{name}.weight", (channels,), 1.0)
        self.constant(f"{name}.bias", (channels,), 0.0)
        self.normal(f"{name}.running_mean", (channels,), 0.1)
        self.constant(f"{name}.running_var", (channels,), 1.0)


def voice_checkpoint(
    family: str = "v2-48k", has_f0: bool = True, n_speakers: int = 1, seed: int = 0, widths: VoiceWidths = FULL_VOICE
) -> dict[str, Any]:
    """The dict that an RVC voice file holds (`weight`, `config`, `info`, `sr`, `f0`, `version`), weights float32 under their torch
    names."""
    rate_hz, bins, rates, kernels = FAMILIES[family]
    version = family[:2]
    source = _Source(seed)
    _enc_p(source, widths, PHONE_DIM[version], has_f0)
    _flow(source, widths)
    _decoder(source, widths, (rates, kernels), has_f0)
    source.normal("emb_g.weight", (n_speakers, widths.speaker), 1.0)
    config: list[Any] = [bins, 32, widths.inter, widths.hidden, widths.filter, 2, widths.n_layers, 3, 0, "1", [3, 7, 11], [[1, 3, 5]] * 3]
    config += [list(rates), widths.decoder, list(kernels), n_speakers, widths.speaker, rate_hz]
    named = f"{rate_hz // 1000}k"
    return {"weight": source.arrays, "config": config, "info": "random weights", "sr": named, "f0": int(has_f0), "version": version}


def voice_network(
    family: str = "v2-48k", has_f0: bool = True, n_speakers: int = 1, seed: int = 0, widths: VoiceWidths = FULL_VOICE
) -> tuple[RvcSpec, Arrays]:
    """Spec and folded weights, as the import makes them of `voice_checkpoint`: what the graph builders take."""
    checkpoint = voice_checkpoint(family, has_f0, n_speakers, seed, widths)
    weights = fold_weight_norm(checkpoint["weight"])
    return spec_of(checkpoint, {name: array.shape for name, array in weights.items()}), weights


def _enc_p(source: _Source, widths: VoiceWidths, phone_dim: int, has_f0: bool) -> None:
    hidden, filters = widths.hidden, widths.filter
    source.layer("enc_p.emb_phone", (hidden, phone_dim))
    if has_f0:
        source.normal("enc_p.emb_pitch.weight", (256, hidden), 0.05)
    for i in range(widths.n_layers):
        attention = f"enc_p.encoder.attn_layers.{i}"
        for part in ("emb_rel_k", "emb_rel_v"):
            source.normal(f"{attention}.{part}", (1, 21, hidden // 2), (hidden // 2) ** -0.5)
        for part in "qkvo":
            source.layer(f"{attention}.conv_{part}", (hidden, hidden, 1))
        for norm in (1, 2):
            source.constant(f"enc_p.encoder.norm_layers_{norm}.{i}.gamma", (hidden,), 1.0)
            source.constant(f"enc_p.encoder.norm_layers_{norm}.{i}.beta", (hidden,), 0.0)
        source.layer(f"enc_p.encoder.ffn_layers.{i}.conv_1", (filters, hidden, 3))
        source.layer(f"enc_p.encoder.ffn_layers.{i}.conv_2", (hidden, filters, 3))
    source.layer("enc_p.proj", (2 * widths.inter, hidden, 1))


def _flow(source: _Source, widths: VoiceWidths) -> None:
    hidden, half = widths.hidden, widths.inter // 2
    for i in (0, 2, 4, 6):
        name = f"flow.flows.{i}"
        source.layer(f"{name}.pre", (hidden, half, 1))
        for j in range(3):
            n_out = 2 * hidden if j < 2 else hidden
            source.normed(f"{name}.enc.in_layers.{j}", (2 * hidden, hidden, 5), 2 * hidden, hidden * 5)
            source.normed(f"{name}.enc.res_skip_layers.{j}", (n_out, hidden, 1), n_out, hidden)
        source.normed(f"{name}.enc.cond_layer", (6 * hidden, widths.speaker, 1), 6 * hidden, widths.speaker)
        source.layer(f"{name}.post", (half, hidden, 1))


def _decoder(source: _Source, widths: VoiceWidths, upsampling: tuple[tuple[int, ...], tuple[int, ...]], has_f0: bool) -> None:
    rates, kernels = upsampling
    channels = widths.decoder
    source.layer("dec.conv_pre", (channels, widths.inter, 7))
    source.layer("dec.cond", (channels, widths.speaker, 1))
    for i, (rate, kernel) in enumerate(zip(rates, kernels, strict=True)):
        source.normed(f"dec.ups.{i}", (channels, channels // 2, kernel), channels // 2, channels * kernel // rate)
        channels //= 2
        stride = math.prod(rates[i + 1 :])
        if has_f0:
            source.layer(f"dec.noise_convs.{i}", (channels, 1, 2 * stride if stride > 1 else 1))
        for j, size in enumerate((3, 7, 11)):
            for part in ("convs1", "convs2"):
                for d in range(3):
                    source.normed(f"dec.resblocks.{3 * i + j}.{part}.{d}", (channels, channels, size), channels, channels * size)
    source.layer("dec.conv_post", (1, channels, 7), bias=False)
    if has_f0:
        source.layer("dec.m_source.l_linear", (1, 1))


def content_encoder(seed: int = 0, widths: EncoderWidths = FULL_ENCODER) -> Arrays:
    """A HuBERT with the projection of ContentVec, under the names of transformers' `pytorch_model.bin`; as many heads as hidden / 64."""
    source = _Source(seed)
    conv, hidden = widths.convolution, widths.hidden
    for i, size in enumerate((10, 3, 3, 3, 3, 2, 2)):
        n_in = conv if i else 1
        source.normal(f"feature_extractor.conv_layers.{i}.conv.weight", (conv, n_in, size), math.sqrt(2 / (n_in * size)))
    for name, width in (
        ("feature_extractor.conv_layers.0.layer_norm", conv),
        ("feature_projection.layer_norm", conv),
        ("encoder.layer_norm", hidden),
    ):
        _norm(source, name, width)
    source.layer("feature_projection.projection", (hidden, conv))
    v_name = "encoder.pos_conv_embed.conv.weight_v"
    source.uniform(v_name, (hidden, hidden // 16, 128), hidden // 16 * 128)
    source.arrays["encoder.pos_conv_embed.conv.weight_g"] = np.sqrt(np.square(source.arrays[v_name]).sum(axis=(0, 1), keepdims=True))
    source.constant("encoder.pos_conv_embed.conv.bias", (hidden,), 0.0)
    for i in range(widths.n_layers):
        layer = f"encoder.layers.{i}"
        for part in ("k_proj", "v_proj", "q_proj", "out_proj"):
            source.layer(f"{layer}.attention.{part}", (hidden, hidden))
        source.layer(f"{layer}.feed_forward.intermediate_dense", (widths.filter, hidden))
        source.layer(f"{layer}.feed_forward.output_dense", (hidden, widths.filter))
        _norm(source, f"{layer}.layer_norm", hidden)
        _norm(source, f"{layer}.final_layer_norm", hidden)
    source.layer("final_proj", (widths.projection, hidden))
    return source.arrays


def _norm(source: _Source, name: str, width: int) -> None:
    source.constant(f"{name}.weight", (width,), 1.0)
    source.constant(f"{name}.bias", (width,), 0.0)


def rmvpe(seed: int = 0) -> Arrays:
    """RMVPE's E2E(4, 1, (2, 2)) with 16 first channels, under the names of `rmvpe.pt`."""
    source = _Source(seed)
    source.batch_norm("unet.encoder.bn", 1)
    channels = 1
    for i in range(5):
        n_out = 16 << i
        _conv_blocks(source, f"unet.encoder.layers.{i}.conv", channels, n_out)
        channels = n_out
    for i in range(4):
        _conv_blocks(source, f"unet.intermediate.layers.{i}.conv", 512 if i else 256, 512)
    for i in range(5):
        n_out = 256 >> i
        name = f"unet.decoder.layers.{i}"
        source.uniform(f"{name}.conv1.0.weight", (2 * n_out, n_out, 3, 3), 2 * n_out * 9 // 4)
        source.batch_norm(f"{name}.conv1.1", n_out)
        _conv_blocks(source, f"{name}.conv2", 2 * n_out, n_out)
    source.layer("cnn", (3, 16, 3, 3))
    for suffix in ("", "_reverse"):
        for part, width in (("ih", 384), ("hh", 256)):
            source.uniform(f"fc.0.gru.weight_{part}_l0{suffix}", (768, width), 256)
            source.uniform(f"fc.0.gru.bias_{part}_l0{suffix}", (768,), 256)
    source.layer("fc.1", (360, 512))
    return source.arrays


def _conv_blocks(source: _Source, name: str, n_in: int, n_out: int) -> None:
    for i in range(4):
        width = n_out if i else n_in
        source.layer(f"{name}.{i}.conv.0", (n_out, width, 3, 3), bias=False)
        source.batch_norm(f"{name}.{i}.conv.1", n_out)
        source.layer(f"{name}.{i}.conv.3", (n_out, n_out, 3, 3), bias=False)
        source.batch_norm(f"{name}.{i}.conv.4", n_out)
        if width != n_out:
            source.layer(f"{name}.{i}.shortcut", (n_out, width, 1, 1))


def save_voice(path: Path, family: str = "v2-48k", has_f0: bool = True, n_speakers: int = 1, seed: int = 0) -> None:
    """Writes a voice as people share it: torch's zip, weights float16."""
    checkpoint = voice_checkpoint(family, has_f0, n_speakers, seed)
    _save({**checkpoint, "weight": _tensors(checkpoint["weight"], half=True)}, path)


def save_content_encoder(path: Path, seed: int = 0) -> None:
    """Writes `pytorch_model.bin` in float32."""
    _save(_tensors(content_encoder(seed), half=False), path)


def save_rmvpe(path: Path, seed: int = 0) -> None:
    """Writes `rmvpe.pt` in float16, as the published file is."""
    _save(_tensors(rmvpe(seed), half=True), path)


def index_of_vectors(n_vectors: int = 50_000, dim: int = 768, seed: int = 0) -> Any:
    """A FAISS `IVF{n},Flat` index as RVC makes it. The vectors lie near a 16-dimensional sheet, as speech features do near few."""
    import faiss

    rng = np.random.default_rng(seed)
    sheet = rng.standard_normal((16, dim), np.float32) / 4
    vectors = rng.standard_normal((n_vectors, 16), np.float32) @ sheet + 0.1 * rng.standard_normal((n_vectors, dim), np.float32)
    n_lists = max(1, min(int(16 * math.sqrt(n_vectors)), n_vectors // 39))
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(dim), dim, n_lists, faiss.METRIC_L2)
    index.cp.niter, index.cp.seed = 2, 1
    index.train(vectors)
    index.add(vectors)
    return index


def save_index(path: Path, n_vectors: int = 50_000, dim: int = 768, seed: int = 0) -> None:
    """Writes `index_of_vectors` as an `added_*.index`."""
    import faiss

    path.parent.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index_of_vectors(n_vectors, dim, seed), str(path))


def _tensors(arrays: Arrays, half: bool) -> dict[str, Any]:
    import torch

    return {name: torch.from_numpy(a.astype(np.float16) if half else a) for name, a in arrays.items()}


def _save(content: dict[str, Any], path: Path) -> None:
    import torch

    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(content, path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write random networks of the true shapes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for family in FAMILIES:
        save_voice(options.folder / f"rvc_{family}.pth", family, seed=options.seed)
    save_index(options.folder / "added_IVF1282_Flat_nprobe_1_random_v2.index", seed=options.seed)
    save_content_encoder(options.folder / "contentvec_hf" / "pytorch_model.bin", options.seed)
    save_rmvpe(options.folder / "rmvpe.pt", options.seed)


if __name__ == "__main__":
    main()
