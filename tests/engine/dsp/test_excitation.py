"""The source signal: carried phase, and the levels of sine and noise."""

from __future__ import annotations

import numpy as np

from engine.dsp.excitation import excite, frame_phases

RATE_HZ = 48_000
SAMPLES = 480


def glide(n_frames: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    f0_hz = (200 + 50 * np.sin(np.arange(n_frames) / 7)).astype(np.float32)
    f0_hz[10:14] = 0
    return f0_hz


def test_a_stream_cut_anywhere_has_the_same_bits() -> None:
    f0_hz, noise = glide(40), np.random.default_rng(0).standard_normal((40, SAMPLES), np.float32)
    whole = excite(f0_hz, frame_phases(f0_hz, 0.0, SAMPLES, RATE_HZ), noise, RATE_HZ)
    pieces, start_turns = [], 0.0
    for start, end in ((0, 1), (1, 12), (12, 13), (13, 40)):
        phases = frame_phases(f0_hz[start:end], start_turns, SAMPLES, RATE_HZ)
        pieces.append(excite(f0_hz[start:end], phases, noise[start:end], RATE_HZ))
        start_turns = float(phases[-1])
    assert np.array_equal(np.concatenate(pieces), whole)


def test_phase_stays_within_a_turn_and_exact_over_an_hour() -> None:
    phases = frame_phases(np.full(360_000, 220.5, np.float32), 0.0, SAMPLES, RATE_HZ)
    assert phases.min() >= 0
    assert phases.max() < 1
    error = (phases[-1] - 3600 * 220.5 + 0.5) % 1 - 0.5
    assert abs(error) < 1e-6


def test_voiced_frames_hold_a_sine_and_unvoiced_ones_noise() -> None:
    f0_hz = np.array([100, 100, 0, 0], np.float32)
    silent, loud = np.zeros((4, SAMPLES), np.float32), np.ones((4, SAMPLES), np.float32)
    phases = frame_phases(f0_hz, 0.0, SAMPLES, RATE_HZ)
    sine = excite(f0_hz, phases, silent, RATE_HZ)
    expected = 0.1 * np.sin(2 * np.pi * 100 * (np.arange(2 * SAMPLES) + 1) / RATE_HZ)
    assert np.abs(sine[: 2 * SAMPLES] - expected).max() < 1e-6
    assert not sine[2 * SAMPLES :].any()
    noise_gains = (excite(f0_hz, phases, loud, RATE_HZ) - sine).reshape(4, SAMPLES).mean(axis=1)
    assert np.abs(noise_gains - [0.003, 0.003, 0.1 / 3, 0.1 / 3]).max() < 1e-6
