"""What the declarations say, and that everything which follows from them can."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.settings.record import Microphone, Preferences
from engine.config import EngineConfig, LiveParams, fits, of_pipeline, settings_of, settings_that_act, shared, with_values
from models.builtin import find_voice
from models.voice import RvcSource, Voice

RECORDS = (LiveParams, EngineConfig, Preferences, Microphone)
ALL = [pytest.param(record, name, id=name) for record in RECORDS for name in settings_of(record)]


@pytest.mark.parametrize(("record", "name"), ALL)
def test_a_label_is_a_name_and_not_a_sentence(record: type, name: str) -> None:
    declared = settings_of(record)[name]
    assert declared.label[0].isupper()
    assert not set(":.;?!") & set(declared.label)
    assert not declared.help.endswith(".")  # whoever shows it ends the sentence
    assert declared.help != declared.label


@pytest.mark.parametrize(("record", "name"), ALL)
def test_what_is_offered_and_the_default_are_possible_and_can_be_shown(record: type, name: str) -> None:
    declared, usual = settings_of(record)[name], getattr(record(), name)
    for value in declared.offered:
        with_values(record(), {name: value})
    assert list(declared.offered) == sorted(set(declared.offered))
    if isinstance(usual, float):
        assert declared.low is not None
        assert declared.high is not None
        assert all(round(value, declared.decimals) == value for value in (*declared.offered, usual, declared.low, declared.high))
    else:
        assert declared.decimals == 0


def test_no_two_settings_share_an_option() -> None:
    rules = [rule for record in (LiveParams, EngineConfig) for rule in settings_of(record).values()]
    for words in ([rule.option for rule in rules], [rule.letter for rule in rules if rule.letter]):
        assert all(words)
        assert len(words) == len(set(words))


def test_a_pipeline_is_made_of_what_needs_a_rebuild() -> None:
    other = EngineConfig(input="a", output="b", monitor="c", monitor_gain_db=3.0, backend="pulse", margin_ms=50.0)
    assert of_pipeline(other) == EngineConfig()
    for name in settings_that_act(EngineConfig, "rebuild"):
        usual = getattr(EngineConfig(), name)
        other = replace(EngineConfig(), **{name: not usual if isinstance(usual, bool) else usual * 2 or 1})  # type: ignore[arg-type]
        assert of_pipeline(other) == other
    every = settings_that_act(EngineConfig, "at once", "rebuild", "restart")
    assert every == {one.name for one in fields(EngineConfig)}


def test_live_controls_act_at_once() -> None:
    assert settings_that_act(LiveParams, "at once") == set(settings_of(LiveParams))


@pytest.mark.parametrize(
    ("has", "names"),
    [
        ({}, {"pitch_st", "index_rate", "protect", "envelope_mix", "speaker", "lookahead_ms", "context_s", "unvoiced"}),
        ({"has_f0": False}, {"index_rate", "envelope_mix", "speaker", "lookahead_ms", "context_s"}),
        ({"has_index": False, "n_speakers": 1}, {"pitch_st", "envelope_mix", "lookahead_ms", "context_s", "unvoiced"}),
        (None, {"pitch_st", "breath", "monotone"}),
    ],
)
def test_what_a_setting_needs_of_a_voice(has: dict[str, object] | None, names: set[str]) -> None:
    voice = find_voice("robot") if has is None else _rvc(**has)
    rules = settings_of(LiveParams) | settings_of(EngineConfig)
    assert {name for name, rule in rules.items() if rule.needs and fits(rule, voice)} == names
    assert all(fits(rule, voice) for rule in rules.values() if not rule.needs)


def test_a_shared_declaration_is_the_same_one() -> None:
    assert settings_of(Microphone)["gate_db"] is settings_of(LiveParams)["gate_db"]
    assert Microphone().gate_db == LiveParams().gate_db
    assert shared(LiveParams, "pitch_st").default == 0.0


def _rvc(**has: object) -> Voice:
    usual = {"folder": Path(), "sample_rate_hz": 40_000, "version": "v2", "encoder": "contentvec", "phone_dim": 768}
    made = RvcSource(**{**usual, "has_f0": True, "has_index": True, "n_speakers": 3, **has})  # type: ignore[arg-type]
    return Voice("mia", "Mia", "", "rvc", rvc=made)
