"""The frozen record of a voice: the one thing the engine knows of the shelf."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EffectName = Literal["high_pass", "low_pass", "drive", "ring", "tremolo", "echo"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect after the synthesizer. `amount` is in the unit of the effect (see engine/stages/effects.py)."""

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
    """

    fixed_f0_hz: float = 0.0
    vibrato_st: float = 0.0
    vibrato_hz: float = 5.0
    jitter_st: float = 0.0
    tilt_db: float = 0.0


@dataclass(frozen=True, slots=True)
class VoiceDefaults:
    """Live controls as the voice proposes them; the user's own values take their place.

    pitch_st, formant_st: semitones against the speaker. breath, monotone: 0..1.
    """

    pitch_st: float = 0.0
    formant_st: float = 0.0
    breath: float = 0.0
    monotone: float = 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice on the shelf. `kind` says which synthesizer speaks it."""

    id: str
    name: str
    description: str
    kind: Literal["vocoder"]
    tags: tuple[str, ...] = ()
    defaults: VoiceDefaults = field(default_factory=VoiceDefaults)
    vocoder: VocoderSpec = field(default_factory=VocoderSpec)
    effects: tuple[Effect, ...] = ()
