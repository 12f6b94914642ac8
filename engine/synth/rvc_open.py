"""From an imported voice to its synthesizer: graphs opened, index laid out, the content encoder found."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.config import EngineConfig, LiveParams, of_pipeline
from engine.contracts import FRAME_MS, PitchDetector, PitchTiming, Synthesizer, VoiceTiming, pitch_delay_frames
from engine.dsp.retrieval import GroupedVectors, group
from engine.errors import ConfigError, InferenceError
from engine.foreign.process import never
from engine.inference.opening import Opening, Placed
from engine.inference.streaming_graph import StreamingGraph
from engine.kinds.runtimes import runtime_kind
from engine.kinds.voices import RVC_HOP_MS
from engine.stages.content import FRAME_RATE_HZ, ContentEncoder
from engine.synth.opener import Around, VoiceOpener
from engine.synth.rvc import Rvc, RvcParts, RvcTiming
from engine.synth.rvc_foreign import ForeignGraph
from engine.synth.rvc_network import Network
from engine.synth.rvc_speech import Speech, SpeechSpec
from engine.synth.rvc_streamed import LatentShape, StreamedNetwork
from engine.synth.rvc_windowed import LEAST_LOOKAHEAD_FRAMES, WindowedNetwork, WindowSpec
from models.foundation import FoundationLibrary
from models.foundation.manifest import FoundationModel
from models.foundation.manifest import check_hashes as check_graphs
from models.graphs.spec import RvcSpec
from models.package import VoicePackage, check_hashes, read_package, read_voice_index
from models.voice import RvcSource, UnvoicedRule, Voice
from models.voices import needs_of

SMALLEST_HOP_MS = 20
DEFAULT_HOP_MS = RVC_HOP_MS
"""What a hop too short for these voices means: the built-in voices' default is one."""


