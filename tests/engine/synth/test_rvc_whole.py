"""All pieces of an RVC voice in one, against formulas written out here and a plain network in torch (which tests/models/graphs/
test_synthesizer.py holds against the reference arrays): content -> retrieval -> protection -> prior -> flow -> excitation -> decoder."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from bench.full_size import voice_network
from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio
from engine.dsp import noise
from engine.dsp.retrieval import group
from engine.synth.rvc import RvcTiming
from engine.synth.rvc_network import LEAD_SAMPLES
from tests.engine.synth.rvc_voices import melody, speechlike, stream, synthesizer
from tests.engine.synth.test_rvc import features_at_once
from tests.models.graphs.torch_rvc import TorchRvc
from tests.models.graphs.voices import SMALL, Floats, snr_db

N_FRAMES = 60
INDEX_RATE, PROTECT, PITCH_ST = 0.6, 0.3, 3.0


def index_vectors() -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Centroids, vectors and the number of each vector's group, around what the encoder gives."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((200, 256), np.float32)
    groups = np.arange(200, dtype=np.int64) % 5
    centroids = np.stack([vectors[groups == g].mean(axis=0) for g in range(5)]).astype(np.float32)
    return centroids, vectors, groups


def drawn_to(features: Floats) -> Floats:
    """RVC's retrieval: of the nearest group, the 8 nearest vectors, weighted by the square of the inverse squared distance."""
    centroids, vectors, groups = index_vectors()
    out = []
    for row in features.astype(np.float64):
        nearest = int(np.square(centroids - row).sum(axis=1).argmin())
        members = vectors[groups == nearest].astype(np.float64)
        squared = np.square(members - row).sum(axis=1)
        best = np.argsort(squared)[:8]
        weights = (1 / squared[best]) ** 2
        out.append((members[best] * (weights / weights.sum())[:, None]).sum(axis=0))
    return (INDEX_RATE * np.array(out) + (1 - INDEX_RATE) * features).astype(np.float32)


def coarse(f0_hz: Floats) -> torch.Tensor:
    mel = 1127 * np.log(1 + f0_hz.astype(np.float64) / 700)
    low, high = 1127 * np.log(1 + 50 / 700), 1127 * np.log(1 + 1100 / 700)
    scaled = (mel - low) * 254 / (high - low) + 1
    return torch.from_numpy(np.rint(np.clip(np.where(f0_hz > 0, scaled, 1), 1, 255)).astype(np.int64))[None]


def excitation(f0_hz: Floats, rate_hz: int) -> torch.Tensor:
    """One sine of amplitude .1 whose phase is the running sum of f0 / rate, noise of .003 where voiced and .1 / 3 where not."""
    samples = rate_hz // 100
    held = np.repeat(f0_hz.astype(np.float64), samples)
    sine = 0.1 * np.sin(2 * np.pi * np.cumsum(held / rate_hz)) * (held > 0)
    hiss = noise.gaussian(0, 0, len(f0_hz), samples, 3).ravel() * np.where(held > 0, 0.003, 0.1 / 3)
    return torch.from_numpy((sine + hiss).astype(np.float32))[None, None]


def expected(x: Audio, f0_hz: Floats) -> Audio:
    spec, weights = voice_network("v1-48k", True, 1, widths=SMALL)
    network = TorchRvc(spec, weights)
    own = features_at_once("v1", x, N_FRAMES)  # 100 Hz: each row twice
    drawn = np.repeat(drawn_to(own[::2]), 2, axis=0)
    share = np.where(f0_hz < 1, np.float32(PROTECT), np.float32(1))[:, None]
    phone = torch.from_numpy(drawn * share + own * (1 - share))[None]
    spoken_hz = (f0_hz * np.float32(2 ** (PITCH_ST / 12))).astype(np.float32)
    m, logs = network.enc_p(phone, coarse(spoken_hz))
    hiss = torch.from_numpy(np.ascontiguousarray(noise.gaussian(0, 0, N_FRAMES, spec.inter_channels, 2).T))[None]
    z = network.flow(m + torch.exp(logs) * hiss * 0.66666, sid=0)
    audio: Audio = network.decode(z, 0, excitation(spoken_hz, spec.sample_rate_hz)).numpy().ravel()
    return audio


@pytest.mark.parametrize("unvoiced", [True, False])
def test_everything_together_is_what_the_formulas_say(unvoiced: bool) -> None:
    centroids, vectors, groups = index_vectors()
    timing = RvcTiming(hop_frames=N_FRAMES + 2, lookahead_frames=0, late_frames=1)
    rvc = synthesizer("v1-48k", timing, context_frames=0, index=group(centroids, vectors, groups))
    x, f0_hz = speechlike(N_FRAMES + 4), melody(N_FRAMES + 4)
    if not unvoiced:
        f0_hz = np.where(f0_hz > 0, f0_hz, 150).astype(np.float32)
    got = stream(rvc, x, f0_hz, params=LiveParams(index_rate=INDEX_RATE, protect=PROTECT, pitch_st=PITCH_ST))
    wanted = expected(x, f0_hz[:N_FRAMES])
    assert len(got) == N_FRAMES * FRAME_SAMPLES
    error = np.abs(got[LEAD_SAMPLES:] - wanted[:-LEAD_SAMPLES]).max() / np.abs(wanted).max()
    assert error < 1e-4
    assert snr_db(got[LEAD_SAMPLES:], wanted[:-LEAD_SAMPLES]) > 80
