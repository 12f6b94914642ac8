"""Which value each control has: what the voice proposes, and what the user has made of it. Pure functions over the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from app.settings.advice import transpose_st
from app.settings.record import MICROPHONE_PARAMS, Settings
from engine.config import PROPOSED, EngineConfig, LiveParams, with_values
from engine.link.messages import Values
from models.voice import Voice

Scalar = bool | int | float | str


def proposed(voice: Voice, speaker_f0_hz: float = 0.0) -> LiveParams:
    """The controls as the voice wants them; where the speaker's own pitch is known (not 0), the transpose follows from it."""
    params = with_values(LiveParams(), {name: getattr(voice.defaults, name) for name in PROPOSED})
    if speaker_f0_hz > 0.0 and voice.defaults.target_f0_hz > 0.0:
        params = replace(params, pitch_st=transpose_st(speaker_f0_hz, voice.defaults.target_f0_hz))
    return params


def live_params(settings: Settings, voice: Voice) -> LiveParams:
    """The controls in force for `voice`: proposed, then the user's own, then those of the microphone."""
    own = settings.voice_params.get(voice.id, {})
    microphone = {name: getattr(settings.microphone, name) for name in MICROPHONE_PARAMS}
    return with_values(proposed(voice, settings.microphone.speaker_f0_hz), {**own, **microphone})


def params_to_send(params: LiveParams) -> Values:
    """All of them, as the link takes them."""
    return dict(asdict(params))


def config_to_send(config: EngineConfig) -> Values:
    """What differs from the defaults."""
    usual = asdict(EngineConfig())
    return {name: value for name, value in asdict(config).items() if value != usual[name]}


def soon_wanted(settings: Settings) -> list[str]:
    """The voices that are likely to be asked for next, the likeliest first: favourites, and what OBS's scenes call for."""
    return list(dict.fromkeys((*settings.favourites, *settings.scene_voices.values())))


def with_voice_value(settings: Settings, voice: Voice, name: str, value: Scalar) -> Settings:
    """`settings` in which the voice's control has `value`; what equals the voice's own proposal is not kept."""
    own = {**settings.voice_params.get(voice.id, {}), name: value}
    usual = proposed(voice, settings.microphone.speaker_f0_hz)
    own = {control: kept for control, kept in own.items() if kept != getattr(usual, control)}
    others = {voice_id: values for voice_id, values in settings.voice_params.items() if voice_id != voice.id}
    everything: Mapping[str, Mapping[str, Scalar]] = {**others, voice.id: own} if own else others
    return replace(settings, voice_params=everything)
