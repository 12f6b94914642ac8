"""What follows from a microphone's noise, a speaker's level and pitch: gain, gate, how far a voice moves the pitch. Pure functions."""

from __future__ import annotations

import math

TARGET_SPEECH_DB = -20.0
"""Level that speech is brought to, rms: loud enough for every stage, 14 dB and more below full scale for shouts."""
HEADROOM_DB = 3.0
GAIN_LOW_DB, GAIN_HIGH_DB = -20.0, 30.0
GATE_ABOVE_NOISE_DB = 6.0
GATE_LOW_DB, GATE_HIGH_DB = -75.0, -20.0
LEAST_SPEECH_OVER_NOISE_DB = 6.0
DEAD_DB = -100.0
LOUD_NOISE_DB = -30.0
PITCH_LIMIT_ST = 24.0


def is_dead(peak_db: float) -> bool:
    """Whether a microphone gives nothing at all: muted, or the wrong one."""
    return peak_db < DEAD_DB


def is_noisy(noise_db: float) -> bool:
    """Whether the silence was none: somebody spoke, or the room is loud."""
    return noise_db > LOUD_NOISE_DB


def is_speech(speech_db: float, noise_db: float) -> bool:
    """Whether somebody spoke, judged against the noise measured before."""
    return speech_db > noise_db + LEAST_SPEECH_OVER_NOISE_DB and not is_dead(speech_db)


def gain_db_for(speech_db: float, peak_db: float) -> float:
    """Input gain that brings speech (rms dBFS) to its target without its peaks reaching full scale; in steps of half a dB."""
    wanted = min(TARGET_SPEECH_DB - speech_db, -HEADROOM_DB - peak_db)
    return math.floor(2.0 * min(max(wanted, GAIN_LOW_DB), GAIN_HIGH_DB)) / 2.0


def gate_db_for(noise_db: float, speech_db: float, gain_db: float) -> float:
    """Where the gate opens, whole dBFS after the gain: above the noise, and never more than half way up to speech."""
    between = min(noise_db + GATE_ABOVE_NOISE_DB, (noise_db + speech_db) / 2.0)
    return float(round(min(max(between + gain_db, GATE_LOW_DB), GATE_HIGH_DB)))


def transpose_st(speaker_f0_hz: float, target_f0_hz: float) -> float:
    """Whole semitones from the speaker's pitch to that of the voice; 0 where either is unknown (0)."""
    if speaker_f0_hz <= 0.0 or target_f0_hz <= 0.0:
        return 0.0
    moved = 12.0 * math.log2(target_f0_hz / speaker_f0_hz)
    return float(round(min(max(moved, -PITCH_LIMIT_ST), PITCH_LIMIT_ST)))