def rvc_hop_frames(hop_ms: int, detector_stride_frames: int) -> int:
    """The hop of an RVC voice: a multiple of 20 ms and of the detector's stride; below 20 ms it is DEFAULT_HOP_MS."""
    wanted = (hop_ms if hop_ms >= SMALLEST_HOP_MS else DEFAULT_HOP_MS) // FRAME_MS
    step = int(np.lcm(SMALLEST_HOP_MS // FRAME_MS, detector_stride_frames))
    return step * -(-wanted // step)


def rvc_timing(config: EngineConfig, pitch: PitchTiming, late_frames: int, foreign: bool) -> RvcTiming:
    """When an RVC voice speaks under `config`, beside the detector `pitch` and after stages that hold `late_frames` back."""
    lookahead_frames = config.lookahead_ms // FRAME_MS
    if foreign:
        lookahead_frames = max(lookahead_frames, LEAST_LOOKAHEAD_FRAMES)
    pitch_frames = pitch_delay_frames(pitch, late_frames)
    # A foreign voice's look-ahead is heard: the next block fades in over it.
    return RvcTiming(rvc_hop_frames(config.hop_ms, pitch.stride_frames), lookahead_frames, pitch_frames, late_frames, waits=foreign)


def open_rvc(
    voice: Voice,
    config: EngineConfig,
    foundation: FoundationLibrary,
    pitch: PitchDetector[Any],
    late_frames: int = 0,
    opening: Opening | None = None,
    encoder: ContentEncoder | None = None,
    foreign: bool = False,
    leave: Callable[[], bool] = never,
) -> Rvc:
    """The synthesizer of an RVC `voice` under `config`, beside the detector `pitch` and after stages that hold
    `late_frames` back. foreign: its graph is one that another program exported.

    opening: where its graphs run; None is the processor, exact. A foreign graph always runs there. A foreign voice looks ahead
    LEAST_LOOKAHEAD_FRAMES at least. encoder: one that is open already, under the same config. leave: see ForeignGraph.
    Raises InferenceError `inference.missing` where the content encoder is not on this machine (facts: `model`), `inference.encoder` where
    it does not fit the voice, `inference.graph`, `inference.voice_graph` and its kin; BadVoiceFile, FoundationBroken.
    """
    source = _source(voice)
    package = read_package(source.folder)
    check_hashes(package)
    opening = opening or Placed()
    encoder = encoder or _content(voice, source, foundation, config, opening)
    timing = rvc_timing(config, pitch, late_frames, foreign)
    context_frames = round(config.context_s * 1000 / FRAME_MS)
    network: Network[Any]
    if foreign:
        network, provider = _windowed(package, timing, context_frames, leave)
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
    return StreamedNetwork(StreamingGraph(opening.open(package.graph("latent"))), speech, shape), decoder.obtained.description


def _windowed(package: VoicePackage, timing: RvcTiming, context_frames: int, leave: Callable[[], bool]) -> tuple[WindowedNetwork, str]:
    """A foreign graph, and what it runs on."""
    graph = ForeignGraph(package.graph("voice").read_bytes(), package.manifest.id, package.manifest.phone_dim, leave)
    spec = WindowSpec(timing.hop_frames, timing.lookahead_frames, context_frames)
    return WindowedNetwork(graph, spec), graph.provider


def check_speaker(voice: Voice, params: LiveParams) -> LiveParams:
    """`params`. Raises ConfigError `config.speaker` where the voice has no such speaker."""
    if voice.rvc is not None and params.speaker >= voice.rvc.n_speakers:
        raise ConfigError("config.speaker", "choose a speaker", voice.id, got=params.speaker, n_speakers=voice.rvc.n_speakers)
    return params


def _source(voice: Voice) -> RvcSource:
    if voice.rvc is None:
        raise InferenceError("inference.kind", "speak the voice", voice.id, kind=voice.kind, known=["rvc", "rvc-onnx"])
    return voice.rvc


def _unvoiced(voice: Voice, config: EngineConfig) -> UnvoicedRule:
    return voice.defaults.unvoiced if config.unvoiced == "voice" else "zero" if config.unvoiced == "zero" else "interpolate"


def _content(voice: Voice, source: RvcSource, foundation: FoundationLibrary, config: EngineConfig, opening: Opening) -> ContentEncoder:
    """The encoder that the voice was trained on, opened."""
    model = _encoder(voice, source, foundation)
    if model.manifest.features.get(source.version) != source.phone_dim:
        widths = [f"{version}: {width}" for version, width in model.manifest.features.items()]
        raise InferenceError("inference.encoder", "open the voice", voice.id, encoder=source.encoder, needs=source.phone_dim, has=widths)
    check_graphs(model, "frames", f"context-{source.version}")
    front = StreamingGraph(opening.open(model.graph("frames")))
    context = StreamingGraph(opening.open(model.graph(f"context-{source.version}"), heavy=True))
    return ContentEncoder(front, context, round(config.context_s * FRAME_RATE_HZ))


def _encoder(voice: Voice, source: RvcSource, foundation: FoundationLibrary) -> FoundationModel:
    model = foundation.get(source.encoder)
    if model is None:
        missing = next(need.model for need in needs_of(voice, foundation) if need.required)
        raise InferenceError("inference.missing", "open the voice", voice.id, model=missing)
    return model


def _spec(package: VoicePackage) -> RvcSpec:
    spec = package.manifest.spec
    if spec is None:
        raise InferenceError("inference.kind", "speak the voice", package.manifest.id, kind="rvc without a spec", known=["rvc"])
    return spec


def _index(package: VoicePackage) -> GroupedVectors | None:
    index = read_voice_index(package)
    return group(index.centroids, index.vectors, index.group_of) if index is not None else None


class RvcOpener(VoiceOpener):
    """Imported RVC voices with graphs of our own."""

    foreign = False

    def open(self, voice: Voice, around: Around) -> Rvc:
        return self._open(voice, around)

    def timing(self, voice: Voice, config: EngineConfig, pitch: PitchTiming, late_frames: int) -> VoiceTiming:
        return rvc_timing(config, pitch, late_frames, self.foreign).of_voice()

    def hop_frames(self, config: EngineConfig) -> int:
        return rvc_hop_frames(config.hop_ms, 1)

    def heavy_graphs(self, voice: Voice, foundation: FoundationLibrary) -> tuple[Path, ...]:
        source = _source(voice)
        return read_package(source.folder).graph("decoder"), _encoder(voice, source, foundation).graph(f"context-{source.version}")

    def analysis_key(self, voice: Voice, config: EngineConfig) -> Hashable:
        source = _source(voice)
        return source.encoder, source.version, replace(of_pipeline(config), unvoiced="")

    def open_beside(self, voice: Voice, around: Around, other: Synthesizer[Any]) -> Rvc:
        """With the content encoder of `other`; only the voice's own networks are warmed up, for the encoder is in use."""
        assert isinstance(other, Rvc)
        successor = self._open(voice, around, other.encoder)
        successor.warm_up(_source(voice).phone_dim)
        return successor

    def opens_with_patience(self, opening: Opening) -> bool:
        return isinstance(opening, Placed) and not runtime_kind(opening.wish.runtime).inherits

    def _open(self, voice: Voice, around: Around, encoder: ContentEncoder | None = None) -> Rvc:
        around_it = around.pitch, around.late_frames, around.opening
        return open_rvc(voice, around.config, around.foundation, *around_it, encoder, self.foreign, around.leave)


class ForeignRvcOpener(RvcOpener):
    """RVC voices whose graph another program exported: it runs on ONNX Runtime's processor, whatever is wished for the others."""

    foreign = True

    def heavy_graphs(self, voice: Voice, foundation: FoundationLibrary) -> tuple[Path, ...]:
        return ()

    def opens_with_patience(self, opening: Opening) -> bool:
        return False
