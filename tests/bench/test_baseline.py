"""The baseline's plain torch networks are the product's: the same weights give the same numbers through the product's graphs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from bench.full_size import EncoderWidths, content_encoder, voice_network
from bench.peer.content import ContentNetwork
from bench.peer.pitch import PitchNetwork, log_mel
from bench.peer.tensors import as_tensors
from bench.peer.voice import VoiceNetwork
from engine.dsp import log_mel as own_mel
from engine.dsp.excitation import excite, frame_phases
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.content_weights import read_content_weights
from models.graphs.rmvpe import build_rmvpe
from models.graphs.synthesizer import build_decoder, build_latent
from models.importers.foundation import read_rmvpe
from tests.models.graphs.voices import REFERENCE, SMALL, Floats, open_graph, relative_error, script

pytestmark = pytest.mark.usefixtures("one_torch_thread")

TOLERANCE = 1e-4
ENCODER = EncoderWidths(convolution=16, hidden=128, filter=96, n_layers=3, projection=8)


def noise(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


def run(call: Any, *inputs: NDArray[Any]) -> Floats:
    with torch.inference_mode():
        return np.asarray(call(*(torch.from_numpy(array) for array in inputs)).numpy())


def test_content_encoder() -> None:
    spec, weights = read_content_weights(content_encoder(widths=ENCODER))
    front, context = open_graph(build_content_frames(spec, weights)), open_graph(build_content_context(spec, weights, 3, False))
    audio = 0.1 * noise(16_000)
    feeds: dict[str, Any] = {"audio": audio[None, None, None], "n_repeated": 0, "keep": np.ones(1, np.float32)}
    frames = front.run(feeds, front.prepare())["frames"]
    n = frames.shape[1]
    sizes = {"n_before": 0, "n_out": n, "n_commit": n, "n_past": 0}
    wanted = context.run({"frames": frames, **sizes}, context.prepare())["features"]
    got = run(ContentNetwork(spec, as_tensors(weights), 3).features, audio)
    assert got.shape == wanted.shape
    assert relative_error(got, wanted) < TOLERANCE


def test_mel() -> None:
    audio = 0.1 * noise(5_000)
    assert relative_error(run(log_mel, audio)[0], own_mel.log_mel(audio)) < TOLERANCE


@pytest.mark.parametrize("n_frames", [64, 50])
def test_pitch(n_frames: int) -> None:
    weights = read_rmvpe(REFERENCE / "rmvpe.pt")
    graph = open_graph(build_rmvpe(weights))
    mel = noise(1, 128, n_frames)
    padded = np.pad(mel, ((0, 0), (0, 0), (0, -n_frames % 32)))
    wanted = graph.run({"input": padded}, graph.prepare())["output"][:, :n_frames]
    assert relative_error(run(PitchNetwork(as_tensors(weights)).salience, mel), wanted) < TOLERANCE


@pytest.mark.parametrize("n_window", [60, 8])
def test_latent(n_window: int) -> None:
    """With attention over a window and the flow over its end; a window shorter than the relative positions, too."""
    spec, weights = voice_network("v2-48k", n_speakers=2, widths=SMALL)
    skip = n_window // 3
    text = script(spec, n_window, sid=1)
    graph = open_graph(build_latent(spec, weights))
    found = graph.run(text.latent_feeds(True, n_window - skip, skip), graph.prepare())
    network = VoiceNetwork(spec, as_tensors(weights), sid=1)
    with torch.inference_mode():
        m, logs = network.prior(torch.from_numpy(text.phone), torch.from_numpy(text.pitch), skip)
        z = network.latent(m, logs, torch.from_numpy(text.noise[:, :, 0, skip:]))
    for name, got in (("m", m), ("logs", logs), ("z", z)):
        assert relative_error(got.numpy(), found[name][:, :, 0]) < TOLERANCE, name


@pytest.mark.parametrize("family", ["v2-48k", "v1-48k"])
def test_decoder(family: str) -> None:
    spec, weights = voice_network(family, n_speakers=2, widths=SMALL)
    n = 20
    graph = open_graph(build_decoder(spec, weights))
    z, source = noise(1, spec.inter_channels, n), 0.1 * noise(1, 1, n * spec.samples_per_frame, seed=1)
    feeds: dict[str, Any] = {"z": z[:, :, None], "excitation": source[:, :, None], "sid": np.array([1], np.int64), "n_commit": n}
    wanted = graph.run(feeds, graph.prepare())["audio"]
    assert relative_error(run(VoiceNetwork(spec, as_tensors(weights), sid=1).decode, z, source), wanted) < TOLERANCE


def test_source() -> None:
    spec, weights = voice_network("v2-48k", widths=SMALL)
    f0_hz = np.array([0, 0, 100, 110, 180.5, 0, 300, 299], np.float32)
    hiss = noise(len(f0_hz), spec.samples_per_frame)
    phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
    wanted = excite(f0_hz, phases, hiss, spec.sample_rate_hz)
    assert relative_error(run(VoiceNetwork(spec, as_tensors(weights)).source, f0_hz, hiss).ravel(), wanted) < TOLERANCE
