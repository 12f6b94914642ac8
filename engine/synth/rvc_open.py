"""From an imported voice to its synthesizer: graphs opened, index laid out, the content encoder found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engine.config import EngineConfig, LiveParams
from engine.contracts import FRAME_MS, PitchDetector, pitch_delay_frames
from engine.dsp.retrieval import GroupedVectors, group
from engine.errors import ConfigError, InferenceError
from engine.inference.opening import Opening, Placed
from engine.stages.content import FRAME_RATE_HZ, ContentEncoder
from engine.synth.rvc import Rvc, RvcParts, RvcTiming
from engine.synth.rvc_foreign import ForeignGraph
from engine.synth.rvc_graph import StreamingGraph
from engine.synth.rvc_network import Network
from engine.synth.rvc_speech import Speech, SpeechSpec
from engine.synth.rvc_streamed import LatentShape, StreamedNetwork
from engine.synth.rvc_windowed import LEAST_LOOKAHEAD_FRAMES, WindowedNetwork, WindowSpec
from models.foundation import FoundationModel, FoundationShelf
from models.graphs.spec import RvcSpec
from models.package import VoicePackage, read_package, read_voice_index
from models.shelf import command_for, needs_of
from models.voice import RvcSource, UnvoicedRule, Voice

SMALLEST_HOP_MS = 20
DEFAULT_HOP_MS = 160
"""What a hop too short for these voices means: the built-in voices' default is one."""


