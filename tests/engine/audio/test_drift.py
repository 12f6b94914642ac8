"""Drift control against simulated clocks: hops in, device periods out, one of the clocks off."""

import numpy as np
import pytest

from engine.audio.drift import DriftController
from engine.audio.resample import MAX_DRIFT

RATE_HZ = 48_000
HOP = 480
TARGET = 720.0
MINUTES = 10


def simulate(ppm: float, jitter_ms: float = 0.0, start: float = TARGET) -> tuple[np.ndarray, np.ndarray]:
    """(fill above the target in ms, ratio) at each hop of ten minutes, the player's clock `ppm` faster than the recorder's.

    The fill is what the stream's `level_samples` says: continuous, seen at moments that jitter by the worker's computing time.
    """
    controller = DriftController(TARGET, RATE_HZ)
    n_hops = MINUTES * 60 * RATE_HZ // HOP
    late = np.abs(np.random.default_rng(1).normal(0.0, jitter_ms / 1000 * RATE_HZ, n_hops))
    fills, ratios = np.zeros(n_hops), np.ones(n_hops)
    fill = start
    for hop in range(n_hops):
        ratios[hop] = controller.update(fill - late[hop], HOP / RATE_HZ)
        fill += HOP * ratios[hop] - HOP * (1 + ppm * 1e-6)
        fills[hop] = (fill - TARGET) / RATE_HZ * 1000
    return fills, ratios


@pytest.mark.parametrize("ppm", [-200, -50, 50, 200])
def test_unequal_clocks_stay_within_two_ms(ppm: float) -> None:
    fills, ratios = simulate(ppm, jitter_ms=0.3)
    assert np.abs(fills).max() < 2.0
    assert ratios[-1] == pytest.approx(1 + ppm * 1e-6, abs=1e-4)


@pytest.mark.parametrize("ppm", [-200, 200])
def test_does_not_oscillate(ppm: float) -> None:
    fills, _ = simulate(ppm)
    settled = fills[len(fills) // 4 :]
    assert np.abs(settled).max() < 0.1
    crossings = np.count_nonzero(np.diff(np.sign(fills[np.abs(fills) > 0.05])))
    assert crossings <= 1


def test_equal_clocks_are_left_alone() -> None:
    _, ratios = simulate(0.0, jitter_ms=0.5)
    assert (ratios == 1.0).all()


def test_correction_is_bounded_and_recovers() -> None:
    fills, ratios = simulate(0.0, start=TARGET + RATE_HZ / 10)
    assert np.abs(ratios - 1).max() <= MAX_DRIFT + 1e-12
    assert fills.min() > -15.0
    assert abs(fills[-1]) < 0.5


def test_restart_forgets_the_fill_but_not_the_clocks() -> None:
    controller = DriftController(TARGET, RATE_HZ)
    for _ in range(3000):
        learnt = controller.update(TARGET + 100, HOP / RATE_HZ)
    controller.restart()
    after = controller.update(TARGET, HOP / RATE_HZ)
    assert after < 1.0
    assert after > learnt
    assert controller.error_ms == pytest.approx(0.0)
