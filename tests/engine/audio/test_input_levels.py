"""What a microphone hears, judged against sounds whose levels and pitch are known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.input_levels import FLOOR_DB, InputLevels
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.pitch import detector


def heard(audio: Audio, block: int = 1000) -> InputLevels:
    levels = InputLevels(detector("swiftf0"))
    for start in range(0, len(audio), block):
        levels.take(audio[start : start + block])
    return levels


def noise(seconds: float, rms: float) -> Audio:
    return np.random.default_rng(1).normal(0.0, rms, round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)


def buzz(seconds: float, f0_hz: float, level: float) -> Audio:
    """A tone with harmonics, as a voice has them."""
    at_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = sum(np.sin(2 * np.pi * f0_hz * k * at_s) / k for k in range(1, 12))
    made: Audio = (level * wave / np.abs(wave).max()).astype(np.float32)
    return made


def test_nothing_heard_is_silence() -> None:
    assert InputLevels(detector("swiftf0")).summary().peak_db == FLOOR_DB
    silent = heard(np.zeros(SAMPLE_RATE_HZ, np.float32)).summary()
    assert (silent.noise_db, silent.speech_db, silent.f0_hz, silent.seconds) == (FLOOR_DB, FLOOR_DB, 0.0, 1.0)


def test_the_floor_is_the_noise_and_not_a_single_click() -> None:
    quiet = noise(3.0, 0.001)
    quiet[5000] = 0.5
    summary = heard(quiet).summary()
    assert summary.noise_db == pytest.approx(-49.0, abs=2.0)  # peaks of 480 normal values lie 3 to 4 standard deviations out
    assert summary.peak_db == pytest.approx(-6.0, abs=0.1)


def test_speech_is_measured_without_its_pauses() -> None:
    tone = buzz(1.0, 120.0, 0.2)
    spoken = np.concatenate([np.zeros(2 * SAMPLE_RATE_HZ, np.float32), tone, noise(2.0, 1e-4)])
    alone = 20 * np.log10(np.sqrt(np.mean(np.square(tone))))
    summary = heard(spoken).summary()
    assert summary.speech_db == pytest.approx(alone, abs=0.5)
    assert summary.f0_hz == pytest.approx(120.0, rel=0.02)


def test_the_cut_of_the_blocks_does_not_matter() -> None:
    audio = np.concatenate([noise(0.5, 0.01), buzz(0.5, 200.0, 0.3)])
    assert heard(audio, 480).summary() == heard(audio, 7777).summary()


def test_full_scale_is_counted() -> None:
    assert heard(np.clip(buzz(0.5, 100.0, 4.0), -1.0, 1.0)).summary().clipped > 100


def test_the_end_of_speech_is_known_in_a_quiet_room_a_loud_one_and_behind_a_gate() -> None:
    """A pause between words is no end, a cough no speech, and a microphone that passes nothing between words is as good as another."""
    spoken = buzz(1.0, 120.0, 0.2)
    for room_rms in (0.0, 1e-4, 6e-3):
        noise_db = heard(noise(2.0, room_rms)).summary().noise_db
        pause, rest = noise(0.7, room_rms), noise(1.5, room_rms)
        speaking = np.concatenate([noise(1.5, room_rms), spoken, pause, spoken, pause])
        assert not heard(speaking).has_ended(1.2, noise_db)
        assert heard(np.concatenate([speaking, rest])).has_ended(1.2, noise_db)
        cough = np.concatenate([noise(1.0, room_rms), buzz(0.3, 120.0, 0.2), rest])
        assert not heard(cough).has_ended(1.2, noise_db)
