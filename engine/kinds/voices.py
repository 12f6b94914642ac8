"""The kinds of voice that can be spoken."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InferenceError
from models.voice import Voice

RVC_HOP_MS = 160
RVC_FILE_HOP_MS = 500
NEURAL_HOP_MS = 100


@dataclass(frozen=True, slots=True)
class VoiceKind:
    """One kind, by the word in `Voice.kind`.

    opens        makes the VoiceOpener (engine/synth/opener.py)
    traits       what it is, for the settings that need just that (`Setting.needs`)
    placed       it has networks, which run where settings and calibration say
    tuned        hop, look-ahead, context and detector are those that calibration found; they step down where the machine cannot follow
    calibrates   calibration can measure with it
    hop_ms       its hop where nothing has been found yet, 0 for the engine's own; `file_hop_ms` where nobody waits
    """

    name: str
    opens: str
    traits: frozenset[str] = frozenset()
    placed: bool = False
    tuned: bool = False
    calibrates: bool = False
    hop_ms: int = 0
    file_hop_ms: int = 0


VOICE_KINDS = (
    VoiceKind("vocoder", "engine.synth.vocoder:VocoderOpener", frozenset({"built-in", "pitch"})),
    VoiceKind("neural", "engine.synth.neural_open:NeuralOpener", frozenset({"built-in", "neural", "pitch"}), hop_ms=NEURAL_HOP_MS),
    VoiceKind(
        "rvc",
        "engine.synth.rvc_open:RvcOpener",
        frozenset({"rvc"}),
        placed=True,
        tuned=True,
        calibrates=True,
        hop_ms=RVC_HOP_MS,
        file_hop_ms=RVC_FILE_HOP_MS,
    ),
    VoiceKind(
        "rvc-onnx",
        "engine.synth.rvc_open:ForeignRvcOpener",
        frozenset({"rvc"}),
        placed=True,
        tuned=True,
        hop_ms=RVC_HOP_MS,
        file_hop_ms=RVC_FILE_HOP_MS,
    ),
)


def can_speak(voice: Voice) -> bool:
    """Whether this version has a synthesizer for it; a newer one may have brought it in."""
    return any(kind.name == voice.kind for kind in VOICE_KINDS)


def voice_kind(voice: Voice) -> VoiceKind:
    """The kind of `voice`. Raises InferenceError `inference.kind` where this version has no synthesizer for it."""
    for kind in VOICE_KINDS:
        if kind.name == voice.kind:
            return kind
    raise InferenceError("inference.kind", "speak the voice", voice.id, kind=voice.kind, known=[kind.name for kind in VOICE_KINDS])
