"""What a GPU's sessions do around a run, on the processor: the same buffers, bindings and shapes, without the GPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from engine.inference.device_sessions import MOST_LOOPS, REPEATS, OnDevice, Replayed
from engine.inference.half import half_path, in_half
from engine.inference.onnx_runtime import open_ort
from engine.inference.opening import Placed
from engine.inference.placement import EXACT, Obtained, Placement
from engine.inference.sessions import open_on
from engine.inference.streaming_graph import StreamingGraph
from models.graphs.stream import counted_by_length
from tests.engine.inference.graphs import HOP, decoder_bytes, decoder_file, feeds_of, snr_db, speak

N_HOPS = REPEATS + 5


def counted() -> bytes:
    return bytes(counted_by_length(onnx.load_model_from_string(decoder_bytes())).SerializeToString())


def replayed() -> Replayed:
    return Replayed(open_ort(counted(), 1, ["CPUExecutionProvider"]), Obtained(EXACT), device="cpu")


def exact(n_hops: int = N_HOPS) -> Any:
    return speak(open_on(decoder_bytes(), Placement(n_threads=1)), n_hops)[0]


def test_counts_may_be_lengths() -> None:
    session = OnDevice(open_ort(counted(), 1, ["CPUExecutionProvider"]), Obtained(EXACT), device="cpu")
    assert "n_commit" not in {one.name for one in session.get_inputs()}
    np.testing.assert_array_equal(speak(session, N_HOPS)[0], exact())


def test_a_graph_without_counts_is_left_alone() -> None:
    model = onnx.load_model_from_string(decoder_bytes())
    counted_by_length(model)
    once = model.SerializeToString()
    assert counted_by_length(model).SerializeToString() == once


def test_what_repeats_has_its_buffers_and_changes_no_bit() -> None:
    session = replayed()
    _, state = speak(session, REPEATS + 2)
    first = dict(state.tensors)
    graph = StreamingGraph(session)
    graph.run(feeds_of(0), state)
    assert all(state.tensors[name] is not value for name, value in first.items())
    graph.run(feeds_of(1), state)
    assert all(state.tensors[name] is value for name, value in first.items())
    np.testing.assert_array_equal(speak(replayed(), N_HOPS)[0], exact())


def test_another_stream_may_follow_in_the_same_session() -> None:
    session = replayed()
    speak(session, N_HOPS)
    np.testing.assert_array_equal(speak(session, N_HOPS)[0], exact())


def test_shapes_that_change_and_come_back_change_no_bit() -> None:
    hops = [HOP] * 6 + [HOP + 2] * 6 + [HOP] * 3 + [HOP + 2] * 3
    wanted, got = (StreamingGraph(session) for session in (open_on(decoder_bytes(), Placement(n_threads=1)), replayed()))
    one, other = wanted.prepare(), got.prepare()
    for i, hop in enumerate(hops):
        feeds = feeds_of(i, hop)
        np.testing.assert_array_equal(got.run(feeds, other)["audio"], wanted.run(feeds, one)["audio"])


def test_more_shapes_than_are_kept_are_run_plainly() -> None:
    session = replayed()
    wanted, got = (StreamingGraph(one) for one in (open_on(decoder_bytes(), Placement(n_threads=1)), session))
    one, other = wanted.prepare(), got.prepare()
    for i in range(MOST_LOOPS + 2):
        for _ in range(REPEATS + 1):
            feeds = feeds_of(i, HOP + i)
            np.testing.assert_array_equal(got.run(feeds, other)["audio"], wanted.run(feeds, one)["audio"])
    assert len(session._loops) == MOST_LOOPS


def test_a_state_may_be_run_again_right_after() -> None:
    graph = StreamingGraph(replayed())
    state = graph.prepare()
    for hop in range(REPEATS + 2):
        graph.run(feeds_of(hop), state)
    kept = dict(state.tensors)
    first = graph.run(feeds_of(0), state)["audio"]
    state.tensors = kept
    np.testing.assert_array_equal(graph.run(feeds_of(0), state)["audio"], first)


def test_float16_holds_30_db_and_keeps_its_inputs_and_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    graph = decoder_file(tmp_path)
    half = in_half(graph)
    assert half == half_path(graph)
    assert half.stat().st_size < 0.6 * graph.stat().st_size
    about = half.stat()
    assert in_half(graph).stat() == about
    session = open_on(half)
    assert {one.type for one in session.get_outputs()} == {"tensor(float)"}  # type: ignore[attr-defined]
    assert snr_db(speak(session)[0], exact(4)) > 30


def test_float16_is_not_prepared_for_a_gpu_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    graph = decoder_file(tmp_path)
    wish = Placement("onnxruntime", "cuda:0", "float16")
    obtained = Placed(wish).open(graph, heavy=True).obtained
    if obtained == Obtained(wish):
        pytest.skip("there is a GPU")
    assert obtained.placement.device == "cpu"
    assert obtained.reason
    assert not half_path(graph).exists()


def test_a_value_bound_to_a_device_is_an_ort_value() -> None:
    _, state = speak(replayed(), N_HOPS)
    assert all(isinstance(value, ort.OrtValue) for value in state.tensors.values())
