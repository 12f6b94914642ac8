"""The picture of the sound: levels that are true, and nothing of it for the worker but a copy."""

from __future__ import annotations

import numpy as np
import pytest

from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.runtime.scope import FLOOR_DB, HIGH_HZ, KEPT_SAMPLES, LOW_HZ, N_BANDS, WINDOW_SAMPLES, Scope


def tone(hz: float, amplitude: float, n: int = 2 * WINDOW_SAMPLES) -> Audio:
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(n) / SAMPLE_RATE_HZ)).astype(np.float32)


def band_of(hz: float) -> int:
    return int(N_BANDS * np.log(hz / LOW_HZ) / np.log(HIGH_HZ / LOW_HZ))


@pytest.mark.parametrize("hz", [90.0, 220.0, 1000.0, 5000.0])
@pytest.mark.parametrize("hop", [480, 977, 8192, 3 * KEPT_SAMPLES])
def test_a_tone_is_in_its_band_at_its_level(hz: float, hop: int) -> None:
    scope = Scope()
    heard, spoken = tone(hz, 1.0, 4 * KEPT_SAMPLES), tone(2 * hz, 0.1, 4 * KEPT_SAMPLES)
    for start in range(0, len(heard), hop):
        scope.take(heard[start : start + hop], spoken[start : start + hop])
    bands = scope.bands_db()
    assert abs(int(bands[0].argmax()) - band_of(hz)) <= 1
    assert abs(int(bands[1].argmax()) - band_of(2 * hz)) <= 1
    assert -6 <= bands[0].max() <= 2
    assert -26 <= bands[1].max() <= -18


def test_what_comes_out_may_be_longer_or_shorter_than_what_goes_in() -> None:
    """While a voice changes it is drawn out or shortened."""
    scope = Scope()
    heard, spoken = tone(220.0, 1.0, 4 * KEPT_SAMPLES), tone(1000.0, 0.1, 8 * KEPT_SAMPLES)
    given = 0
    for k, start in enumerate(range(0, len(heard), 480)):
        n = (240, 480, 911, 0)[k % 4]
        scope.take(heard[start : start + 480], spoken[given : given + n])
        given += n
    bands = scope.bands_db()
    assert abs(int(bands[0].argmax()) - band_of(220.0)) <= 1
    assert abs(int(bands[1].argmax()) - band_of(1000.0)) <= 1
    assert -26 <= bands[1].max() <= -18


def test_silence_is_the_floor_everywhere() -> None:
    scope = Scope()
    scope.take(np.zeros(WINDOW_SAMPLES, np.float32), np.zeros(WINDOW_SAMPLES, np.float32))
    assert (scope.bands_db() == FLOOR_DB).all()


def test_only_the_newest_is_seen() -> None:
    scope = Scope()
    scope.take(tone(1000.0, 1.0), tone(1000.0, 1.0))
    for _ in range(10):
        scope.take(np.zeros(480, np.float32), np.zeros(480, np.float32))
    scope.take(np.zeros(WINDOW_SAMPLES, np.float32), np.zeros(WINDOW_SAMPLES, np.float32))
    assert (scope.bands_db() == FLOOR_DB).all()


def test_quiet_bands_beside_loud_ones_are_not_lost() -> None:
    """Sums are differences of a running total: they must be exact enough for 100 dB."""
    scope = Scope()
    both = tone(200.0, 0.9) + tone(8000.0, 1e-4)
    scope.take(both, both)
    assert -86 <= scope.bands_db()[0][band_of(8000.0)] <= -76


def test_the_worker_allocates_next_to_nothing() -> None:
    import tracemalloc

    scope, block = Scope(), tone(1000.0, 0.5, 480)
    scope.take(block, block)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(1000):
        scope.take(block, block)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 2000
