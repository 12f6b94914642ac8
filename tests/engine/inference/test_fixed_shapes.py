"""A graph that has specialised: made once more for the shapes that a stream has in all blocks but its first."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.inference.fixed_shapes import FixedRequest, Shapes
from engine.inference.openvino_runtime import Compiled, OpenVino
from engine.inference.placement import Placement
from engine.inference.streaming_graph import StreamingGraph
from tests.engine.inference.graphs import Floats, decoder_bytes, decoder_file, feeds_of, snr_db

PLACE = Placement("openvino", n_threads=2)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[FixedRequest]:
    """Who computed each run that was computed by code of its own."""
    by: list[FixedRequest] = []
    run = FixedRequest.run

    def noted(self: FixedRequest, feed: Any) -> list[Any]:
        by.append(self)
        return run(self, feed)

    monkeypatch.setattr(FixedRequest, "run", noted)
    return by


def speak(graph: StreamingGraph, n_hops: int, specialise_after: int = -1) -> Floats:
    state, parts = graph.prepare(), []
    for hop in range(n_hops):
        parts.append(graph.run(feeds_of(hop), state)["audio"])
        if hop + 1 == specialise_after:
            graph.specialise()
    return np.concatenate(parts)


def opened(graph: Path | bytes | None = None, folder: Path | None = None) -> StreamingGraph:
    return StreamingGraph(OpenVino(folder).open(graph or decoder_bytes(), PLACE))


def test_it_says_the_same(runs: list[FixedRequest]) -> None:
    plain, specialised = speak(opened(), 6), speak(opened(), 6, specialise_after=3)
    assert len(runs) == 4, "one of them laid its weights out"
    assert snr_db(specialised, plain) > 100


def test_other_shapes_and_counts_go_the_free_way(runs: list[FixedRequest]) -> None:
    graph = opened()
    speak(graph, 3, specialise_after=3)
    state, plain = graph.prepare(), opened()
    other = plain.prepare()
    for number, n_commit in enumerate((10, 10, 7, 10, 12, 10)):
        feeds = feeds_of(number, n_commit)
        assert snr_db(graph.run(feeds, state)["audio"], plain.run(feeds, other)["audio"]) > 100
    assert len(runs) == 4, "the first block of a stream, which has nothing behind it, and two of other lengths were not"


def test_at_the_beginning_of_a_stream_nothing_settles(runs: list[FixedRequest]) -> None:
    graph = opened()
    graph.specialise()
    speak(graph, 3, specialise_after=1)
    assert runs == []


def test_what_it_returns_is_not_written_over() -> None:
    graph = opened()
    speak(graph, 3, specialise_after=2)
    state = graph.prepare()
    graph.run(feeds_of(0), state)
    first = graph.run(feeds_of(1), state)["audio"]
    kept, states = first.copy(), {name: array.copy() for name, array in state.tensors.items()}
    before = dict(state.tensors)
    graph.run(feeds_of(2), state)
    assert np.array_equal(first, kept)
    assert all(np.array_equal(before[name], array) for name, array in states.items())


def test_two_sessions_on_one_file_share_it(tmp_path: Path) -> None:
    runtime, file = OpenVino(tmp_path / "compiled"), decoder_file(tmp_path)
    sessions = [runtime.open(file, PLACE) for _ in range(2)]
    for session in sessions:
        speak(StreamingGraph(session), 3, specialise_after=3)
    fixed = [session._fixed for session in sessions if isinstance(session, Compiled)]
    assert len({id(one._compiled) for one in fixed if one is not None}) == 1
    assert len({id(one) for one in fixed}) == 2
    assert any((tmp_path / "compiled").iterdir()), "and it is there the next time"


def test_where_it_cannot_be_made_all_goes_on_as_before(
    runs: list[FixedRequest], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("not here")

    monkeypatch.setattr("engine.inference.openvino_runtime.fixed", refuse)
    with caplog.at_level(logging.WARNING):
        specialised = speak(opened(), 5, specialise_after=3)
    assert runs == []
    assert "not here" in caplog.text
    assert snr_db(specialised, speak(opened(), 5)) > 100


def test_shapes_and_counts_are_told_apart() -> None:
    feed = {
        "z": np.zeros((1, 2, 1, 5), np.float32),
        "n_commit": np.array([3]),
        "sid": np.array([0]),
        "state/a": np.zeros((1, 0), np.float32),
    }
    found = Shapes.of(feed)
    assert dict(found.counts) == {"n_commit": 3}
    assert dict(found.shapes) == {"z": (1, 2, 1, 5), "sid": (1,), "state/a": (1, 0)}
    assert found.empty
    assert not Shapes.of({"z": feed["z"]}).empty
