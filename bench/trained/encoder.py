"""`python -m bench.trained.encoder SPEECH FOUNDATION`: a small content encoder, for machines where the real one cannot be had.

A transformer over log-mel frames learns which phone flite is saying, in several voices, at many speeds and in noise; what its last layer
knows, spread over 768 numbers, is what a v2 voice is given. It becomes a foundation model called `phones-small` in the folder FOUNDATION,
which the engine opens like any other: same graphs' inputs and outputs, 50 Hz, 400 samples a frame.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import soundfile
import soxr
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from bench.peer.content import ContentNetwork
from bench.peer.tensors import Tensor, layer_norm, linear
from engine.dsp.log_mel import mel_filters
from models.foundation.manifest import FoundationManifest, write_foundation
from models.graphs.builder import GraphBuilder
from models.graphs.content import build_content_context
from models.graphs.content_spec import ContentSpec
from models.graphs.layers import conv
from models.graphs.layers import layer_norm as graph_layer_norm
from models.graphs.layers import linear as graph_linear

NAME = "phones-small"
SPEC = ContentSpec(
    convolution_channels=1, hidden_channels=128, n_heads=2, n_layers=3, position_kernel=128, position_groups=16, projection_channels=768
)
RATE_HZ, WINDOW, HOP = 16_000, 400, 320
CROP_FRAMES = 120
BATCH = 16
SEED = 7
N_BANDS, LOW_BAND = 128, 0
FLOOR = 1e-4
Floats = NDArray[np.float32]


def read_speech(folder: Path) -> tuple[list[tuple[Floats, NDArray[np.int64]]], list[str]]:
    """Every sentence at 16 kHz with its phone a frame, and the names of the phones."""
    clips, names = [], list[str]()
    for path in sorted(folder.rglob("*.wav")):
        audio, rate_hz = soundfile.read(path, dtype="float32")
        phones = json.loads(path.with_suffix(".json").read_text("utf-8"))["phones"]
        for name, _ in phones:
            if name not in names:
                names.append(name)
        ends_s = np.array([end for _, end in phones])
        audio = audio if rate_hz == RATE_HZ else soxr.resample(audio, rate_hz, RATE_HZ)
        n = (len(audio) - WINDOW + HOP) // HOP
        at = np.minimum(np.searchsorted(ends_s, (HOP * np.arange(n) + WINDOW / 2) / RATE_HZ), len(phones) - 1)
        clips.append((audio, np.array([names.index(phones[i][0]) for i in at])))
    return clips, names


def filters() -> tuple[Floats, Floats]:
    """The DFT of a Hann window as a convolution [2 * 201, 1, 400], and mel bands of its power [128, 201]."""
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    turns = np.outer(np.arange(WINDOW // 2 + 1), np.arange(WINDOW)) / WINDOW
    dft = np.concatenate([np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)]) * hann
    bins = np.linspace(0, 512, WINDOW // 2 + 1)
    mel = np.stack([np.interp(bins, np.arange(513), band) for band in mel_filters()])
    return dft[:, None].astype(np.float32), mel.astype(np.float32)


def log_bands(audio: Tensor, dft: Tensor, mel: Tensor) -> Tensor:
    """audio [batch, n] -> [batch, frames, 128]."""
    spectrum = F.conv1d(audio[:, None], dft, stride=HOP)
    power = spectrum[:, : WINDOW // 2 + 1] ** 2 + spectrum[:, WINDOW // 2 + 1 :] ** 2
    return torch.log((mel @ power).transpose(1, 2) + FLOOR)


class PhoneClassifier:
    """The encoder's weights and the classifier over them, as leaves that can be trained."""

    def __init__(self, n_phones: int) -> None:
        generator = torch.Generator().manual_seed(SEED)
        self.weights: dict[str, Tensor] = {}
        hidden = SPEC.hidden_channels

        def new(name: str, *shape: int) -> None:
            scale = 1 / np.sqrt(np.prod(shape[1:]))
            self.weights[f"{name}.weight"] = (torch.randn(shape, generator=generator) * scale).requires_grad_()
            self.weights[f"{name}.bias"] = torch.zeros(shape[0]).requires_grad_()

        def norm(name: str) -> None:
            self.weights[f"{name}.weight"] = torch.ones(hidden).requires_grad_()
            self.weights[f"{name}.bias"] = torch.zeros(hidden).requires_grad_()

        new("bands", hidden, N_BANDS)
        norm("bands_norm")
        new("encoder.pos_conv_embed.conv", hidden, hidden // SPEC.position_groups, SPEC.position_kernel)
        norm("encoder.layer_norm")
        for i in range(SPEC.n_layers):
            layer = f"encoder.layers.{i}"
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                new(f"{layer}.attention.{part}", hidden, hidden)
            norm(f"{layer}.layer_norm")
            new(f"{layer}.feed_forward.intermediate_dense", 2 * hidden, hidden)
            new(f"{layer}.feed_forward.output_dense", hidden, 2 * hidden)
            norm(f"{layer}.final_layer_norm")
        new("final_proj", SPEC.projection_channels, hidden)
        new("phones", n_phones, SPEC.projection_channels)

    def frames(self, bands: Tensor) -> Tensor:
        """[batch, T, 128] -> [batch, T, hidden]."""
        return layer_norm(linear(bands, self.weights, "bands"), self.weights, "bands_norm")

    def features(self, bands: Tensor) -> Tensor:
        """[batch, T, 128] -> [batch, T, 768]."""
        network = _Batched(SPEC, self.weights, SPEC.n_layers)
        return linear(network.transformed(self.frames(bands)), self.weights, "final_proj")

    def logits(self, bands: Tensor) -> Tensor:
        """[batch, T, phones]."""
        return linear(self.features(bands), self.weights, "phones")


class _Batched(ContentNetwork):
    """The transformer alone, over a batch."""

    def transformed(self, x: Tensor) -> Tensor:
        x = self._with_positions(x)
        for layer in range(self._n_layers):
            x = self._layer(x, f"encoder.layers.{layer}")
        return x


def crops(clips: list[tuple[Floats, NDArray[np.int64]]], rng: np.random.Generator) -> Iterator[tuple[Floats, NDArray[np.int64]]]:
    """Random pieces: faster or slower with the pitch, louder or softer, brighter or darker, in noise."""
    n_samples = HOP * (CROP_FRAMES - 1) + WINDOW
    while True:
        audio, phones = clips[rng.integers(len(clips))]
        speed = float(np.exp(rng.uniform(np.log(0.82), np.log(1.25))))
        at = np.arange(int(len(audio) / speed)) * speed
        spoken = np.interp(at, np.arange(len(audio)), audio)
        spoken = np.pad(spoken, (0, max(0, n_samples - len(spoken))))
        start = int(rng.integers(0, len(spoken) - n_samples + 1))
        piece = spoken[start : start + n_samples]
        frames = ((start + HOP * np.arange(CROP_FRAMES) + WINDOW / 2) * speed / HOP).astype(np.int64)
        tilt = rng.uniform(-0.6, 0.6)
        piece = np.convolve(piece, [1.0, tilt], mode="same")
        level = 10 ** (rng.uniform(-30, -14) / 20)
        piece = piece * level / max(float(np.sqrt(np.mean(piece**2))), 1e-5)
        noise = rng.standard_normal(n_samples) * level * 10 ** (-rng.uniform(12, 45) / 20)
        yield (piece + noise).astype(np.float32), phones[np.clip(frames, 0, len(phones) - 1)]


def train(clips: list[tuple[Floats, NDArray[np.int64]]], n_phones: int, seconds: float) -> PhoneClassifier:
    """Learns for so many seconds."""
    classifier = PhoneClassifier(n_phones)
    dft, mel = (torch.from_numpy(array) for array in filters())
    optimiser = torch.optim.AdamW(list(classifier.weights.values()), 1e-3, betas=(0.9, 0.98), weight_decay=0.02)
    source, started_s, step = crops(clips, np.random.default_rng(SEED)), time.monotonic(), 0
    right = 0.0
    while (share := (time.monotonic() - started_s) / seconds) < 1:
        pieces, phones = zip(*(next(source) for _ in range(BATCH)), strict=True)
        bands = log_bands(torch.from_numpy(np.stack(pieces)), dft, mel)
        optimiser.param_groups[0]["lr"] = 1e-3 * min(1.0, step / 100) * (0.02 + 0.98 * (1 - share))
        logits, labels = classifier.logits(bands), torch.from_numpy(np.stack(phones))
        loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        right = 0.98 * right + 0.02 * float((logits.argmax(2) == labels).float().mean())
        step += 1
        if step % 100 == 0:
            print(f"step {step}  loss {float(loss):.3f}  frames right {right:.3f}", flush=True)
    return classifier


def frames_graph(weights: dict[str, Floats]) -> onnx.ModelProto:
    """The graph `frames` (models/graphs/content.py) over log-mel bands; without state."""
    dft, mel = filters()
    graph = GraphBuilder("content_frames")
    x = graph.input("audio", np.float32, [1, 1, 1, "samples"])
    for name, dtype in (("n_repeated", np.int64), ("keep", np.float32)):
        graph.input(name, dtype, [1])
    spectrum = conv(graph, x, dft, None, "dft", stride=HOP)
    power = graph.op("Mul", spectrum, spectrum)
    both = np.concatenate([mel, mel], axis=1)
    bands = conv(graph, power, both[:, :, None], None, "mel")
    rows = graph.op("Log", graph.op("Add", bands, graph.scalar(FLOOR)))
    rows = graph.op("Transpose", graph.op("Squeeze", rows, graph.integers(2)), perm=[0, 2, 1])
    rows = graph_linear(graph, rows, weights["bands.weight"], weights["bands.bias"], "bands")
    rows = graph_layer_norm(graph, rows, weights["bands_norm.weight"], weights["bands_norm.bias"], "bands_norm")
    graph.output(rows, "frames", np.float32, [1, "frames", SPEC.hidden_channels])
    return graph.build()


def write(classifier: PhoneClassifier, bands: Tensor, root: Path) -> None:
    """The foundation model, its features brought to a spread of one."""
    weights = {name: weight.detach().numpy() for name, weight in classifier.weights.items()}
    spread = float(classifier.features(bands).detach().std())
    for name in ("final_proj.weight", "final_proj.bias"):
        weights[name] = weights[name] / np.float32(spread)
    folder = root / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "frames.onnx").write_bytes(frames_graph(weights).SerializeToString())
    (folder / "context-v2.onnx").write_bytes(build_content_context(SPEC, weights, SPEC.n_layers, projected=True).SerializeToString())
    graphs = {"frames": "frames.onnx", "context-v2": "context-v2.onnx"}
    manifest = FoundationManifest(
        name=NAME, kind="content", source_file="bench.trained.encoder", sha256="0" * 64, graphs=graphs, content=SPEC, features={"v2": 768}
    )
    write_foundation(folder, manifest)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trained.encoder", description="A small content encoder.")
    parser.add_argument("speech", type=Path)
    parser.add_argument("foundation", type=Path)
    parser.add_argument("--seconds", type=float, default=900.0)
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    clips, names = read_speech(asked.speech)
    print(f"{len(clips)} sentences, {len(names)} phones", flush=True)
    classifier = train(clips, len(names), asked.seconds)
    dft, mel = (torch.from_numpy(array) for array in filters())
    write(classifier, log_bands(torch.from_numpy(clips[0][0][None]), dft, mel), asked.foundation)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
