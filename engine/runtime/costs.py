"""Answers what settings would cost: the voice and the settings in force looked up, the rest is engine/costs.py."""

from __future__ import annotations

from dataclasses import replace

from engine.config import EngineConfig, fits, of_pipeline, settings_of, with_values
from engine.costs import measured_load, own_delay
from engine.inference.choice import placement_of
from engine.inference.profile import Profile, read_profile
from engine.kinds.voices import voice_kind
from engine.link.messages import AskCosts, Costs, SettingCost
from engine.runtime.changes import Changes
from engine.tuning import base_config
from models.voice import Voice
from models.voices import find_voice


def costs(command: AskCosts, live: Changes | None) -> Costs:
    """The answer; `live` is what is heard, None while nothing is. Raises ConfigError, VoiceNotFound."""
    voice = find_voice(command.voice)
    if live is not None and live.voice.id == voice.id:
        now = live.config
    else:
        now = with_values(base_config(voice), command.config)
    profile = read_profile()
    settings = {
        name: [
            SettingCost(value=value, delay_ms=_more_ms(now, other, voice), load_ratio=_load_ratio(now, other, voice, profile))
            for value in values
            for other in (with_values(now, {name: value}),)
        ]
        for name, values in command.settings.items()
    }
    return Costs(reply_to=command.id, settings=settings)


def _more_ms(now: EngineConfig, other: EngineConfig, voice: Voice) -> float:
    return own_delay(other, voice).ms - own_delay(now, voice).ms


def _load_ratio(now: EngineConfig, other: EngineConfig, voice: Voice, profile: Profile | None) -> float | None:
    """What is not for the voice makes no difference to it, nor does the block where it is computed frame by frame. Of the rest only what
    was measured is told, and nobody has measured look-aheads."""
    other = replace(other, **{name: getattr(now, name) for name, rule in settings_of(EngineConfig).items() if not fits(rule, voice)})
    if not voice_kind(voice).placed:
        other = replace(other, hop_ms=now.hop_ms)
    if of_pipeline(other) == of_pipeline(now):
        return 1.0
    if profile is None or replace(other, hop_ms=now.hop_ms, context_s=now.context_s, margin_ms=now.margin_ms) != now:
        return None
    before, after = (measured_load(one, voice, placement_of(one, profile).provider, profile.tried) for one in (now, other))
    return after / before if before and after else None
