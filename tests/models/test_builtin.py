"""The built-in voices: what is in the file, and what is said of a bad one."""

from __future__ import annotations

import pytest

from engine.config import LiveParams, with_values
from models.builtin import builtin_voices, find_voice, parse_voices
from models.errors import BadVoiceFile, VoiceNotFound
from models.voice import N_NEURAL_VOICES, VoiceDefaults
from training.neural.cast import CAST

GOOD = '[[voice]]\nid = "x1"\nname = "X"\ndescription = "An x."\n'


def test_the_voices_people_look_for_are_there() -> None:
    ids = [voice.id for voice in builtin_voices()]
    assert len(ids) == len(set(ids)) >= 12
    assert {"natural", "deeper", "brighter", "child", "elder", "giant", "robot", "whisper", "radio"} <= set(ids)


def test_every_voice_explains_itself() -> None:
    for voice in builtin_voices():
        assert voice.kind == ("neural" if voice.neural is not None else "vocoder")
        assert voice.description.endswith(".")
        assert voice.tags


def test_neural_voices_come_first_one_for_each_trained_row() -> None:
    neural = [voice for voice in builtin_voices() if voice.neural is not None]
    assert builtin_voices()[: len(neural)] == tuple(neural)
    assert [voice.neural.row for voice in neural if voice.neural] == list(range(N_NEURAL_VOICES))
    assert [(voice.id, voice.neural.home_hz) for voice in neural if voice.neural] == [(member.name, member.pitch_hz) for member in CAST]
    assert {"woman", "man"} <= {tag for voice in neural for tag in voice.tags}


def test_natural_changes_nothing() -> None:
    natural = find_voice("natural")
    assert natural.defaults == VoiceDefaults()
    assert natural.effects == ()


def test_proposed_controls_are_within_those_of_the_engine() -> None:
    for voice in builtin_voices():
        d = voice.defaults
        with_values(LiveParams(), {"pitch_st": d.pitch_st, "formant_st": d.formant_st, "breath": d.breath, "monotone": d.monotone})


@pytest.mark.parametrize("asked", ["robot", "Robot", "ROBOT", " robot "])
def test_a_voice_is_found_by_id_or_name(asked: str) -> None:
    assert find_voice(asked).id == "robot"


def test_a_voice_that_is_not_there_names_its_neighbours() -> None:
    with pytest.raises(VoiceNotFound) as caught:
        find_voice("Wisper")
    assert caught.value.facts["nearest"][0] == "whisper"  # type: ignore[index]


def test_what_is_left_out_keeps_its_default() -> None:
    (voice,) = parse_voices(GOOD + 'effects = [{ name = "ring", amount = 50 }]', "a file")
    assert voice.defaults == VoiceDefaults()
    assert voice.effects[0].mix == 1.0
    assert voice.effects[0].amount == 50.0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[voice", "not TOML"),
        ("", "[[voice]]"),
        ("voice = 3", "[[voice]]"),
        (GOOD + "[other]", "[[voice]]"),
        (GOOD + GOOD, "twice"),
        (GOOD.replace("x1", "Has Blanks"), "short lower-case word"),
        (GOOD.replace('name = "X"\n', ""), "name is missing"),
        (GOOD.replace('"An x."', '" "'), "description is missing"),
        (GOOD + "colour = 1", "unknown colour"),
        (GOOD + 'tags = "one"', "tags"),
        (GOOD + "defaults = { pitch_st = 99 }", "from -24 to 24"),
        (GOOD + "defaults = { breath = true }", "wanted a number"),
        (GOOD + "defaults = { speed = 1 }", "unknown speed"),
        (GOOD + "defaults = 3", "a table of numbers"),
        (GOOD + "vocoder = { growl = 2 }", "from 0 to 1"),
        (GOOD + "vocoder = { tilt_db = nan }", "tilt_db is nan"),
        (GOOD + "neural = { row = 1 }", "wanted row and home_hz"),
        (GOOD + "neural = { row = 10, home_hz = 100 }", "from 0 to 9"),
        (GOOD + "neural = { row = 1.5, home_hz = 100 }", "whole number"),
        (GOOD + "neural = { row = 1, home_hz = 100 }\nvocoder = { growl = 1 }", "not both"),
        (GOOD + "effects = 1", "effects are a list"),
        (GOOD + "effects = [1]", "an effect is a table"),
        (GOOD + "effects = [{ amount = 1 }]", "name is missing"),
        (GOOD + 'effects = [{ name = "ring" }]', "amount is None"),
        (GOOD + 'effects = [{ name = "ring", amount = nan }]', "amount is nan"),
        (GOOD + 'effects = [{ name = "ring", amount = "much" }]', "amount is 'much'"),
        (GOOD + 'effects = [{ name = "ring", amount = 1, on = 1 }]', "on is 1"),
        (GOOD + 'effects = [{ name = "ring", amount = 70, mix = 2 }]', "mix is 2"),
    ],
)
def test_nonsense_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadVoiceFile) as caught:
        parse_voices(text, "a file")
    assert reason in str(caught.value.facts["reason"])
    assert caught.value.subject == "a file"


def test_an_effect_may_be_written_with_all_its_parameters() -> None:
    (voice,) = parse_voices(GOOD + 'effects = [{ name = "ring", carrier_hz = 50, mix = 0.5, on = false }]', "a file")
    (effect,) = voice.effects
    assert (effect.amount, effect.params, effect.mix, effect.on) == (None, (("carrier_hz", 50.0),), 0.5, False)
