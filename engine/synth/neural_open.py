"""From a neural voice to its synthesizer: the two graphs that come with the program, opened once for all voices of one process."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import resources
from engine.config import EngineConfig
from engine.contracts import FRAME_MS, PitchTiming, pitch_delay_frames
from engine.errors import InferenceError
from engine.inference.placement import Placement
from engine.inference.sessions import open_on
from engine.inference.streaming_graph import StreamingGraph
from engine.kinds.voices import NEURAL_HOP_MS
from engine.synth.neural import TOKEN_FRAMES, Neural, NeuralGraphs, NeuralTiming
from engine.synth.opener import Around, VoiceOpener
from models.builtin import builtin_voices
from models.voice import Voice

ENCODER_FILE = "whisper_tiny_en_encoder.onnx"
DECODER_FILE = "neural_voices.onnx"
TOKEN_MS = 20
ON_ONE_THREAD = Placement(n_threads=1)
"""A second thread costs more than it saves in ten milliseconds of work."""


def neural_hop_frames(hop_ms: int, detector_stride_frames: int = 1) -> int:
    """The hop of a neural voice in frames: whole tokens and whole strides of the detector; below a token it is NEURAL_HOP_MS."""
    wanted = (hop_ms if hop_ms >= TOKEN_MS else NEURAL_HOP_MS) // FRAME_MS
    step = math.lcm(TOKEN_FRAMES, detector_stride_frames)
    return step * -(-wanted // step)


class NeuralOpener(VoiceOpener):
    """The neural voices: all graphs come with the program."""

    def open(self, voice: Voice, around: Around) -> Neural:
        """Raises InferenceError `inference.kind`, `inference.graph`."""
        if voice.neural is None:
            raise InferenceError("inference.kind", "speak the voice", voice.id, kind=voice.kind, known=["neural"])
        timing = self.timing(voice, around.config, around.pitch, around.late_frames)
        others = tuple(other.neural for other in builtin_voices() if other.neural is not None)
        return Neural(graphs(), voice.neural, others, timing)

    def timing(self, voice: Voice, config: EngineConfig, pitch: PitchTiming, late_frames: int) -> NeuralTiming:
        return NeuralTiming(
            hop_frames=neural_hop_frames(config.hop_ms, pitch.stride_frames),
            look_ahead_tokens=config.neural_lookahead_ms // TOKEN_MS,
            pitch_frames=pitch_delay_frames(pitch, late_frames),
            late_frames=late_frames,
        )

    def hop_frames(self, config: EngineConfig) -> int:
        return neural_hop_frames(config.hop_ms)


@cache
def graphs() -> NeuralGraphs:
    """The content encoder and the decoder. They hold no stream, so all voices and pipelines share them. Raises InferenceError."""
    folder = Path(resources.__file__).parent / "models"
    return NeuralGraphs(*(StreamingGraph(open_on(folder / name, ON_ONE_THREAD)) for name in (ENCODER_FILE, DECODER_FILE)))
