from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import Audio
from engine.dsp.crossfade import FADE_SAMPLES
from engine.dsp.fifo import Fifo
from engine.pipeline import HopCost, Pipeline
from engine.runtime.crossfader import Crossfader, RunningPipeline
from tests.engine.runtime.passing import Passing
from tests.engine.synth.speech import demo


def running(pipeline: Passing, heard: Any = lambda: None) -> RunningPipeline:
    return RunningPipeline(cast("Pipeline", pipeline), cast("Any", pipeline.prepare()), LiveParams(), lambda _: heard())


def feed(crossfader: Crossfader, n_blocks: int, level: float = 1.0) -> Audio:
    return np.concatenate([crossfader.process(np.full(crossfader.hop_samples, level, np.float32)) for _ in range(n_blocks)])


def test_a_swap_fades_over_and_tells_when_it_is_heard() -> None:
    told: list[str] = []
    crossfader = Crossfader(running(Passing()))
    before = feed(crossfader, 50)
    crossfader.offer(running(Passing(factor=-1.0), lambda: told.append("heard")))
    after = feed(crossfader, 100)
    assert told == ["heard"]
    assert before[-1] == after[0] == 1.0
    assert after[-1] == -1.0
    assert np.abs(np.diff(after)).max() <= 2.01 / FADE_SAMPLES, "a click"
    assert crossfader.newest is crossfader.current


def test_the_new_voice_is_not_heard_before_it_can_speak() -> None:
    """Its first samples are the silence of its own delay: fading to them would be a gap."""
    crossfader = Crossfader(running(Passing()))
    feed(crossfader, 50)
    crossfader.offer(running(Passing(latency_samples=4800)))
    assert feed(crossfader, 100).min() == pytest.approx(1.0, abs=1e-6)


Plan = list[tuple[int, int]]
HOPS: Plan = [(7680, 2400), (480, 960), (4800, 2400), (7680, 4800), (4800, 960), (480, 960)]


def swapped(x: Audio, plan: Plan, every: int = 14_400) -> tuple[Audio, list[int], list[float]]:
    """`x` through a crossfader that is offered the next (hop, latency) of `plan` every so many samples: what came out, the hops of those
    that were heard, and the delay in ms after every step (all that has gone in and not come out when the next step is due)."""
    crossfader = Crossfader(running(Passing(480, 480, 960)))
    told: list[int] = []
    out: list[Audio] = []
    delays: list[float] = []
    fed = offers = 0
    while fed + crossfader.hop_samples <= len(x):
        if fed // every > offers:
            hop, latency = plan[offers % len(plan)]
            offers += 1
            crossfader.offer(running(Passing(hop, hop, latency), lambda hop=hop: told.append(hop)))
        block = x[fed : fed + crossfader.hop_samples]
        fed += len(block)
        out.append(crossfader.process(block))
        assert len(out[-1]) == crossfader.hop_samples, "the output would run dry before the next block, or pile up"
        pipeline = crossfader.current.pipeline
        delays.append((pipeline.latency_samples + pipeline.hop_samples + crossfader.held_samples) / 48)
    return np.concatenate(out), told, delays


