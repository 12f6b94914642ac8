"""Gaps that only a sound server knows of are found from when writes were taken, and nothing else is taken for one."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.server_gaps import ServerGaps

RATE_HZ = 48_000
PIECE, BLOCK = 120, 240


def writes(n: int, jitter_s: float = 0.0, drift: float = 0.0, pauses_s: dict[int, float] | None = None) -> list[float]:
    """When each of n blocks has been taken: late by up to `jitter_s`, made up for by the next; `pauses_s` by block number stay."""
    late = np.random.default_rng(1).uniform(0, jitter_s, n)
    stays = np.zeros(n)
    for at, pause_s in (pauses_s or {}).items():
        stays[at:] += pause_s
    when: list[float] = (5.0 + np.arange(n) * PIECE / RATE_HZ * (1 + drift) + late + stays).tolist()
    return when


def found(when: list[float]) -> int:
    watch = ServerGaps(RATE_HZ, BLOCK)
    return sum(watch.note(PIECE, now_s) for now_s in when)


@pytest.mark.parametrize("gap_ms", [10, 20, 200])
def test_silence_put_in_by_the_server_is_counted_once(gap_ms: int) -> None:
    assert found(writes(4000, jitter_s=0.001, pauses_s={2000: gap_ms / 1000})) == pytest.approx(gap_ms * 48, abs=48)


def test_every_gap_counts() -> None:
    assert found(writes(8000, pauses_s={2000: 0.02, 4000: 0.03, 6000: 0.01})) == pytest.approx(60 * 48, abs=48)


def test_blocks_that_are_late_and_made_up_for_are_no_gap() -> None:
    assert found(writes(8000, jitter_s=0.015)) == 0


@pytest.mark.parametrize("drift", [-5e-4, 5e-4])
def test_a_clock_of_its_own_is_no_gap(drift: float) -> None:
    assert found(writes(8000, drift=drift)) == 0


def test_a_server_that_asks_a_block_later_is_no_gap() -> None:
    assert found(writes(8000, pauses_s={4000: 0.005})) == 0


def test_a_sink_that_wakes_drinks_as_it_likes() -> None:
    assert found(writes(2000, pauses_s={100: 0.1})) == 0
