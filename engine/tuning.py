"""What a voice runs under when nothing else is asked for: the defaults, as this machine's calibration has improved them."""

from __future__ import annotations

from dataclasses import replace

from engine.config import EngineConfig
from engine.inference.profile import Profile, read_profile
from engine.pitch.rmvpe import NAME as RMVPE
from engine.synth.rvc_open import DEFAULT_HOP_MS
from models.foundation import FoundationShelf
from models.voice import Voice

FILE_HOP_MS = 500


def base_config(voice: Voice, profile: Profile | None = None, foundation: FoundationShelf | None = None) -> EngineConfig:
    """The settings before anybody has set one. profile, foundation: None is this machine's.

    Built-in voices are light everywhere: the plain defaults. RVC voices take hop, look-ahead, context and detector of the calibration.
    """
    config = EngineConfig()
    if voice.kind == "vocoder":
        return config
    profile = profile or read_profile()
    if profile is None:
        return replace(config, hop_ms=DEFAULT_HOP_MS)
    tuned = replace(config, hop_ms=profile.hop_ms, lookahead_ms=profile.lookahead_ms, context_s=profile.context_s)
    if profile.detector == RMVPE and (foundation or FoundationShelf()).get(RMVPE) is None:
        return tuned
    return replace(tuned, detector=profile.detector)


def file_config(voice: Voice) -> EngineConfig:
    """`base_config` for a file, where nobody waits: RVC voices take the longest block, which costs a third less than usual ones."""
    config = base_config(voice)
    return config if voice.kind == "vocoder" else replace(config, hop_ms=FILE_HOP_MS)
