"""What a voice file may propose is what the setting of that name takes: models/ knows nothing of the engine's declarations."""

from __future__ import annotations

import pytest

from engine.config import PROPOSED, LiveParams, highest, settings_of
from models.builtin import DEFAULTS_RANGES, find_voice
from models.package import Defaults

RULES = settings_of(LiveParams)


@pytest.mark.parametrize("name", sorted(set(DEFAULTS_RANGES) & set(PROPOSED)))
def test_built_in_voices_propose_what_the_settings_take(name: str) -> None:
    assert (RULES[name].low, RULES[name].high) == DEFAULTS_RANGES[name]


@pytest.mark.parametrize("name", ["index_rate", "protect"])
def test_imported_voices_propose_what_the_settings_take(name: str) -> None:
    for end in (RULES[name].low, RULES[name].high):
        assert getattr(Defaults.model_validate({name: end}), name) == end
    for beyond in (RULES[name].low - 0.01, RULES[name].high + 0.01):  # type: ignore[operator]
        with pytest.raises(ValueError, match=name):
            Defaults.model_validate({name: beyond})


def test_a_voice_with_one_speaker_has_no_other() -> None:
    assert highest(RULES["speaker"], find_voice("robot")) == 0.0
    assert highest(RULES["formant_st"], find_voice("robot")) == 12.0
