"""The EBU's own test signals: Tech 3341 (loudness, true peak) and Tech 3342 (loudness range)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from studio.audio import Frames
from studio.limiter import limit
from studio.loudness import SILENCE_LUFS, Loudness, measure

RATE_HZ = 48_000


def sine(level_db: float, seconds: float, f_hz: float = 1000.0, phase: float = 0.0, channels: int = 2) -> Frames:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    one = 10 ** (level_db / 20) * np.sin(2 * np.pi * f_hz * t + phase)
    return np.repeat(one[:, np.newaxis], channels, axis=1).astype(np.float32)


def in_blocks(frames: Frames, n: int = 7000) -> Iterator[Frames]:
    for start in range(0, len(frames), n):
        yield frames[start : start + n]


def measured(parts: Sequence[tuple[float, float]]) -> Loudness:
    return measure(in_blocks(np.concatenate([sine(level_db, seconds) for level_db, seconds in parts])))


@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
        ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    ],
)
def test_integrated_loudness_of_tech_3341(parts: list[tuple[float, float]], lufs: float) -> None:
    assert measured(parts).lufs == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "range_lu"),
    [
        ([(-20, 20), (-30, 20)], 10),
        ([(-20, 20), (-15, 20)], 5),
        ([(-40, 20), (-20, 20)], 20),
        ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
    ],
)
def test_loudness_range_of_tech_3342(parts: list[tuple[float, float]], range_lu: float) -> None:
    assert measured(parts).range_lu == pytest.approx(range_lu, abs=1.0)


@pytest.mark.parametrize(("divisor", "degrees"), [(4, 0.0), (4, 45.0), (6, 60.0), (8, 67.5)])
def test_true_peak_of_tech_3341(divisor: int, degrees: float) -> None:
    """Sines whose samples all miss the crest: -6 dBTP within +0.2 and -0.4."""
    tone = sine(-6.0, 1.0, RATE_HZ / divisor, np.deg2rad(degrees))
    fade = np.minimum(1.0, np.minimum(np.arange(len(tone)), np.arange(len(tone))[::-1]) / 2000)
    found = measure(in_blocks(tone * fade[:, np.newaxis].astype(np.float32))).true_peak_db
    assert -6.4 <= found <= -5.8


def test_one_channel_is_as_loud_as_one_of_two() -> None:
    both, one = sine(-23.0, 5), sine(-23.0, 5, channels=1)
    assert measure([both]).lufs - measure([one]).lufs == pytest.approx(3.01, abs=0.05)


def test_silence_and_next_to_nothing_have_numbers() -> None:
    assert measure([np.zeros((RATE_HZ, 2), np.float32)]) == Loudness(SILENCE_LUFS, 0.0, SILENCE_LUFS)
    assert measure([]).lufs == SILENCE_LUFS
    assert measure([sine(-23.0, 0.2)]).lufs == pytest.approx(-23.0, abs=0.3)


def test_the_limiter_keeps_the_ceiling_between_samples_and_leaves_quiet_sound_alone() -> None:
    rng = np.random.default_rng(3)
    loud = sine(6.0, 2.0, RATE_HZ / 4, np.pi / 4) + 0.3 * rng.standard_normal((2 * RATE_HZ, 2)).astype(np.float32)
    out = np.concatenate(list(limit(in_blocks(loud, 9111), -1.0)))
    assert out.shape == loud.shape
    assert measure([out]).true_peak_db <= -0.99
    quiet = 0.1 * rng.standard_normal((RATE_HZ, 2)).astype(np.float32)
    assert np.array_equal(np.concatenate(list(limit(in_blocks(quiet, 5000), -1.0))), quiet)


def test_the_limiter_gives_the_same_for_any_blocks() -> None:
    rng = np.random.default_rng(4)
    loud = rng.standard_normal((3 * RATE_HZ, 2)).astype(np.float32)
    whole = np.concatenate(list(limit([loud], -3.0)))
    pieces = np.concatenate(list(limit(in_blocks(loud, 4801), -3.0)))
    np.testing.assert_allclose(pieces, whole, atol=2e-4)
