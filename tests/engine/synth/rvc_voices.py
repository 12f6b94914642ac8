"""Small random RVC voices as synthesizers: true interface sizes, narrow inside."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from bench.full_size import EncoderWidths, content_encoder, voice_network
from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, Frames, StreamSpec
from engine.inference.streaming_graph import StreamingGraph
from engine.stages.content import ContentEncoder
from engine.synth.rvc import Rvc, RvcParts, RvcState, RvcTiming
from engine.synth.rvc_speech import Speech, SpeechSpec
from engine.synth.rvc_streamed import LatentShape, StreamedNetwork
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.content_weights import read_content_weights
from models.graphs.spec import RvcSpec
from models.graphs.synthesizer import build_decoder, build_latent
from tests.models.graphs.voices import SMALL, Floats, open_graph

ENCODER = EncoderWidths(convolution=16, hidden=64, filter=32, n_layers=2, projection=256)
WIDE_ENCODER = EncoderWidths(convolution=16, hidden=768, filter=32, n_layers=1, projection=256)
TIMING = RvcTiming(hop_frames=4, lookahead_frames=2, pitch_frames=1)
CONTEXT_FRAMES = 30
ALONE = LiveParams(index_rate=0.0)


@cache
def encoder_graphs(version: str) -> tuple[StreamingGraph, StreamingGraph]:
    """Front end and transformer for voices of `version`."""
    widths = ENCODER if version == "v1" else WIDE_ENCODER
    spec, weights = read_content_weights(content_encoder(widths=widths))
    context = build_content_context(spec, weights, widths.n_layers, projected=version == "v1")
    return open_graph(build_content_frames(spec, weights)), open_graph(context)


@cache
def voice_graphs(family: str, has_f0: bool, n_speakers: int, near_sighted: bool) -> tuple[RvcSpec, StreamingGraph, StreamingGraph]:
    """Spec, latent and decoder; near_sighted: `enc_p` without attention, so that no frame depends on distant ones."""
    spec, weights = voice_network(family, has_f0, n_speakers, widths=SMALL)
    if near_sighted:
        weights = {name: np.zeros_like(array) if "conv_o" in name else array for name, array in weights.items()}
    return spec, open_graph(build_latent(spec, weights)), open_graph(build_decoder(spec, weights))


def network(family: str, has_f0: bool, n_speakers: int, context_frames: int, near_sighted: bool = False) -> StreamedNetwork:
    """The voice's own graphs as a network."""
    spec, latent, decoder = voice_graphs(family, has_f0, n_speakers, near_sighted)
    speech = Speech(decoder, SpeechSpec(spec.sample_rate_hz, spec.samples_per_frame, has_f0))
    return StreamedNetwork(latent, speech, LatentShape(spec.inter_channels, spec.phone_dim, has_f0, context_frames))


def parts(
    family: str = "v1-48k",
    has_f0: bool = True,
    n_speakers: int = 1,
    context_frames: int = CONTEXT_FRAMES,
    near_sighted: bool = False,
    **other: Any,
) -> RvcParts:
    made = RvcParts(
        encoder=ContentEncoder(*encoder_graphs(family[:2]), context_frames // 2),
        network=network(family, has_f0, n_speakers, context_frames, near_sighted),
        n_speakers=n_speakers,
        has_f0=has_f0,
    )
    return replace(made, **other)


def synthesizer(family: str = "v1-48k", timing: RvcTiming = TIMING, **voice: Any) -> Rvc:
    return Rvc(parts(family, **voice), timing)


def speechlike(n_frames: int, seed: int = 0) -> Audio:
    """[480 n] a gliding buzz with noise, loud throughout."""
    rng = np.random.default_rng(seed)
    t = np.arange(n_frames * FRAME_SAMPLES) / 48_000
    phase = 150 * t + 8 * np.sin(3 * t)
    buzz = sum(np.sin(2 * np.pi * k * phase) / k for k in range(1, 12))
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 2.3 * t)
    sound: Audio = (0.1 * swell * buzz + 0.02 * rng.standard_normal(len(t))).astype(np.float32)
    return sound


def melody(n_frames: int) -> Frames:
    """[n] a gliding pitch with unvoiced stretches."""
    frames = np.arange(n_frames)
    f0_hz = (180 * 2 ** (np.sin(frames / 9) / 3)).astype(np.float32)
    f0_hz[(frames % 30 >= 20) & (frames % 30 < 26)] = 0
    return f0_hz


def stream(
    rvc: Rvc, x: Audio, f0_hz: Frames, chunk: int = FRAME_SAMPLES, params: LiveParams = ALONE, state: RvcState | None = None
) -> Audio:
    """All that comes out when `x` comes in by `chunk`s and each pitch frame with the first sample after its own."""
    state = rvc.prepare(StreamSpec()) if state is None else state
    out, given = [np.zeros(0, np.float32)], 0
    for start in range(0, len(x), chunk):
        block = x[start : start + chunk]
        n_known = (start + len(block)) // FRAME_SAMPLES
        out.append(rvc.process(block, f0_hz[given:n_known], state, params))
        given = n_known
    return np.concatenate(out)


@dataclass
class GivenFeatures:
    """Stands in the place of a content encoder where a test needs features that do not depend on the block: rows by absolute number."""

    rows: Floats
    ends: list[int] = field(default_factory=list)

    def prepare(self) -> Any:
        return ContentEncoder(*encoder_graphs("v1"), 1).prepare()

    def feed(self, audio: Floats, state: Any) -> None:
        state.n_frames += (len(audio) - 80) // 320
        self.ends.append(state.n_frames)

    def features(self, first: int, end: int, state: Any) -> Floats:
        return self.rows[first : state.n_frames]


def check_latency(rvc: Rvc, timing: RvcTiming) -> None:
    """After every hop, exactly the declared latency is held back."""
    state = rvc.prepare(StreamSpec())
    x, f0_hz = speechlike(100), melody(100)
    given = taken = known = 0
    for end in range(timing.hop_frames - timing.late_frames, 100, timing.hop_frames):
        n_f0 = max(known, end - timing.pitch_frames)
        taken += len(rvc.process(x[given : end * FRAME_SAMPLES], f0_hz[known:n_f0], state, ALONE))
        given, known = end * FRAME_SAMPLES, n_f0
        assert taken == max(0, given - rvc.latency_samples)