@pytest.mark.parametrize("hz", [97.0, 110.0, 220.0, 440.0, 1234.5])
def test_ten_seconds_of_swaps_between_hops_leave_a_steady_tone_steady(hz: float) -> None:
    """Hops of 10, 100 and 160 ms, every 0.3 s: no click (the bend of the sine is never exceeded), no gap, no fading away."""
    x = (0.5 * np.sin(2 * np.pi * hz * np.arange(480_000) / 48_000)).astype(np.float32)
    y, told, _ = swapped(x, HOPS)
    assert len(told) >= 15
    assert set(told) == {480, 4800, 7680}
    steady = y[4800:]
    assert np.abs(np.diff(steady, 2)).max() < 1.3 * np.abs(np.diff(x, 2)).max() + 1e-4
    levels = np.sqrt(np.square(steady[: len(steady) // 4800 * 4800].reshape(-1, 4800)).mean(axis=1))
    assert levels.min() > 0.97 * 0.5 / np.sqrt(2)
    spectrum = np.abs(np.fft.rfft(steady[: 2**18] * np.blackman(2**18)))
    bins = np.arange(len(spectrum)) * 48_000 / 2**18
    assert np.square(spectrum[np.abs(bins - hz) > 60]).sum() < 1e-4 * np.square(spectrum).sum()


def test_speech_is_neither_repeated_nor_left_out() -> None:
    """Where each piece of the output comes from in the input: the distance changes by a period or two at a time, never at once by the
    hundreds of ms that the pipelines differ by (but for pauses, where nobody hears it)."""
    speech = demo()
    x = np.concatenate([speech, speech])[:480_000].astype(np.float32)
    y, told, delays = swapped(x, HOPS)
    assert len(told) >= 15
    assert max(delays) < 1000 * (7680 + 4800 + 960) / 48_000 + 1e-6
    found = []
    for at in range(30_000, len(y) - 2000, 960):
        piece = y[at : at + 960].astype(np.float64)
        if np.abs(piece).max() > 0.02:
            past = x[at - 14_000 : at + 960].astype(np.float64)
            power = np.convolve(np.square(past), np.ones(960), "valid") * np.square(piece).sum()
            likeness = np.correlate(past, piece, "valid") / np.sqrt(power + 1e-9)
            if likeness.max() > 0.98:
                found.append((at, 14_000 - int(np.argmax(likeness))))
    assert len(found) > 250
    jumps = [abs(b[1] - a[1]) for a, b in pairwise(found) if b[0] - a[0] == 960]
    assert max(jumps) <= 2 * 960, "speech is said twice or left out"


def test_after_a_swap_the_delay_is_that_of_the_new_pipeline() -> None:
    x = (0.5 * np.sin(2 * np.pi * 150 * np.arange(240_000) / 48_000)).astype(np.float32)
    _, _, longer = swapped(x, [(7680, 2400)], every=20_000_000)
    assert longer[-1] == (480 + 960) / 48
    crossfader = Crossfader(running(Passing(7680, 7680, 2400)))
    feed(crossfader, 20, 0.0)
    crossfader.offer(running(Passing(480, 480, 960)))
    feed(crossfader, 60, 0.0)
    assert crossfader.held_samples == 0, "in silence nothing is held for longer than it must"
    assert crossfader.hop_samples == 480


def test_hops_without_a_common_measure_meet() -> None:
    """100 and 160 ms: their least common multiple is 800 ms, and nobody waits for it."""
    crossfader = Crossfader(running(Passing(4800, 4800, 960)))
    feed(crossfader, 10)
    crossfader.offer(running(Passing(7680, 7680, 960)))
    longest = 0
    for _ in range(40):
        longest = max(longest, crossfader.hop_samples)
        crossfader.process(np.ones(crossfader.hop_samples, np.float32))
    assert longest == crossfader.hop_samples == 7680


@pytest.mark.parametrize(
    ("old", "new"), [((480, 480), (4800, 4800)), ((4800, 4800), (480, 480)), ((1440, 480), (4800, 4800)), ((960, 960), (1440, 480))]
)
def test_hops_that_differ_meet_in_blocks_that_suit_both(old: tuple[int, int], new: tuple[int, int]) -> None:
    crossfader = Crossfader(running(Passing(old[0], old[1])))
    feed(crossfader, 30)
    crossfader.offer(running(Passing(new[0], new[1])))
    out = feed(crossfader, 60)
    assert crossfader.hop_samples == new[0]
    assert out.min() == pytest.approx(1.0, abs=1e-6)


def test_a_newer_offer_replaces_one_that_has_not_begun() -> None:
    told: list[str] = []
    crossfader = Crossfader(running(Passing()))
    crossfader.offer(running(Passing(factor=2.0), lambda: told.append("first")))
    crossfader.offer(running(Passing(factor=3.0), lambda: told.append("second")))
    assert feed(crossfader, 60)[-1] == 3.0
    assert told == ["second"]


def test_offers_during_a_swap_wait_for_its_end() -> None:
    told: list[str] = []
    crossfader = Crossfader(running(Passing()))
    crossfader.offer(running(Passing(factor=2.0), lambda: told.append("first")))
    feed(crossfader, 1)
    crossfader.offer(running(Passing(factor=3.0), lambda: told.append("second")))
    assert feed(crossfader, 60)[-1] == 3.0
    assert told == ["first", "second"]


def test_controls_reach_what_is_heard_and_what_is_coming() -> None:
    crossfader = Crossfader(running(Passing()))
    crossfader.offer(running(Passing()))
    crossfader.set_params(LiveParams(pitch_st=3.0))
    assert crossfader.current.params.pitch_st == crossfader.newest.params.pitch_st == 3.0


@dataclass
class Heavy(Passing):
    """Takes its cost in time for every hop, which it adds to `spent`."""

    spent: list[int] = field(default_factory=list)

    def process(self, block: Audio, state: Fifo, params: LiveParams) -> Audio:
        self.spent.append(self.cost.longest_samples * len(block) // self.hop_samples)
        return super().process(block, state, params)


def lowest_levels(
    x: Audio, first: tuple[int, int, int], plan: list[tuple[int, int, int]], every: int, slower: float = 1.0
) -> tuple[list[int], Crossfader]:
    """What is left in an output's ring whenever a block comes in, in samples beyond its margin. `x` comes in real time through a crossfader
    that is offered the next (hop, latency, cost) of `plan` every so many samples; computing takes its time, `slower` times what the
    pipelines say, and the device never stops."""
    spent: list[int] = []

    def made(hop: int, latency: int, cost: int) -> RunningPipeline:
        return running(Heavy(hop, hop, latency, cost=HopCost(cost, cost), spent=spent))

    crossfader = Crossfader(made(*first))
    now = played_from = said = fed = offers = 0
    left: list[int] = []
    while fed + crossfader.hop_samples <= len(x):
        if offers < len(plan) and fed >= every * (offers + 1):
            crossfader.offer(made(*plan[offers]))
            offers += 1
        block = x[fed : fed + crossfader.hop_samples]
        fed += len(block)
        out = crossfader.process(block)
        took = slower * sum(spent)
        crossfader.note_took(took)
        now = max(now, fed) + round(took)
        spent.clear()
        played_from = now if not left else played_from
        left.append(said - (now - played_from))
        said += len(out)
        crossfader.note_spare(left[-1], 9 * MS)
    return left, crossfader


MS = 48
Cost = tuple[int, int, int]
LIGHT, LONGER, NEURAL, HEAVIEST = (480, 960, 2 * MS), (1920, 960, 5 * MS), (4800, 2400, 45 * MS), (4800, 2400, 75 * MS)


@pytest.mark.parametrize(
    ("first", "plan"),
    [
        (LIGHT, [LONGER, LIGHT]),
        (LIGHT, [NEURAL, NEURAL, LIGHT]),
        (NEURAL, [HEAVIEST, NEURAL, LIGHT]),
        (HEAVIEST, [HEAVIEST, HEAVIEST]),
    ],
)
@pytest.mark.parametrize("sound", ["speech", "vowel", "silence"])
def test_what_a_swap_costs_to_compute_does_not_run_the_output_dry(sound: str, first: Cost, plan: list[Cost]) -> None:
    """Two voices run beside each other meanwhile, and a heavier one goes on to be later: the default margin is never eaten up."""
    speech = demo()[: 4 * 48_000]
    vowel = sum(np.sin(2 * np.pi * 130 * k * np.arange(48_000) / 48_000) / k for k in range(1, 20)) * 0.1
    x = {"speech": speech, "vowel": np.tile(vowel, 4), "silence": np.zeros(4 * 48_000)}[sound].astype(np.float32)
    x = np.concatenate([x] * (len(plan) + 1))
    left, crossfader = lowest_levels(x, first, plan, every=4 * 48_000)
    assert crossfader.current.pipeline.cost.longest_samples == plan[-1][2]
    assert min(left) >= -9 * MS
    assert crossfader.reserve_samples <= 10 * MS + 0.2 * plan[-1][2]
    assert abs(left[-1] - crossfader.reserve_samples) <= 10 * MS, "what was drawn out has been given back"


@pytest.mark.parametrize("first", [NEURAL, HEAVIEST])
def test_a_machine_that_has_become_slower_needs_more_for_a_swap(first: Cost) -> None:
    """What a voice costs was measured when it was warmed up; meanwhile other programs compute too."""
    x = np.concatenate([demo()[: 4 * 48_000]] * 3)
    left, _ = lowest_levels(x, first, [NEURAL, NEURAL], every=4 * 48_000, slower=1.3)
    assert min(left) >= -9 * MS


def late_by(
    heavy: tuple[int, int, int], minutes: float, extra: Callable[[int], int], drift: float = 0.0
) -> tuple[list[int], Crossfader, list[int]]:
    """`lowest_levels` of one voice whose hops take `extra(number)` samples longer, and how long the blocks were that came out. drift: how
    much of what is more or less than the reserve goes with every block."""
    spent: list[int] = []
    hop, latency, cost = heavy
    crossfader = Crossfader(running(Heavy(hop, hop, latency, cost=HopCost(cost, cost), spent=spent)))
    x = np.tile(demo()[: 4 * 48_000], round(15 * minutes))
    now = played_from = said = 0
    left: list[int] = []
    lengths: list[int] = []
    for i, at in enumerate(range(0, len(x) - hop, hop)):
        out = crossfader.process(x[at : at + hop])
        now = max(now, at + hop) + sum(spent) + extra(i)
        spent.clear()
        played_from = now + crossfader.reserve_samples if not left else played_from
        left.append(said - (now - played_from))
        lengths.append(len(out))
        said += len(out) - round(drift * (left[-1] - crossfader.reserve_samples))
        crossfader.note_spare(left[-1], 9 * MS)
    return left, crossfader, lengths


def test_where_hops_are_late_at_times_more_waits_until_they_are_not() -> None:
    heavy, minute = (200 * MS, 4800, 100 * MS), 300

    def extra(hop_number: int) -> int:
        return 60 * MS if hop_number % 7 == 6 and hop_number < minute else 0

    left, crossfader, _ = late_by(heavy, 1, extra)
    dry = [i for i, one in enumerate(left) if one < -9 * MS]
    assert 1 <= len(dry) <= 5, "one teaches it, or some"
    assert max(dry) < 100, "and in the end none is late any more"
    assert 50 * MS <= crossfader.reserve_samples <= 100 * MS
    left, crossfader, _ = late_by(heavy, 12, extra)
    assert crossfader.reserve_samples <= 35 * MS, "what is not needed is let go of"


def test_a_machine_that_is_quicker_and_slower_by_turns_is_not_run_after() -> None:
    """What blocks take wanders, as on a machine that others use too: what a quick moment leaves is not taken away, to be put in again."""
    corrections = 0
    for seed in (1, 2, 3):
        rng, n, wandering = np.random.default_rng(seed), 2000, [0.0]
        for step in rng.normal(scale=5.0 * MS, size=n):
            wandering.append(0.9 * wandering[-1] + step)
        slow = np.maximum(0, np.rint(wandering)).astype(int) + 40 * MS * (rng.random(n + 1) < 0.01)
        _, _, lengths = late_by((100 * MS, 4800, 40 * MS), 3, lambda number, slow=slow: int(slow[number]), drift=0.02)  # type: ignore[misc]
        corrections += sum(length != 100 * MS for length in lengths[100:])
    assert corrections <= 12


def test_what_a_swap_will_need_is_drawn_out_while_its_pipeline_is_made() -> None:
    hop, cost = 200 * MS, 100 * MS
    crossfader = Crossfader(running(Passing(hop, hop, 4800, cost=HopCost(cost, cost))))
    x = np.tile(demo()[: 4 * 48_000], 3)
    waiting, least, kept = [0], 30 * MS, []
    for k, at in enumerate(range(0, len(x) - hop, hop)):
        if k in (10, 30):
            crossfader.expect(k == 10)
        out = crossfader.process(x[at : at + hop])
        crossfader.note_spare(waiting[-1] + least, 9 * MS)
        waiting.append(waiting[-1] + len(out) - hop)
        kept.append(crossfader.reserve_samples)
    drawn = [one / MS for one in waiting]
    assert drawn[10] == 0
    assert drawn[30] == pytest.approx(90, abs=10), "what its networks will take, one and a half times, and the reserve"
    assert drawn[-1] < 20, "nothing has come of it"
    much = [late + least - reserve for late, reserve in zip(waiting[:-1], kept, strict=True)]
    assert max(much[31:]) < hop, "what is being given back is not taken for a delay"


def test_what_no_reserve_helps_is_not_waited_for() -> None:
    """A machine that stands still is not covered by more delay than a hop takes to compute."""
    _, crossfader, _ = late_by((10 * MS, 960, 2 * MS), 0.5, lambda number: 40 * MS if number % 7 == 6 else 0)
    assert crossfader.reserve_samples <= 2 * MS
