from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from engine.errors import InferenceError
from engine.inference.device_sessions import OnDevice
from engine.inference.int8 import Preparation, int8_path
from engine.inference.onnx_runtime import OnnxRuntime, open_ort
from engine.inference.opening import Placed, Preparing
from engine.inference.openvino_runtime import Compiled, OpenVino
from engine.inference.placement import EXACT, Obtained, Placement
from engine.inference.sessions import devices, open_on
from engine.inference.streaming_graph import StreamingGraph
from tests.engine.inference.graphs import decoder_bytes, decoder_file, feeds_of, snr_db, speak

OPENVINO = Placement("openvino", n_threads=2)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    return tmp_path


def test_both_runtimes_say_the_same() -> None:
    exact, _ = speak(open_on(decoder_bytes()))
    other, _ = speak(open_on(decoder_bytes(), OPENVINO))
    assert snr_db(other, exact) > 100


def test_every_precision_a_processor_is_said_to_be_fast_at_holds_30_db() -> None:
    exact, _ = speak(open_on(decoder_bytes()))
    found = [one for one in OpenVino().devices() if one.device == "cpu"]
    assert found
    for precision in found[0].precisions:
        reduced, _ = speak(OpenVino().open(decoder_bytes(), Placement("openvino", precision=precision)))
        assert snr_db(reduced, exact) > 30, precision


def test_runs_do_not_share_memory() -> None:
    session = open_on(decoder_bytes(), OPENVINO)
    first, _ = speak(session, 1)
    kept = first.copy()
    speak(session, 3)
    np.testing.assert_array_equal(first, kept)


def test_states_that_stay_on_a_device_change_no_bit() -> None:
    plain = open_ort(decoder_bytes(), 1, ["CPUExecutionProvider"])
    exact, _ = speak(open_on(decoder_bytes(), Placement(n_threads=1)))
    kept, state = speak(OnDevice(plain, Obtained(EXACT), device="cpu"))
    np.testing.assert_array_equal(kept, exact)
    assert all(isinstance(value, ort.OrtValue) for value in state.tensors.values())


@pytest.mark.parametrize("device", ["cuda:0", "tensorrt:0", "directml:0", "coreml"])
def test_a_device_that_is_not_there_is_refused_and_said(device: str) -> None:
    wish = Placement("onnxruntime", device)
    obtained = open_on(decoder_bytes(), wish).obtained
    if obtained == Obtained(wish):
        pytest.skip(f"{device} is on this machine")
    assert obtained.placement.device == "cpu"
    with pytest.raises(InferenceError) as caught:
        OnnxRuntime().open(decoder_bytes(), wish)
    assert caught.value.code == "inference.runtime"
    assert obtained.reason == caught.value.facts["reason"]


def test_what_is_no_graph_is_refused_by_both(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x07not a graph")
    for wish in (EXACT, OPENVINO):
        for graph in (broken, tmp_path / "missing.onnx"):
            with pytest.raises(InferenceError) as caught:
                open_on(graph, wish)
            assert caught.value.code == "inference.graph"


def test_a_run_that_fails_is_a_coded_error() -> None:
    session = open_on(decoder_bytes(), OPENVINO)
    feeds = StreamingGraph(session).prepare().tensors | feeds_of(0) | {"sid": np.zeros(1, np.int64), "n_commit": np.array([10], np.int64)}
    with pytest.raises(InferenceError) as caught:
        session.run(None, feeds | {"z": np.zeros((1, 3, 1, 13), np.float32)})
    assert caught.value.code == "inference.runtime"
    assert caught.value.facts["provider"] == "OpenVINO CPU"


def test_the_processor_is_found_by_both_runtimes() -> None:
    assert {one.runtime for one in devices() if one.device == "cpu"} == {"onnxruntime", "openvino"}


def test_int8_is_prepared_once_and_holds_30_db(data: Path) -> None:
    graph = decoder_file(data)
    exact, _ = speak(open_on(graph))
    wish = Placement("openvino", precision="int8", n_threads=2)
    unprepared, _ = speak(Placed(wish).open(graph, heavy=True))
    preparing = Preparing()
    learnt, _ = speak(preparing.open(graph, heavy=True))
    np.testing.assert_allclose(learnt, exact, atol=1e-5)
    assert preparing.keep() == (int8_path(graph),)
    reduced, _ = speak(Placed(wish).open(graph, heavy=True))
    assert snr_db(unprepared, exact) > snr_db(reduced, exact) > 30
    again = Preparing()
    assert not isinstance(again.open(graph, heavy=True), Preparation)
    assert int8_path(graph).stat().st_size < 0.6 * graph.stat().st_size


def test_a_graph_that_is_open_is_shared_and_its_streams_are_not(data: Path) -> None:
    graph = decoder_file(data)
    runtime = OpenVino(data / "compiled")
    one, other = runtime.open(graph, OPENVINO), runtime.open(graph, OPENVINO)
    assert isinstance(one, Compiled)
    assert isinstance(other, Compiled)
    assert one._compiled is other._compiled
    first, _ = speak(one, 1)
    speak(other, 3)
    again, _ = speak(one, 1)
    np.testing.assert_array_equal(first, again)
    assert any((data / "compiled").iterdir())


def test_a_changed_graph_is_prepared_anew(data: Path) -> None:
    graph = decoder_file(data)
    before = int8_path(graph)
    graph.write_bytes(graph.read_bytes() + b"\x00")
    assert int8_path(graph) != before
