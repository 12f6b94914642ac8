from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import Audio
from engine.dsp.crossfade import FADE_SAMPLES
from engine.pipeline import Pipeline
from engine.runtime.slot import PipelineSlot, Running
from tests.engine.runtime.passing import Passing


def running(pipeline: Passing, heard: Any = lambda: None) -> Running:
    return Running(cast("Pipeline", pipeline), cast("Any", pipeline.prepare()), LiveParams(), heard)


def feed(slot: PipelineSlot, n_blocks: int, level: float = 1.0) -> Audio:
    return np.concatenate([slot.process(np.full(slot.hop_samples, level, np.float32)) for _ in range(n_blocks)])


def test_a_swap_fades_over_and_tells_when_it_is_heard() -> None:
    told: list[str] = []
    slot = PipelineSlot(running(Passing()))
    before = feed(slot, 50)
    slot.offer(running(Passing(factor=-1.0), lambda: told.append("heard")))
    after = feed(slot, 100)
    assert told == ["heard"]
    assert before[-1] == after[0] == 1.0
    assert after[-1] == -1.0
    assert np.abs(np.diff(after)).max() <= 2.01 / FADE_SAMPLES, "a click"
    assert slot.newest is slot.current


def test_the_new_voice_is_not_heard_before_it_can_speak() -> None:
    """Its first samples are the silence of its own delay: fading to them would be a gap."""
    slot = PipelineSlot(running(Passing()))
    feed(slot, 50)
    slot.offer(running(Passing(latency_samples=4800)))
    assert feed(slot, 100).min() == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("old", "new"), [((480, 480), (4800, 4800)), ((4800, 4800), (480, 480)), ((1440, 480), (4800, 4800)), ((960, 960), (1440, 480))]
)
def test_hops_that_differ_meet_in_blocks_that_suit_both(old: tuple[int, int], new: tuple[int, int]) -> None:
    slot = PipelineSlot(running(Passing(old[0], old[1])))
    feed(slot, 30)
    slot.offer(running(Passing(new[0], new[1])))
    out = feed(slot, 60)
    assert slot.hop_samples == new[0]
    assert out.min() == pytest.approx(1.0, abs=1e-6)


def test_a_newer_offer_replaces_one_that_has_not_begun() -> None:
    told: list[str] = []
    slot = PipelineSlot(running(Passing()))
    slot.offer(running(Passing(factor=2.0), lambda: told.append("first")))
    slot.offer(running(Passing(factor=3.0), lambda: told.append("second")))
    assert feed(slot, 60)[-1] == 3.0
    assert told == ["second"]


def test_offers_during_a_swap_wait_for_its_end() -> None:
    told: list[str] = []
    slot = PipelineSlot(running(Passing()))
    slot.offer(running(Passing(factor=2.0), lambda: told.append("first")))
    feed(slot, 1)
    slot.offer(running(Passing(factor=3.0), lambda: told.append("second")))
    assert feed(slot, 60)[-1] == 3.0
    assert told == ["first", "second"]


def test_controls_reach_what_is_heard_and_what_is_coming() -> None:
    slot = PipelineSlot(running(Passing()))
    slot.offer(running(Passing()))
    slot.set_params(LiveParams(pitch_st=3.0))
    assert slot.current.params.pitch_st == slot.newest.params.pitch_st == 3.0
