"""What a microphone and a speaker are advised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings.advice import gain_db_for, gate_db_for, is_speech, transpose_st
from app.settings.record import Microphone
from engine.config import LiveParams, with_values

DB = st.floats(-120.0, 0.0)


@given(DB, DB)
def test_the_gain_never_lifts_peaks_beyond_full_scale(speech_db: float, peak_db: float) -> None:
    gain_db = gain_db_for(speech_db, peak_db)
    assert peak_db + gain_db <= -3.0 or gain_db == -20.0
    with_values(Microphone(), {"input_gain_db": gain_db})


@given(DB, DB, st.floats(-20.0, 30.0))
def test_the_gate_is_a_possible_value_and_opens_for_speech(noise_db: float, speech_db: float, gain_db: float) -> None:
    gate_db = gate_db_for(noise_db, speech_db, gain_db)
    with_values(Microphone(), {"gate_db": gate_db})
    if is_speech(speech_db, noise_db) and -74.0 < speech_db + gain_db < -20.0:
        assert gate_db < speech_db + gain_db


def test_a_usual_headset() -> None:
    gain_db = gain_db_for(-34.0, -18.0)
    assert gain_db == 14.0
    assert gate_db_for(-62.0, -34.0, gain_db) == -42.0


MOVES = [(110.0, 220.0, 12.0), (200.0, 205.0, 0.0), (205.0, 110.0, -11.0), (0.0, 205.0, 0.0), (120.0, 0.0, 0.0)]


@pytest.mark.parametrize(("speaker_hz", "target_hz", "moved_st"), MOVES)
def test_the_pitch_is_moved_from_the_speaker_to_the_voice(speaker_hz: float, target_hz: float, moved_st: float) -> None:
    assert transpose_st(speaker_hz, target_hz) == moved_st


@given(st.floats(50.0, 1000.0), st.floats(50.0, 1000.0))
def test_every_transpose_is_a_possible_pitch(speaker_hz: float, target_hz: float) -> None:
    with_values(LiveParams(), {"pitch_st": transpose_st(speaker_hz, target_hz)})
