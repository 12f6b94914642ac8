"""The live controls: what may change from one block to the next."""

from __future__ import annotations

from dataclasses import dataclass, fields

from engine.config.setting import setting
from models.voice import N_NEURAL_VOICES, VoiceDefaults


@dataclass(frozen=True, slots=True)
class LiveParams:
    """What may change from one block to the next. Stages smooth what would click. In the order in which a panel shows them."""

    pitch_st: float = setting(
        0.0,
        "Pitch",
        "semitones",
        help="Against your own voice. Pitch is the note, formant the size of the speaker",
        low=-24.0,
        high=24.0,
        decimals=1,
        option="pitch",
        letter="p",
        needs=("pitch",),
        section="voice",
        panel="voice",
    )
    formant_st: float = setting(
        0.0, "Formant", "semitones", low=-12.0, high=12.0, decimals=1, option="formant", letter="f", section="voice", panel="voice"
    )
    breath: float = setting(
        0.0, "Breath", help="More air", low=0.0, high=1.0, decimals=2, option="breath", needs=("built-in",), section="voice", panel="voice"
    )
    monotone: float = setting(
        0.0,
        "Monotone",
        help="A flatter melody",
        low=0.0,
        high=1.0,
        decimals=2,
        option="monotone",
        needs=("built-in",),
        section="voice",
        panel="voice",
    )
    index_rate: float = setting(
        0.75,
        "Index",
        help="How much of the voice's own articulation",
        low=0.0,
        high=1.0,
        decimals=2,
        option="index-rate",
        needs=("rvc", "index"),
        section="voice",
        panel="voice",
    )
    protect: float = setting(
        0.33,
        "Protect",
        help="Protection of consonants from the index; 0.5 is none",
        low=0.0,
        high=0.5,
        decimals=2,
        option="protect",
        needs=("rvc", "index", "pitch"),
        section="voice",
        panel="voice",
    )
    envelope_mix: float = setting(
        1.0,
        "Loudness",
        help="0 follows yours, 1 is the voice's own",
        low=0.0,
        high=1.0,
        decimals=2,
        option="envelope-mix",
        needs=("rvc",),
        section="voice",
        panel="voice",
    )
    speaker: int = setting(
        0,
        "Speaker",
        help="Of a voice that has several, counted from 0",
        low=0,
        high=9999,
        counts="speakers",
        option="speaker",
        needs=("rvc", "speakers"),
        section="voice",
        panel="voice",
    )
    blend: float = setting(
        0.0,
        "Mix",
        help="How much of a second neural voice is in this one",
        low=0.0,
        high=1.0,
        decimals=2,
        option="mix",
        needs=("neural",),
        section="voice",
        panel="voice",
    )
    blend_with: int = setting(
        1,
        "Mix with",
        help="The second voice: 1 Clara, 2 Emma, 3 Jessie, 4 Sky, 5 Isabel, 6 Michael, 7 Toby, 8 Otto, 9 George, 10 Claus",
        low=1,
        high=N_NEURAL_VOICES,
        option="mix-with",
        needs=("neural",),
        section="voice",
        panel="voice",
    )
    input_gain_db: float = setting(
        0.0,
        "Input gain",
        "dB",
        help="Louder or softer before the voice",
        low=-40.0,
        high=40.0,
        decimals=1,
        option="input-gain",
        section="microphone",
        panel="sound",
        kept="microphone",
        words="mic volume boost quiet loud",
    )
    output_gain_db: float = setting(
        0.0,
        "Output gain",
        "dB",
        help="Louder or softer after the voice",
        low=-40.0,
        high=20.0,
        decimals=1,
        option="gain",
        section="voice",
        panel="voice",
        words="volume loud quiet",
    )
    gate_db: float = setting(
        -50.0,
        "Noise gate",
        "dBFS",
        help="The level under which the microphone is silent; -90 is always open",
        low=-90.0,
        high=0.0,
        option="gate",
        section="microphone",
        panel="sound",
        kept="microphone",
        words="mic background threshold",
    )
    bypass: bool = setting(False, "Bypass", help="Your own voice, at the same delay", option="bypass", section="voice", kept="moment")
    muted: bool = setting(False, "Mute", option="mute", section="voice", kept="moment")


PROPOSED = tuple(one.name for one in fields(VoiceDefaults) if one.name in LiveParams.__dataclass_fields__)
"""The live controls that come with a voice."""
