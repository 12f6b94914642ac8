"""What waits in the outputs beyond their margin."""

from __future__ import annotations

from engine.reserve import FORGET_SAMPLES, STARTING_SAMPLES, Reserve

MS = 48
HOP, USUAL, MARGIN = 200 * MS, 100.0 * MS, 9 * MS
BEGUN = STARTING_SAMPLES


def test_at_first_it_is_what_hops_vary_by_everywhere() -> None:
    reserve = Reserve()
    assert [reserve.samples(usual_ms * MS) for usual_ms in (0, 2, 20, 100)] == [0, 1 * MS, 10 * MS, 30 * MS]


def test_a_block_that_needed_the_margin_raises_it_and_others_do_not() -> None:
    reserve = Reserve()
    assert not reserve.note(BEGUN, 0, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 30 * MS
    assert reserve.note(BEGUN, -1 * MS, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 50 * MS


def test_it_rises_by_what_was_missing_but_not_beyond_a_hops_computing() -> None:
    reserve = Reserve()
    assert reserve.note(BEGUN, -40 * MS, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 70 * MS
    assert reserve.note(BEGUN, -40 * MS, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 100 * MS
    assert not reserve.note(BEGUN, -40 * MS, MARGIN, HOP, USUAL), "nothing is to be put in where nothing more is kept"
    assert reserve.samples(20.0 * MS) == 20 * MS, "after a change to a lighter voice"


def test_what_the_start_costs_teaches_nothing() -> None:
    reserve = Reserve()
    assert not reserve.note(BEGUN - 1, -40 * MS, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 30 * MS


def test_what_is_quick_to_compute_learns_nothing() -> None:
    reserve = Reserve()
    assert not reserve.note(BEGUN, -9 * MS, MARGIN, 10 * MS, 2.0 * MS)
    assert reserve.samples(2.0 * MS) == MS


def test_half_is_forgotten_after_some_minutes_without_need() -> None:
    reserve = Reserve()
    reserve.note(BEGUN, -40 * MS, MARGIN, HOP, USUAL)
    reserve.note(BEGUN + FORGET_SAMPLES - 1, 0, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 70 * MS
    reserve.note(BEGUN + FORGET_SAMPLES, 0, MARGIN, HOP, USUAL)
    assert reserve.samples(USUAL) == 50 * MS
