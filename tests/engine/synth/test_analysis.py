"""The vocoder's ears: envelope against pyworld's CheapTrick, noise share against signals of known make."""

from __future__ import annotations

import numpy as np
import pytest
import pyworld
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ
from engine.synth.analysis import ANTICIPATION_SAMPLES, BIN_HZ, FFT_SAMPLES, analyse
from tests.engine.synth.speech import demo, demo_f0, inner_voiced

PAD = 8192


def test_envelope_is_cheaptricks_where_the_window_fits() -> None:
    x, f0_hz = demo().astype(np.float64), demo_f0().astype(np.float64)
    times = np.arange(len(f0_hz)) * 0.01 + ANTICIPATION_SAMPLES / SAMPLE_RATE_HZ
    reference = pyworld.cheaptrick(x, f0_hz, times, SAMPLE_RATE_HZ, fft_size=FFT_SAMPLES)
    padded = np.pad(x, PAD)
    errors_db = []
    for n in np.flatnonzero(inner_voiced(demo_f0()) & (f0_hz > 95.0)):
        centre = PAD + int(n) * FRAME_SAMPLES
        mine = analyse(padded, centre, centre + 2 * FRAME_SAMPLES, float(f0_hz[n])).log_power
        errors_db.append(np.median(np.abs(mine - np.log(reference[n]))[5:1500]) * 10 / np.log(10))
    assert len(errors_db) > 200
    assert np.percentile(errors_db, 95) < 0.2


@pytest.mark.parametrize("f0_hz", [0.0, 40.0, 75.0, 300.0, 1200.0])
def test_nothing_right_of_the_limit_is_read(f0_hz: float) -> None:
    rng = np.random.default_rng(1)
    audio = rng.standard_normal(12_000)
    limit = 8000 + 2 * FRAME_SAMPLES
    heard = analyse(audio, 8000, limit, f0_hz)
    audio[limit:] = 1e6
    again = analyse(audio, 8000, limit, f0_hz)
    assert np.array_equal(heard.log_power, again.log_power)
    assert np.array_equal(heard.noise_share, again.noise_share)
    assert heard.repeats == again.repeats


def mixture(f0_hz: float, noise_power_share: float) -> NDArray[np.float64]:
    """One second of a pulse train with white noise, unit power in all."""
    t = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    harmonics = np.arange(1, int(23_000 / f0_hz))
    pulses = np.sum(np.cos(2 * np.pi * f0_hz * harmonics[:, None] * t), axis=0)
    hiss = np.random.default_rng(2).standard_normal(len(t))
    return np.asarray(np.sqrt(1 - noise_power_share) * pulses / pulses.std() + np.sqrt(noise_power_share) * hiss)


@pytest.mark.parametrize("f0_hz", [90.0, 150.3, 250.0])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_noise_share_is_measured(f0_hz: float, share: float) -> None:
    x = mixture(f0_hz, share)
    measured = [
        analyse(x, n * FRAME_SAMPLES, (n + 2) * FRAME_SAMPLES, f0_hz).noise_share[round(500 / BIN_HZ) : round(19_000 / BIN_HZ)].mean()
        for n in range(20, 90)
    ]
    assert abs(np.mean(measured) - share) < 0.15


def test_a_pitch_a_little_wrong_is_forgiven() -> None:
    x = mixture(150.0, 0.0)
    share = analyse(x, 24_000, 24_960, 148.0).noise_share
    assert share[: round(4000 / BIN_HZ)].mean() < 0.15


def test_a_missed_pitch_is_noticed_and_a_hiss_is_not() -> None:
    voiced, hiss = mixture(150.0, 0.05), mixture(150.0, 1.0)
    assert analyse(voiced, 24_000, 24_960, 0.0).repeats > 0.9
    assert max(analyse(hiss, 480 * n, 480 * n + 960, 0.0).repeats for n in range(20, 90)) < 0.2


def test_power_is_that_of_the_frame() -> None:
    x = 0.1 * mixture(150.0, 0.3)
    for f0_hz in (0.0, 150.0):
        powers = [analyse(x, 480 * n, 480 * n + 960, f0_hz).power for n in range(20, 90)]
        assert abs(10 * np.log10(np.mean(powers) / 0.01)) < 0.5
