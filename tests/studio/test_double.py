"""Takes that are never quite together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio import Frames
from studio.steps.double import lags, warped

RATE_HZ = 48_000
WINDOW = 4096


def in_blocks(frames: Frames, n: int) -> Iterator[Frames]:
    for start in range(0, len(frames), n):
        yield frames[start : start + n]


def take(frames: Frames, seed: int, spread_ms: float = 25.0, n: int = 20_000) -> Frames:
    return np.concatenate(list(warped(in_blocks(frames, n), len(frames), lags(len(frames), spread_ms, seed))))


def ripple(one: Frames, other: Frames) -> float:
    """How far the spectrum of the sum is from that of two things that have nothing to do with each other: 0 none, a comb nearly half."""

    def spectrum(frames: Frames) -> NDArray[np.float64]:
        cut = np.lib.stride_tricks.sliding_window_view(frames[:, 0].astype(np.float64), WINDOW)[:: WINDOW // 2]
        power: NDArray[np.float64] = np.square(np.abs(np.fft.rfft(cut * np.hanning(WINDOW), axis=1))).mean(axis=0)
        return power

    both = spectrum(one + other) / (spectrum(one) + spectrum(other))
    return float(np.std(both[30:1500]))


def noise(seconds: float, channels: int = 1) -> Frames:
    return np.random.default_rng(1).standard_normal((round(seconds * RATE_HZ), channels)).astype(np.float32) * np.float32(0.1)


def test_two_takes_together_have_no_comb() -> None:
    voice = noise(20.0)
    late = np.concatenate([np.zeros((960, 1), np.float32), voice[:-960]])
    assert ripple(voice, late) > 0.4, "a copy 20 ms late has one"
    for seed in (1, 2, 3):
        assert ripple(voice, take(voice, seed)) < 0.2
    assert ripple(take(voice, 1), take(voice, 2)) < 0.2


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_take_stays_within_the_spread_and_hardly_leaves_the_pitch(seed: int) -> None:
    late = lags(20 * RATE_HZ, 25.0, seed).at(0, 20 * RATE_HZ) / RATE_HZ
    assert 0.010 <= np.abs(late).min() < np.abs(late).max() <= 0.025
    cents = 1200 * np.log2(1 - np.gradient(late) * RATE_HZ)
    assert 2.0 < np.abs(cents).max() < 50.0


def test_length_channels_and_blocks() -> None:
    voice = noise(2.0, channels=2)
    whole, pieces = take(voice, 1, n=len(voice)), take(voice, 1, n=4801)
    assert whole.shape == voice.shape
    np.testing.assert_allclose(pieces, whole, atol=1e-6)
    assert not np.array_equal(take(voice, 2), whole)
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)[:, np.newaxis]
    assert np.abs(take(tone, 1)[5000:-5000]).max() == pytest.approx(1.0, abs=0.01)
