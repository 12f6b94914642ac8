"""The frozen record of a voice: the one thing the engine knows of the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

UnvoicedRule = Literal["zero", "interpolate"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect after the synthesizer. Which there are, their parameters and ranges: the engine says, when it makes them (engine/effects).

    amount   the value of its first parameter, in that one's unit: all that most effects have; None leaves it as it is usually
    mix      the share of the effect in the output, 0..1
    on       whether it is heard
    params   (name, value) of those parameters that are not as usual
    """

    name: str
    amount: float | None = None
    mix: float = 1.0
    on: bool = True
    params: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class VocoderSpec:
    """What the built-in vocoder does beyond the live controls.

    fixed_f0_hz    every voiced frame is spoken at this pitch (robot); 0 follows the speaker
    vibrato_st     depth of a slow pitch wobble, semitones peak
    vibrato_hz     its rate
    jitter_st      random pitch error from frame to frame, semitones rms (an unsteady voice)
    tilt_db        tilt of the spectral envelope, dB per octave above 1 kHz (negative is darker)
    growl          0..1, by how much every second pulse of the voice is weaker than the others: a rough undertone an octave below
    """

    fixed_f0_hz: float = 0.0
    vibrato_st: float = 0.0
    vibrato_hz: float = 5.0
    jitter_st: float = 0.0
    tilt_db: float = 0.0
    growl: float = 0.0


N_NEURAL_VOICES = 10
"""Rows of the trained table of voices."""


NEURAL_CREDITS = (
    "Neural; nothing has to be downloaded. It has learnt from speech that Kokoro-82M (Apache-2.0) spoke, part of whose own training speech "
    "came from closed speech systems, and listens with OpenAI's Whisper tiny.en (MIT)."
)
"""Where the trained voices come from, in words for everybody; docs/neural.md says more."""


@dataclass(frozen=True, slots=True)
class NeuralSpec:
    """Which of the trained voices that come with the program speaks.

    row       its place in the trained table of voices (resources/models/neural_voices.onnx)
    home_hz   where its pitch lies: the speaker's melody is moved there
    """

    row: int
    home_hz: float


@dataclass(frozen=True, slots=True)
class VoiceDefaults:
    """Live controls as the voice proposes them; the user's own values take their place.

    pitch_st, formant_st   semitones against the speaker
    breath, monotone       0..1, built-in voices only
    index_rate             RVC voices: share of the retrieved features, 0..1 (0 where there is no index)
    protect                RVC voices: weight of the retrieved features in unvoiced frames, 0..0.5; 0.5 turns the protection off
    unvoiced               RVC voices: f0 of unvoiced frames, "zero" as older voices were trained or "interpolate" as RVC does since 2026
    speaker                RVC voices: which of the voice's speakers, from 0
    target_f0_hz           where the voice is at home: a speaker whose own pitch is known is moved there, in place of `pitch_st`; 0 where
                           the voice follows whoever speaks
    """

    pitch_st: float = 0.0
    formant_st: float = 0.0
    breath: float = 0.0
    monotone: float = 0.0
    index_rate: float = 0.0
    protect: float = 0.5
    unvoiced: UnvoicedRule = "zero"
    speaker: int = 0
    target_f0_hz: float = 0.0


@dataclass(frozen=True, slots=True)
class RvcSource:
    """What an RVC voice is made of. The files are in `folder`, a voice package: `models.package.read_package(folder)`.

    encoder    the foundation model whose features the voice understands: `models.foundation.FoundationLibrary().get(encoder)`
    phone_dim  width of those features: 256 (v1) or 768 (v2) in real voices
    """

    folder: Path
    sample_rate_hz: int
    version: Literal["v1", "v2"]
    encoder: str
    phone_dim: int
    has_f0: bool
    has_index: bool
    n_speakers: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in the library. `kind` says which synthesizer speaks it (engine/kinds/voices.py).

    vocoder    built in; `vocoder` and `effects` describe it
    neural     built in, a network that comes with the program; `neural` and `effects` describe it
    rvc        an imported RVC voice with graphs of our own; `rvc` says what it is made of
    rvc-onnx   an imported RVC voice whose graph another program exported; likewise `rvc`
    """

    id: str
    name: str
    description: str
    kind: str
    tags: tuple[str, ...] = ()
    defaults: VoiceDefaults = field(default_factory=VoiceDefaults)
    vocoder: VocoderSpec = field(default_factory=VocoderSpec)
    effects: tuple[Effect, ...] = ()
    rvc: RvcSource | None = None
    neural: NeuralSpec | None = None

    @property
    def credits(self) -> str:
        """Whose work is in it, where it comes with the program and others' work is; else ""."""
        return NEURAL_CREDITS if self.neural is not None else ""
