"""The process of foreign graphs: what it cannot do, and that nobody waits for it longer than he wants to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from engine.contracts import StreamSpec
from engine.errors import InferenceError
from engine.foreign.process import ForeignFault, ForeignProcess
from engine.foreign.wire import BrokenPipe, WireMessage, receive, send
from engine.synth.rvc_foreign import ForeignGraph, Window
from engine.synth.rvc_trial import try_foreign_voice
from models.errors import BadVoiceFile
from tests.engine.foreign.graphs import ABOVE_HZ, endless_voice, filling_graph, reading_graph
from tests.models.importers.onnx_speaking import speaking_onnx

SHORT_S = 1.0


@pytest.fixture
def process() -> Iterator[ForeignProcess]:
    made = ForeignProcess(0)
    yield made
    made.close()


def test_a_graph_cannot_read_a_file(process: ForeignProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even one that slipped through the importer, whether it names the whole path or one from the folder where the program was started."""
    secret = tmp_path / "secret"
    secret.write_bytes(np.full(16, 7.0, np.float32).tobytes())
    monkeypatch.chdir(tmp_path)
    for location in (str(secret), "secret", "../../../../../../../../../.." + str(secret)):
        with pytest.raises(ForeignFault, match="refused"):
            process.open(reading_graph(location, 16))
    assert process.alive


def test_it_lives_in_an_empty_folder_of_its_own(process: ForeignProcess) -> None:
    child = psutil.Process(process._process.pid)
    folder = Path(child.cwd())
    assert folder != Path.cwd()
    assert list(folder.iterdir()) == []
    assert "HOME" not in child.environ()
    process.close()
    assert not folder.exists()
    assert not child.is_running()


def test_a_graph_that_takes_all_memory_is_refused(process: ForeignProcess) -> None:
    session = process.open(filling_graph())
    with pytest.raises(ForeignFault) as caught:
        session.run(None, {"n": np.array([3_000_000_000])})
    assert caught.value.kind in ("refused", "ended")
    fresh = ForeignProcess(0)
    assert fresh.open(filling_graph()).run(None, {"n": np.array([1000])})[0] == 0.0
    fresh.close()


def test_what_does_not_answer_is_ended() -> None:
    graph = ForeignGraph(endless_voice(ABOVE_HZ), "slow")  # it speaks, at the pitch of the trial
    feeds = graph._all_feeds(window(2 * ABOVE_HZ), StreamSpec())
    with pytest.raises(ForeignFault) as caught:
        graph._session.run(None, feeds, limit_s=SHORT_S)
    assert caught.value.kind == "stuck"
    assert not graph._process.alive
    with pytest.raises(InferenceError) as after:
        graph.run(window(ABOVE_HZ / 2), StreamSpec())
    assert after.value.code == "inference.voice_graph"


def test_whoever_is_told_to_leave_leaves() -> None:
    leaving = False
    graph = ForeignGraph(endless_voice(ABOVE_HZ), "slow", leave=lambda: leaving)
    graph.run(window(ABOVE_HZ / 2), StreamSpec())
    leaving = True
    assert len(graph.run(window(ABOVE_HZ / 2), StreamSpec())), "an answer that comes in time is not thrown away"
    with pytest.raises(InferenceError) as caught:
        graph.run(window(2 * ABOVE_HZ), StreamSpec())
    assert caught.value.code == "inference.voice_left"


def test_a_process_that_dies_is_a_coded_error() -> None:
    graph = ForeignGraph(speaking_onnx("w-okada"), "voice")
    graph._process._process.kill()
    with pytest.raises(InferenceError) as caught:
        graph.run(window(200.0), StreamSpec())
    assert caught.value.code == "inference.voice_graph"


def test_the_process_ends_with_the_last_reference() -> None:
    graph = ForeignGraph(speaking_onnx("w-okada"), "voice")
    child = psutil.Process(graph._process._process.pid)
    del graph
    assert not child.is_running()


def test_a_trial_of_an_endless_voice_ends_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.synth.rvc_foreign.FIRST_LIMIT_S", SHORT_S)
    with pytest.raises(BadVoiceFile) as caught:
        try_foreign_voice(endless_voice(), 768, lambda: False)
    assert caught.value.facts["reason"] == "unrunnable_graph"
    try_foreign_voice(speaking_onnx("w-okada"), 768, lambda: False)


def test_a_trial_is_left_when_it_is_cancelled() -> None:
    try_foreign_voice(endless_voice(), 768, lambda: True)


@pytest.mark.parametrize("phone_dim", [256, 1024])
def test_other_features_than_the_voice_takes_are_a_coded_error(phone_dim: int) -> None:
    with pytest.raises(InferenceError) as caught:
        ForeignGraph(speaking_onnx("w-okada"), "voice", phone_dim)
    assert caught.value.code == "inference.voice_graph"
    assert "768" in str(caught.value.facts["reason"])


def test_messages_come_through_and_lies_do_not() -> None:
    stream = io.BytesIO()
    arrays: dict[str, NDArray[Any]] = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3).T,
        "none": np.zeros((0, 4), np.int64),
        "one": np.array(3),
    }
    send(stream, WireMessage({"do": "run"}, arrays))
    stream.seek(0)
    got = receive(stream)
    assert got.values == {"do": "run"}
    assert all(np.array_equal(got.arrays[name], array) and got.arrays[name].shape == array.shape for name, array in arrays.items())
    heads = [b'{"arrays": [["a", "float32", [99999999999]]]}', b'{"arrays": [["a", "float32", [-1]]]}', b"[]", b"{", b"\xff"]
    for head in (*heads, b'{"arrays": [["a", "O", [1]]]}' + bytes(8)):
        with pytest.raises(BrokenPipe):
            receive(io.BytesIO(len(head).to_bytes(4, "little") + head))
    with pytest.raises(BrokenPipe):
        receive(io.BytesIO(b"\xff\xff\xff\xff"))


def window(f0_hz: float) -> Window:
    n = 40
    return Window(np.zeros((n, 768), np.float32), np.ones(n, np.int64), np.full(n, f0_hz, np.float32), 0, n, 0)
