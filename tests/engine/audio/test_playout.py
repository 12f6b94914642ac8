"""What a device hears before, during and after a gap in the ring."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.audio.playout import FADE_MS, Playout
from engine.audio.ring import Ring
from engine.audio.streams import Counters, StreamOptions

RATE_HZ = 48_000
FADE = round(FADE_MS * RATE_HZ / 1000)
PREFILL_MS = 10.0
PREFILL = 480


def make() -> tuple[Playout, Ring, Counters]:
    ring, counters = Ring(48_000), Counters()
    return Playout(ring, counters, RATE_HZ, StreamOptions(prefill_ms=PREFILL_MS)), ring, counters


def filled(playout: Playout, n: int) -> NDArray[np.float32]:
    out = np.full(n, np.nan, dtype=np.float32)
    playout.fill(out)
    return out


def test_silence_before_the_prefill_is_no_underrun() -> None:
    playout, ring, counters = make()
    ring.write(np.ones(PREFILL - 1, dtype=np.float32))
    assert not filled(playout, 1000).any()
    assert not playout.playing
    assert counters.snapshot().xruns == counters.snapshot().missed_samples == 0
    ring.write(np.ones(1, dtype=np.float32))
    assert filled(playout, PREFILL).any()
    assert playout.playing


def test_starts_and_stops_without_a_step_and_counts_once() -> None:
    playout, ring, counters = make()
    ring.write(np.ones(PREFILL, dtype=np.float32))
    out = np.concatenate([filled(playout, 100) for _ in range(20)])
    assert np.abs(np.diff(out, prepend=0.0)).max() < 0.02
    np.testing.assert_array_equal(out[FADE:PREFILL], 1.0)
    assert (out[PREFILL : PREFILL + FADE] > 0).all()
    assert not out[PREFILL + FADE :].any()
    counts = counters.snapshot()
    assert (counts.xruns, counts.samples, counts.missed_samples) == (1, PREFILL, 2000 - PREFILL)


def test_waits_for_the_prefill_again_after_a_gap() -> None:
    playout, ring, counters = make()
    ring.write(np.ones(PREFILL, dtype=np.float32))
    filled(playout, 2 * PREFILL)
    ring.write(np.ones(PREFILL - 1, dtype=np.float32))
    assert not filled(playout, 240)[FADE:].any()
    assert ring.available == PREFILL - 1
    ring.write(np.ones(100, dtype=np.float32))
    again = filled(playout, 300)
    assert again[0] < 0.01
    np.testing.assert_array_equal(again[FADE:], 1.0)
    assert counters.snapshot().xruns == 1


def test_more_is_there_before_the_first_sound_than_after_a_gap() -> None:
    ring, counters = Ring(48_000), Counters()
    playout = Playout(ring, counters, RATE_HZ, StreamOptions(prefill_ms=PREFILL_MS, starting_ms=5.0))
    ring.write(np.ones(PREFILL + 239, dtype=np.float32))
    assert not filled(playout, 100).any()
    ring.write(np.ones(1, dtype=np.float32))
    assert filled(playout, 2 * PREFILL).any()
    ring.write(np.ones(PREFILL, dtype=np.float32))
    assert filled(playout, 100).any()


def test_a_block_that_is_late_by_a_moment_costs_that_and_the_margin() -> None:
    """And not another whole block: with 200 ms at a time that was heard as a word left out."""
    hop, margin, late = 9600, 480, 96
    ring, counters = Ring(48_000), Counters()
    playout = Playout(ring, counters, RATE_HZ, StreamOptions(prefill_ms=210.0, hop_ms=200.0))
    ring.write(np.ones(hop + margin, dtype=np.float32))
    filled(playout, hop + margin + late)
    ring.write(np.ones(hop, dtype=np.float32))
    while not playout.playing:
        filled(playout, 48)
    assert counters.snapshot().missed_samples == margin
    assert ring.available == hop - 48
    assert counters.snapshot().xruns == 1


def test_nothing_starts_again_with_next_to_nothing() -> None:
    hop = 9600
    ring, counters = Ring(48_000), Counters()
    playout = Playout(ring, counters, RATE_HZ, StreamOptions(prefill_ms=10_000 / 48, hop_ms=200.0))
    ring.write(np.ones(10_000, dtype=np.float32))
    filled(playout, 40_000)
    ring.write(np.ones(hop // 2 - 1, dtype=np.float32))
    filled(playout, 480)
    assert not playout.playing
    ring.write(np.ones(1, dtype=np.float32))
    filled(playout, 480)
    assert playout.playing
    assert counters.snapshot().xruns == 1


@given(writes=st.lists(st.integers(0, 900), max_size=40), n_block=st.integers(1, 700))
def test_never_jumps_whatever_the_worker_does(writes: list[int], n_block: int) -> None:
    playout, ring, counters = make()
    heard = []
    for n in writes:
        ring.write(np.full(n, 0.5, dtype=np.float32))
        heard.append(filled(playout, n_block))
    out = np.concatenate([np.zeros(1, dtype=np.float32), *heard])
    assert np.isfinite(out).all()
    assert np.abs(np.diff(out)).max(initial=0.0) < 0.01
    assert counters.snapshot().samples == ring.total_read


def test_level_is_the_ring_while_waiting() -> None:
    playout, ring, _ = make()
    ring.write(np.ones(100, dtype=np.float32))
    filled(playout, 10)
    assert playout.level_samples() == 100.0


def test_level_sinks_between_two_reads() -> None:
    playout, ring, _ = make()
    ring.write(np.ones(5000, dtype=np.float32))
    filled(playout, 240)
    first, second = playout.level_samples(), playout.level_samples()
    assert second < first <= 4760
    assert second > 4760 - 0.06 * RATE_HZ
