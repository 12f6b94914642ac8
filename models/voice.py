"""The frozen record of a voice: the one thing the engine knows of the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

VoiceKind = Literal["vocoder", "rvc", "rvc-onnx"]
UnvoicedRule = Literal["zero", "interpolate"]
EffectName = Literal["high_pass", "low_pass", "drive", "ring", "tremolo", "chorus", "echo", "gain"]


@dataclass(frozen=True, slots=True)
class AmountRange:
    """Unit and limits of an effect's `amount`."""

    unit: str
    low: float
    high: float


EFFECT_AMOUNTS: Mapping[EffectName, AmountRange] = {
    "high_pass": AmountRange("Hz", 20.0, 12_000.0),
    "low_pass": AmountRange("Hz", 100.0, 20_000.0),
    "drive": AmountRange("dB", 0.0, 48.0),
    "ring": AmountRange("Hz", 1.0, 4_000.0),
    "tremolo": AmountRange("Hz", 0.1, 30.0),
    "chorus": AmountRange("ms", 0.1, 8.0),
    "echo": AmountRange("ms", 10.0, 1_000.0),
    "gain": AmountRange("dB", -24.0, 24.0),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect after the synthesizer. `amount` is in the unit of the effect (EFFECT_AMOUNTS; what it does: engine/stages/effects.py),
    `mix` the share of the effect in the output, 0..1."""

    name: EffectName
    amount: float
    mix: float = 1.0


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

    encoder    the foundation model whose features the voice understands: `models.foundation.FoundationShelf().get(encoder)`
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
    """A voice on the shelf. `kind` says which synthesizer speaks it.

    vocoder    built in; `vocoder` and `effects` describe it
    rvc        an imported RVC voice with graphs of our own; `rvc` says what it is made of
    rvc-onnx   an imported RVC voice whose graph another program exported; likewise `rvc`
    """

    id: str
    name: str
    description: str
    kind: VoiceKind
    tags: tuple[str, ...] = ()
    defaults: VoiceDefaults = field(default_factory=VoiceDefaults)
    vocoder: VocoderSpec = field(default_factory=VocoderSpec)
    effects: tuple[Effect, ...] = ()
    rvc: RvcSource | None = None
