"""Which value a control has: the voice's, the user's, or what follows from the speaker's own pitch."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.settings.record import VOICE_PARAMS, Microphone, Settings
from app.settings.values import config_to_send, live_params, proposed, with_voice_value
from engine.config import EngineConfig, LiveParams, settings_of, with_values
from models.builtin import builtin_voices, find_voice
from models.voice import Voice

VOICES = st.sampled_from(builtin_voices())
NUMBERS = sorted(name for name in VOICE_PARAMS if isinstance(getattr(LiveParams(), name), float))


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, float]:
    name = draw(st.sampled_from(NUMBERS))
    rule = settings_of(LiveParams)[name]
    return name, draw(st.floats(rule.low, rule.high))


@given(VOICES, VOICES, choices(), st.floats(0.0, 1000.0))
def test_what_the_user_sets_holds_for_that_voice_and_no_other(voice: Voice, other: Voice, choice: tuple[str, float], f0_hz: float) -> None:
    name, value = choice
    before = Settings(microphone=Microphone(gate_db=-40.0, speaker_f0_hz=f0_hz))
    after = with_voice_value(before, voice, name, value)
    assert live_params(after, voice) == with_values(live_params(before, voice), {name: value})
    if other.id != voice.id:
        assert live_params(after, other) == live_params(before, other)
    assert live_params(after, voice).gate_db == -40.0
    back = with_voice_value(after, voice, name, getattr(proposed(voice, f0_hz), name))
    assert back == before  # what the voice proposes is not kept


def test_a_pitch_that_was_measured_moves_the_proposal_and_not_what_the_user_chose() -> None:
    natural = find_voice("natural")
    voice = replace(natural, defaults=replace(natural.defaults, target_f0_hz=220.0, pitch_st=3.0))
    measured = Settings(microphone=Microphone(speaker_f0_hz=110.0))
    assert live_params(Settings(), voice).pitch_st == 3.0
    assert live_params(measured, voice).pitch_st == 12.0
    chosen = with_voice_value(Settings(), voice, "pitch_st", 5.0)
    assert live_params(replace(chosen, microphone=measured.microphone), voice).pitch_st == 5.0


def test_the_engine_gets_what_differs_and_has_the_same_settings_then() -> None:
    config = EngineConfig(hop_ms=40, denoise=True, monitor="")
    sent = config_to_send(config)
    assert sent == {"hop_ms": 40, "denoise": True, "monitor": ""}
    assert with_values(EngineConfig(), sent) == config
    assert config_to_send(EngineConfig()) == {}
