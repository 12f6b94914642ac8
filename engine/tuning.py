"""What a voice runs under when nothing else is asked for: the defaults, as this machine's calibration has improved them."""

from __future__ import annotations

from dataclasses import replace

from engine.config import EngineConfig
from engine.inference.profile import Profile, read_profile
from engine.kinds.detectors import DETECTORS
from engine.kinds.voices import voice_kind
from models.foundation import FoundationLibrary
from models.voice import Voice


def base_config(voice: Voice, profile: Profile | None = None, foundation: FoundationLibrary | None = None) -> EngineConfig:
    """The settings before anybody has set one. profile, foundation: None is this machine's.

    Voices that are light everywhere take the plain defaults; those that calibration is for, its hop, look-ahead, context and detector.
    """
    config = EngineConfig()
    kind = voice_kind(voice)
    if not kind.tuned:
        return replace(config, hop_ms=kind.hop_ms or config.hop_ms)
    profile = profile or read_profile()
    if profile is None:
        return replace(config, hop_ms=kind.hop_ms or config.hop_ms)
    tuned = replace(config, hop_ms=profile.hop_ms, lookahead_ms=profile.lookahead_ms, context_s=profile.context_s)
    needed = next((kind.foundation for kind in DETECTORS if kind.name == profile.detector), "")
    if needed and (foundation or FoundationLibrary()).get(needed) is None:
        return tuned
    return replace(tuned, detector=profile.detector)


def file_config(voice: Voice) -> EngineConfig:
    """`base_config` for a file, where nobody waits: what has a longer hop for that takes it, which costs RVC voices a third less."""
    config = base_config(voice)
    return replace(config, hop_ms=voice_kind(voice).file_hop_ms or config.hop_ms)