def rvc_hop_frames(hop_ms: int, detector_stride_frames: int) -> int:
    """The hop of an RVC voice: a multiple of 20 ms and of the detector's stride; below 20 ms it is DEFAULT_HOP_MS."""
    wanted = (hop_ms if hop_ms >= SMALLEST_HOP_MS else DEFAULT_HOP_MS) // FRAME_MS
    step = int(np.lcm(SMALLEST_HOP_MS // FRAME_MS, detector_stride_frames))
    return step * -(-wanted // step)


def open_rvc(
    voice: Voice,
    config: EngineConfig,
    foundation: FoundationShelf,
    pitch: PitchDetector[Any],
    late_frames: int = 0,
    opening: Opening | None = None,
    encoder: ContentEncoder | None = None,
) -> Rvc:
    """The synthesizer of `voice` (kind "rvc" or "rvc-onnx") under `config`, beside the detector `pitch` and after stages that hold
    `late_frames` back.

    opening: where its graphs run; None is the processor, exact. A foreign graph always runs there. A foreign voice looks ahead
    LEAST_LOOKAHEAD_FRAMES at least. encoder: one that is open already, under the same config.
    Raises InferenceError `inference.missing` where the content encoder is not on this machine (facts: `command`), `inference.encoder` where
    it does not fit the voice, `inference.graph`, `inference.voice_graph`; BadVoiceFile, FoundationBroken.
    """
    source = _source(voice)
    package = read_package(source.folder)
    opening = opening or Placed()
    encoder = encoder or _content(voice, source, foundation, config, opening)
    lookahead_frames = config.lookahead_ms // FRAME_MS
    foreign = voice.kind == "rvc-onnx"
    if foreign:
        lookahead_frames = max(lookahead_frames, LEAST_LOOKAHEAD_FRAMES)
    pitch_frames = pitch_delay_frames(pitch, late_frames)
    # A foreign voice's look-ahead is heard: the next block fades in over it.
    timing = RvcTiming(rvc_hop_frames(config.hop_ms, pitch.stride_frames), lookahead_frames, pitch_frames, late_frames, waits=foreign)
    context_frames = round(config.context_s * 1000 / FRAME_MS)
    network: Network[Any]
    if foreign:
        network, provider = _windowed(package, timing, context_frames)
    else:
        network, provider = _streamed(package, context_frames, opening)
    parts = RvcParts(
        encoder=encoder,
        network=network,
        n_speakers=source.n_speakers,
        has_f0=source.has_f0,
        unvoiced=_unvoiced(voice, config),
        index=_index(package),
        provider=provider,
    )
    return Rvc(parts, timing)


def _streamed(package: VoicePackage, context_frames: int, opening: Opening) -> tuple[StreamedNetwork, str]:
    """Our own graphs, and what they run on."""
    spec = _spec(package)
    decoder = opening.open(package.graph("decoder"), heavy=True)
    speech = Speech(StreamingGraph(decoder), SpeechSpec(spec.sample_rate_hz, spec.samples_per_frame, spec.has_f0))
    shape = LatentShape(spec.inter_channels, spec.phone_dim, spec.has_f0, context_frames)
    return StreamedNetwork(StreamingGraph(opening.open(package.graph("latent"))), speech, shape), decoder.obtained.said


def _windowed(package: VoicePackage, timing: RvcTiming, context_frames: int) -> tuple[WindowedNetwork, str]:
    """A foreign graph, and what it runs on."""
    graph = ForeignGraph(package.graph("voice").read_bytes(), package.manifest.id)
    spec = WindowSpec(timing.hop_frames, timing.lookahead_frames, context_frames)
    return WindowedNetwork(graph, spec), graph.provider


def heavy_graphs(voice: Voice, foundation: FoundationShelf) -> tuple[Path, ...]:
    """The files where most of the time goes. Raises as `open_rvc` does."""
    source = _source(voice)
    return read_package(source.folder).graph("decoder"), _encoder(voice, source, foundation).graph(f"context-{source.version}")


def check_speaker(voice: Voice, params: LiveParams) -> LiveParams:
    """`params`. Raises ConfigError `config.speaker` where the voice has no such speaker."""
    if voice.rvc is not None and params.speaker >= voice.rvc.n_speakers:
        raise ConfigError("config.speaker", "choose a speaker", voice.id, got=params.speaker, n_speakers=voice.rvc.n_speakers)
    return params


def _source(voice: Voice) -> RvcSource:
    if voice.rvc is None:
        raise InferenceError("inference.kind", "speak the voice", voice.id, kind=voice.kind, known=["vocoder", "rvc", "rvc-onnx"])
    return voice.rvc


def _unvoiced(voice: Voice, config: EngineConfig) -> UnvoicedRule:
    return voice.defaults.unvoiced if config.unvoiced == "voice" else "zero" if config.unvoiced == "zero" else "interpolate"


def _content(voice: Voice, source: RvcSource, foundation: FoundationShelf, config: EngineConfig, opening: Opening) -> ContentEncoder:
    """The encoder that the voice was trained on, opened."""
    model = _encoder(voice, source, foundation)
    if model.manifest.features.get(source.version) != source.phone_dim:
        widths = [f"{version}: {width}" for version, width in model.manifest.features.items()]
        raise InferenceError("inference.encoder", "open the voice", voice.id, encoder=source.encoder, needs=source.phone_dim, has=widths)
    front = StreamingGraph(opening.open(model.graph("frames")))
    context = StreamingGraph(opening.open(model.graph(f"context-{source.version}"), heavy=True))
    return ContentEncoder(front, context, round(config.context_s * FRAME_RATE_HZ))


def _encoder(voice: Voice, source: RvcSource, foundation: FoundationShelf) -> FoundationModel:
    model = foundation.get(source.encoder)
    if model is None:
        needs = tuple(need for need in needs_of(voice, foundation) if need.required)
        raise InferenceError("inference.missing", "open the voice", voice.id, model=source.encoder, command=command_for(needs))
    return model


def _spec(package: VoicePackage) -> RvcSpec:
    spec = package.manifest.spec
    if spec is None:
        raise InferenceError("inference.kind", "speak the voice", package.manifest.id, kind="rvc without a spec", known=["rvc"])
    return spec


def _index(package: VoicePackage) -> GroupedVectors | None:
    index = read_voice_index(package)
    return group(index.centroids, index.vectors, index.group_of) if index is not None else None
