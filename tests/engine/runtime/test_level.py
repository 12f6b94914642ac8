"""What becomes of the level of an output in the situations that its rules were made for: stalls, clocks, the start, heavy voices, swaps.
Real worker, crossfader, buffer and playout in simulated time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.runtime.device_buffers import STARTING_MS
from tests.engine.runtime.simulated import HEAVY, LIGHT, MARGIN_MS, Machine, Trace, simulated_time, voice
from tests.engine.synth.speech import demo

HALF_A_CENT_PPM = 289.0
MS = SAMPLE_RATE_HZ // 1000
TARGET = MARGIN_MS * MS


def vowel() -> Audio:
    t = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    sound: Audio = (0.1 * np.sum([np.sin(2 * np.pi * 130 * k * t) / k for k in range(1, 20)], axis=0)).astype(np.float32)
    return sound


def noise() -> Audio:
    return np.random.default_rng(1).normal(scale=0.05, size=SAMPLE_RATE_HZ).astype(np.float32)


SOUNDS: dict[str, Callable[[], Audio]] = {"speech": demo, "vowel": vowel, "noise": noise}


def stalls(every_s: float, until_s: float, stall_s: float = 0.025) -> Callable[[float], float]:
    """The machine stands still for `stall_s` every so often."""
    next_s = [5.0]

    def stall(now_s: float) -> float:
        if now_s >= until_s or now_s < next_s[0]:
            return 0.0
        next_s[0] = now_s + every_s
        return stall_s

    return stall


def ran(machine: Machine, seconds: float) -> Trace:
    with simulated_time(machine):
        return machine.run(seconds)


def moved(trace: Trace, from_s: float, to_s: float) -> int:
    """Blocks that were made longer or shorter on purpose: by more than the correction of clocks does."""
    return int(np.count_nonzero(np.abs(trace.between("given", from_s, to_s)) > MS))


@pytest.mark.parametrize("every_s", [0.4, 2.0])
@pytest.mark.parametrize("sound", SOUNDS)
def test_stalls_are_not_learnt_as_a_difference_of_clocks(sound: str, every_s: float) -> None:
    last_s = 45.0
    trace = ran(Machine(SOUNDS[sound](), voice(*LIGHT), stall_s=stalls(every_s, last_s)), last_s + 30)
    assert trace.xruns[-1] > 5, "the stalls are worse than the margin"
    right_after_s = 10 if sound != "noise" else 20  # nothing in noise can be left out, and its pitch is nobody's
    assert np.abs(trace.between("ratio_ppm", last_s + right_after_s, last_s + 30)).max() < HALF_A_CENT_PPM
    level_ms = np.abs(trace.between("level", last_s + 20, last_s + 30) - TARGET) / MS
    assert level_ms.max() < 2.0
    assert moved(trace, last_s + 10, last_s + 30) == 0, "nothing is said twice or left out any more"
    assert trace.late[-1] == 0


@pytest.mark.parametrize("ppm", [-1000, -200, -50, 50, 200, 1000])
def test_unequal_clocks_are_learnt_while_somebody_speaks_without_a_pause(ppm: float) -> None:
    trace = ran(Machine(vowel(), voice(*LIGHT), ppm=ppm), 60)
    assert trace.between("ratio_ppm", 50, 60) == pytest.approx(ppm, abs=60)
    assert np.abs(trace.between("level", 45, 60) - TARGET).max() < 2 * MS
    assert trace.xruns[-1] == 0


@pytest.mark.parametrize("phase", [0.1, 0.5, 0.9])
def test_more_waits_at_the_start_and_soon_goes_at_the_right_pitch(phase: float) -> None:
    trace = ran(Machine(vowel(), voice(*LIGHT), phase=phase), 12)
    assert trace.between("level", 0.5, 1.9).min() > TARGET + (STARTING_MS - 5) * MS
    assert np.abs(trace.between("level", 6, 12) - TARGET).max() < 3 * MS
    assert np.abs(trace.array("ratio_ppm")).max() < 4 * HALF_A_CENT_PPM
    assert trace.xruns[-1] == 0


@pytest.mark.parametrize("sound", ["speech", "vowel"])
def test_a_heavy_voice_whose_blocks_vary_is_not_bent_for_good(sound: str) -> None:
    """The correction of clocks took away what the reserve put in, again and again, and bent the pitch by two cents meanwhile."""
    trace = ran(Machine(SOUNDS[sound](), voice(*HEAVY, varies=0.3)), 60)
    assert abs(trace.between("ratio_ppm", 20, 60).mean()) < HALF_A_CENT_PPM / 2
    assert trace.xruns[-1] == 0
    assert moved(trace, 20, 60) <= 4


def test_between_a_light_and_a_heavy_voice_nothing_runs_dry_and_the_level_comes_back() -> None:
    machine = Machine(demo(), voice(*LIGHT, varies=0.3))
    with simulated_time(machine):
        for following in (HEAVY, HEAVY, LIGHT):
            machine.run(10)
            machine.crossfader.expect()
            machine.run(1)
            machine.crossfader.offer(machine.running(voice(*following, varies=0.3)(machine.clock)))
        trace = machine.run(15)
    assert trace.xruns[-1] == 0
    assert np.abs(trace.between("level", 43, 48) - TARGET).max() < 3 * MS
