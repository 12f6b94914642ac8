from __future__ import annotations

import math
from dataclasses import asdict

import pytest

from engine.config import HOPS_MS, EngineConfig, LiveParams, settings_of, with_values
from engine.errors import ConfigError


def test_values_take_the_place_of_defaults() -> None:
    assert with_values(LiveParams(), {"pitch_st": 5, "bypass": True}) == LiveParams(pitch_st=5.0, bypass=True)
    assert isinstance(with_values(LiveParams(), {"pitch_st": 5}).pitch_st, float)


@pytest.mark.parametrize(
    ("record", "values", "code"),
    [
        (LiveParams(), {"pitsch": 1}, "config.unknown"),
        (LiveParams(), {"pitch_st": "high"}, "config.type"),
        (LiveParams(), {"pitch_st": True}, "config.type"),
        (LiveParams(), {"bypass": 1}, "config.type"),
        (LiveParams(), {"pitch_st": 25.0}, "config.range"),
        (LiveParams(), {"pitch_st": math.nan}, "config.range"),
        (LiveParams(), {"output_gain_db": math.inf}, "config.range"),
        (EngineConfig(), {"hop_ms": 15}, "config.step"),
        (EngineConfig(), {"hop_ms": 20.5}, "config.type"),
        (EngineConfig(), {"hop_ms": 1000}, "config.range"),
        (EngineConfig(), {"detector": "swiftfo"}, "config.choice"),
        (EngineConfig(), {"input": None}, "config.type"),
    ],
)
def test_nonsense_is_refused_by_code(record: LiveParams | EngineConfig, values: dict[str, object], code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        with_values(record, values)
    assert caught.value.code == code


def test_a_misspelt_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError) as caught:
        with_values(EngineConfig(), {"detector": "crep-tiny"})
    assert "crepe-tiny" in str(caught.value.facts["nearest"])


@pytest.mark.parametrize("record", [LiveParams(), EngineConfig()])
def test_every_setting_has_a_label_and_a_default_that_passes_its_own_check(record: LiveParams | EngineConfig) -> None:
    assert with_values(record, asdict(record)) == record
    assert all(rule.label for rule in settings_of(type(record)).values())


def test_every_hop_on_offer_is_legal() -> None:
    assert all(with_values(EngineConfig(), {"hop_ms": hop}).hop_ms == hop for hop in HOPS_MS)
