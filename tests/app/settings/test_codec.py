"""Settings to text and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings.codec import VERSION, BrokenSettings, FutureSettings, decode, encode
from app.settings.record import DECLARED, Microphone, Preferences, Settings
from engine.config import EngineConfig, settings_of

SOME = Settings(
    preferences=Preferences(theme="dark", language="ko", hotkey_power="Ctrl+Alt+V"),
    microphone=Microphone(input_gain_db=6.5, gate_db=-42.0, speaker_f0_hz=118.0),
    engine=EngineConfig(input="pulse:마이크", hop_ms=40),
    last_voice="robot",
    favourites=("robot", "child"),
    voice_params={"robot": {"pitch_st": 2.0, "formant_st": -1.0}},
    first_run_done=True,
    obs_address="10.0.0.5:4456",
    scene_voices={"Spiel 🎮": "robot"},
    voice_keys={"robot": "Ctrl+F5"},
)


def test_what_was_written_is_read() -> None:
    decoded = decode(encode(SOME))
    assert decoded.settings == SOME
    assert decoded.refused == ()


def test_every_declared_default_is_within_its_own_range() -> None:
    assert decode(encode(Settings())).refused == ()


@pytest.mark.parametrize(
    "change",
    [
        ({"engine": {"hop_ms": 15}}, "engine.hop_ms"),
        ({"engine": {"hop_ms": "40"}}, "engine.hop_ms"),
        ({"preferences": {"theme": "pink"}}, "preferences.theme"),
        ({"preferences": {"colour": "red"}}, "preferences.colour"),
        ({"preferences": []}, "preferences"),
        ({"microphone": {"gate_db": True}}, "microphone.gate_db"),
        ({"last_voice": 7}, "last_voice"),
        ({"favourites": [1]}, "favourites"),
        ({"voice_params": {"robot": {"gate_db": -3.0}}}, "voice_params.robot.gate_db"),
        ({"voice_params": {"robot": 5}}, "voice_params.robot"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_one_bad_value_costs_only_itself(change: tuple[dict[str, object], str]) -> None:
    changed, refused = change
    table = json.loads(encode(SOME))
    for name, value in changed.items():
        table[name] = {**table[name], **value} if isinstance(value, dict) and name in DECLARED else value
    decoded = decode(json.dumps(table))
    assert decoded.refused == (refused,)
    kept = asdict(decoded.settings)
    for name, value in asdict(SOME).items():
        if name not in changed:
            assert kept[name] == value
    if "engine" in changed:
        assert decoded.settings.engine == replace(SOME.engine, hop_ms=EngineConfig().hop_ms)


NO_SETTINGS = ["", "{", "[]", "null", '"x"', "{}", '{"version": "1"}', '{"version": true}', '{"version": 0}', "[" * 50_000]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@pytest.mark.parametrize("text", NO_SETTINGS, ids=range(len(NO_SETTINGS)))
def test_what_is_no_settings_file_is_said_so(text: str) -> None:
    with pytest.raises(BrokenSettings):
        decode(text)


def test_a_newer_format_is_not_guessed_at() -> None:
    with pytest.raises(FutureSettings) as caught:
        decode(json.dumps({"version": VERSION + 1, "preferences": {"theme": "dark"}}))
    assert caught.value.version == VERSION + 1


@given(ANYTHING)
def test_no_content_of_a_field_breaks_reading(value: object) -> None:
    for name in (
        *DECLARED,
        "favourites",
        "voice_params",
        "scene_voices",
        "voice_keys",
        "obs_address",
        "last_voice",
        "window",
        "first_run_done",
    ):
        text = json.dumps({"version": VERSION, name: value})
        assert isinstance(decode(text).settings, Settings)


def test_labels_are_words_and_numbers_have_ranges() -> None:
    for record in DECLARED.values():
        for name, rule in settings_of(record).items():
            assert rule.label[0].isupper(), name
            if isinstance(getattr(record(), name), (int, float)) and not isinstance(getattr(record(), name), bool):
                assert rule.low is not None, name
                assert rule.high is not None, name
