"""What counts as a machine that stood still."""

from __future__ import annotations

import pytest

from tests.e2e.witness import SLEEP_S, STALL_S, WINDOW_S, Machine, Stalls


def told(lates_s: list[float]) -> list[float]:
    """What was told of wakings that came so much too late, one after the other."""
    stalls, now_s, said = Stalls(), 0.0, []
    for late_s in lates_s:
        now_s += SLEEP_S + late_s
        said.append(stalls.note(now_s, late_s))
    return [one for one in said if one]


QUIET = [0.0001] * 50


def test_a_quiet_machine_tells_nothing() -> None:
    assert told(QUIET * 10) == []


def test_one_long_sleep_is_told_once_it_is_over() -> None:
    assert told([*QUIET, 0.03, *QUIET]) == pytest.approx([0.03], rel=0.1)


def test_many_short_ones_together_are_a_stall_too() -> None:
    n = round(0.1 / SLEEP_S)
    (stall_s,) = told([*QUIET, *[0.002] * n, *QUIET])
    assert stall_s == pytest.approx(0.002 * n, rel=0.1)


def test_what_is_lost_here_and_there_is_no_stall() -> None:
    late_s = 0.7 * STALL_S
    assert told([late_s, *QUIET] * 20) == []
    assert len(QUIET) * SLEEP_S > WINDOW_S


@pytest.mark.parametrize(
    ("stalls_ms", "unfit"),
    [((), False), ((3.2,) * 9, False), ((14.9,), False), ((3.2, 15.0), True), ((3.2,) * 10, True)],
)
def test_a_machine_is_unfit_by_one_long_stall_or_by_one_after_the_other(stalls_ms: tuple[float, ...], unfit: bool) -> None:
    assert Machine(stalls_ms, lasted_s=10.0).unfit is unfit
