from __future__ import annotations

from dataclasses import replace

from engine.config import EngineConfig
from engine.runtime.pace import ROOM_S, SETTLE_S, WINDOW_S, Pace, Verdict, lighter

STEP_S = 0.05


def watch(pace: Pace, load: float, from_s: float, for_s: float) -> tuple[Verdict, float]:
    """The first verdict and its moment."""
    now_s = from_s
    while now_s < from_s + for_s:
        if verdict := pace.observe(load, now_s):
            return verdict, now_s
        now_s += STEP_S
    return "", now_s


def test_overload_is_noticed_within_two_seconds_and_one_slow_block_is_not() -> None:
    assert watch(Pace(), 1.2, 0.0, 10.0)[0] == "slower"
    assert watch(Pace(), 1.2, 0.0, 10.0)[1] < 2.0
    pace = Pace()
    assert watch(pace, 0.6, 0.0, 5.0)[0] == ""
    assert pace.observe(3.0, 5.0) == ""
    assert watch(pace, 0.6, 5.05, 5.0)[0] == ""


def test_nothing_is_judged_while_a_step_settles() -> None:
    pace = Pace()
    pace.stepped("slower", 10.0)
    assert watch(pace, 2.0, 10.0, SETTLE_S - STEP_S)[0] == ""
    assert watch(pace, 2.0, 10.0 + SETTLE_S, WINDOW_S + 0.2)[0] == "slower"


def test_what_blocks_cost_while_another_voice_is_loaded_does_not_count() -> None:
    pace, now_s = Pace(), 0.0
    while now_s < 10.0:
        assert pace.observe(1.2, now_s) == ""
        pace.disturbed(now_s)
        now_s += STEP_S
    assert watch(pace, 1.2, now_s, SETTLE_S - 2 * STEP_S)[0] == ""
    assert watch(pace, 1.2, now_s + SETTLE_S, 3.0)[0] == "slower"


def test_steps_up_need_long_room_and_longer_after_each_that_was_too_much() -> None:
    pace = Pace()
    verdict, at_s = watch(pace, 0.3, 0.0, 100.0)
    assert verdict == "faster"
    assert at_s >= ROOM_S
    pace.stepped("faster", at_s)
    verdict, at_s = watch(pace, 1.3, at_s, 20.0)
    assert verdict == "slower"
    pace.stepped("slower", at_s)
    verdict, later_s = watch(pace, 0.3, at_s, 200.0)
    assert verdict == "faster"
    assert later_s - at_s >= 2 * ROOM_S


def test_the_middle_changes_nothing() -> None:
    assert watch(Pace(), 0.7, 0.0, 300.0)[0] == ""


def test_every_step_is_lighter_and_the_ladder_ends() -> None:
    config = replace(EngineConfig(), hop_ms=100, context_s=1.0, detector="rmvpe")
    steps = [config]
    while (lower := lighter(steps[-1])) is not None:
        steps.append(lower)
    assert [(one.hop_ms, one.context_s, one.detector) for one in steps] == [
        (100, 1.0, "rmvpe"),
        (100, 0.5, "rmvpe"),
        (160, 0.5, "rmvpe"),
        (240, 0.5, "rmvpe"),
        (240, 0.5, "swiftf0"),
        (300, 0.5, "swiftf0"),
        (400, 0.5, "swiftf0"),
        (500, 0.5, "swiftf0"),
    ]
