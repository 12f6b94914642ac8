from __future__ import annotations

import numpy as np
import pytest

from engine.dsp.sinc_read import read_at, transition
from engine.synth.rvc import _DOWN_CUTOFF, _DOWN_HALF


def tone(hz: float, n: int = 24_000, rate_hz: int = 48_000) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.sin(2 * np.pi * hz * np.arange(n) / rate_hz).astype(np.float32)


def test_whole_positions_at_full_band_hand_samples_through() -> None:
    signal = np.random.default_rng(0).standard_normal(100).astype(np.float32)
    got = read_at(signal, np.arange(-3.0, 103.0), 1.0, 50)
    assert np.array_equal(got[3:103], signal)
    assert not got[:3].any()
    assert not got[103:].any()


@pytest.mark.parametrize("hz", [100.0, 1_000.0, 5_000.0, 7_400.0])
def test_what_a_content_encoder_hears_is_flat(hz: float) -> None:
    """48 to 16 kHz: the very samples of the tone, within 0.02 dB."""
    positions = np.arange(600.0, 23_000.0, 3.0)
    got = read_at(tone(hz), positions, _DOWN_CUTOFF, _DOWN_HALF)
    assert np.abs(got - np.sin(2 * np.pi * hz * positions / 48_000)).max() < 0.003


@pytest.mark.parametrize("hz", [8_500.0, 10_000.0, 15_000.0, 23_000.0])
def test_what_would_fold_back_is_gone(hz: float) -> None:
    got = read_at(tone(hz), np.arange(600.0, 23_000.0, 3.0), _DOWN_CUTOFF, _DOWN_HALF)
    assert np.abs(got).max() < 10 ** (-75 / 20)


@pytest.mark.parametrize("rate_hz", [24_000, 32_000, 40_000])
def test_a_voice_rate_becomes_48_khz(rate_hz: int) -> None:
    half = 90 * rate_hz // 48_000
    hz = 0.8 * rate_hz / 2
    positions = np.asarray(np.arange(200, 20_000) * (rate_hz / 48_000), np.float64)
    got = read_at(tone(hz, rate_hz=rate_hz), positions, 1.0 - transition(half) / 2, half)
    wanted = np.sin(2 * np.pi * hz * positions / rate_hz)
    assert np.abs(got - wanted)[200:-200].max() < 0.003


def test_each_output_depends_on_its_own_position_only() -> None:
    signal = np.random.default_rng(0).standard_normal(500).astype(np.float32)
    positions = np.asarray(np.linspace(50, 400, 333), np.float64)
    whole = read_at(signal, positions, 0.9, 40)
    assert np.array_equal(np.concatenate([read_at(signal, part, 0.9, 40) for part in np.split(positions, [10, 11, 200])]), whole)
