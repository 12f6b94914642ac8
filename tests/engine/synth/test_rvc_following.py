"""A voice that goes on with the stream of another one: what is heard goes on, and only who speaks changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.dsp.crossfade import FADE_SAMPLES
from engine.inference.streaming_graph import Arrays, GraphState, StreamingGraph
from engine.synth.rvc import WARM_UP_FRAMES, Rvc, RvcTiming
from tests.engine.synth.rvc_voices import ALONE, TIMING, melody, parts, speechlike, stream

N_FRAMES, AT_FRAME = 160, 80
X, F0_HZ = speechlike(N_FRAMES), melody(N_FRAMES)
AT = AT_FRAME * FRAME_SAMPLES


def successor_of(rvc: Rvc, timing: RvcTiming = TIMING, **voice: object) -> Rvc:
    """Another voice with the same ears."""
    made = parts(**{"family": "v1-48k", **voice})  # type: ignore[arg-type]
    return Rvc(replace(made, encoder=rvc.encoder), timing)


def handed_over(first: Rvc, second: Rvc) -> tuple[Audio, Audio]:
    """What `first` says up to AT, and what is said after it."""
    state = first.prepare(StreamSpec())
    before = stream(first, X[:AT], F0_HZ[:AT_FRAME], state=state)
    assert second.can_follow(first)
    following = second.follow(first, state, ALONE)
    assert not second.has_taken_over(following)
    after = stream(second, X[AT:], F0_HZ[AT_FRAME:], state=following)
    assert second.has_taken_over(following)
    return before, after


def level_db(x: Audio, of: Audio) -> float:
    return float(10 * np.log10(np.square(x).sum() / np.square(of).sum()))


@pytest.mark.parametrize("hop_frames", [4, 20])
def test_the_same_voice_goes_on_as_if_nothing_had_happened(hop_frames: int) -> None:
    """Without an excitation there is no phase that could differ: what it says in the end is what it would have said, but for what its keys
    remember of the change."""
    timing = replace(TIMING, hop_frames=hop_frames)
    first = Rvc(parts(has_f0=False), timing)
    alone = stream(first, X, F0_HZ)
    before, after = handed_over(first, successor_of(first, timing, has_f0=False))
    n = len(before)
    assert len(before) + len(after) == len(alone)
    assert np.array_equal(before, alone[:n])
    unheard = WARM_UP_FRAMES * FRAME_SAMPLES
    assert np.array_equal(after[:unheard], alone[n : n + unheard]), "until the new one has settled the old one is heard"
    rest = slice(n + unheard, None)
    assert level_db(after[unheard:] - alone[rest], alone[rest]) < -30
    assert level_db(after[-24_000:] - alone[-24_000:], alone[-24_000:]) < -80


def test_another_voice_is_heard_once_it_has_settled() -> None:
    first = Rvc(parts(has_f0=False), TIMING)
    second = successor_of(first, has_f0=False, family="v1-40k")
    own = stream(second, X, F0_HZ)
    before, after = handed_over(first, second)
    heard_from = WARM_UP_FRAMES * FRAME_SAMPLES + FADE_SAMPLES
    rest = own[len(before) + heard_from :]
    assert level_db(after[heard_from:] - rest, rest) < -30
    assert level_db(after[: heard_from - FADE_SAMPLES] - own[len(before) : len(before) + heard_from - FADE_SAMPLES], rest) > -10


def test_a_third_voice_may_follow_before_the_second_has_been_heard() -> None:
    first = Rvc(parts(), TIMING)
    second, third = successor_of(first), successor_of(first, n_speakers=2)
    state = first.prepare(StreamSpec())
    stream(first, X[:AT], F0_HZ[:AT_FRAME], state=state)
    state = third.follow(second, second.follow(first, state, ALONE), ALONE)
    after = stream(third, X[AT:], F0_HZ[AT_FRAME:], state=state)
    assert np.isfinite(after).all()
    assert third.has_taken_over(state)


@pytest.mark.parametrize("hop_frames", [2, 4, 10, 20])
def test_a_warm_voice_meets_no_shape_that_is_new_to_it(hop_frames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A runtime makes code for shapes when it first sees them: 50 to 100 ms that the worker does not have."""
    timing = replace(TIMING, hop_frames=hop_frames)
    first = Rvc(parts(), timing)
    met: set[tuple[object, ...]] = set()
    original = StreamingGraph.run

    def run(graph: StreamingGraph, feeds: Mapping[str, NDArray[Any] | int], state: GraphState) -> Arrays:
        shapes = {name: value if isinstance(value, int) else value.shape for name, value in {**feeds, **state.tensors}.items()}
        met.add((graph, *sorted((name, str(shape)) for name, shape in shapes.items() if name != "sid")))
        return original(graph, feeds, state)

    monkeypatch.setattr(StreamingGraph, "run", run)
    second = successor_of(first, timing, family="v1-40k")
    opened = met.copy()
    met.clear()
    second.warm_up(phone_dim=256)
    graphs, warm = {graph for graph, *_ in met}, opened | met
    handed_over(first, second)
    assert len(graphs) == 2
    assert {shapes for shapes in met if shapes[0] in graphs} <= warm


def test_who_hears_otherwise_cannot_follow() -> None:
    first = Rvc(parts(), TIMING)
    assert successor_of(first).can_follow(first)
    assert not Rvc(parts(), TIMING).can_follow(first), "it has ears of its own"
    assert not successor_of(first, replace(TIMING, lookahead_frames=4)).can_follow(first)
    assert not successor_of(first, context_frames=50).can_follow(first)
    assert not first.can_follow("anything else")
