"""RMVPE against the reference arrays: mel, salience and frequency each from the one before, and all the way."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from bench.full_size import rmvpe
from engine.dsp.log_mel import log_mel, log_mel_frames
from engine.dsp.salience import decode_salience
from engine.inference.streaming_graph import StreamingGraph
from models.errors import BadVoiceFile
from models.graphs.rmvpe import build_rmvpe, frame_multiple
from models.importers.foundation import read_content_encoder, read_rmvpe
from tests.models.graphs.voices import REFERENCE, Floats, open_graph, relative_error

TOLERANCE = 1e-4


@cache
def arrays() -> dict[str, NDArray[Any]]:
    with np.load(REFERENCE / "rmvpe.npz") as file:
        return dict(file)


@cache
def reference_graph() -> StreamingGraph:
    return open_graph(build_rmvpe(read_rmvpe(REFERENCE / "rmvpe.pt")))


def salience_of(graph: StreamingGraph, mel: Floats, multiple: int = 32) -> Floats:
    n_frames = mel.shape[1]
    padded = np.pad(mel, ((0, 0), (0, -n_frames % multiple)))
    return graph.run({"input": padded[None]}, graph.prepare())["output"][:, :n_frames]


def test_mel_equals_the_reference() -> None:
    assert relative_error(log_mel(arrays()["audio"]), arrays()["mel"][0]) < TOLERANCE


def test_mel_frames_do_not_depend_on_where_the_audio_is_cut() -> None:
    audio = arrays()["audio"]
    whole = log_mel_frames(audio)
    assert np.array_equal(log_mel_frames(audio[1600:6400]), whole[:, 10 : 10 + 1 + (4800 - 1024) // 160])


def test_salience_equals_the_reference() -> None:
    assert relative_error(salience_of(reference_graph(), arrays()["mel"][0]), arrays()["salience"]) < TOLERANCE


def test_decoding_equals_the_reference() -> None:
    assert relative_error(decode_salience(arrays()["decode_salience"]), arrays()["decode_f0"]) < TOLERANCE


def test_the_whole_way_equals_the_reference() -> None:
    salience = salience_of(reference_graph(), log_mel(arrays()["audio"]))
    assert relative_error(decode_salience(salience[0]), arrays()["f0"]) < TOLERANCE


def test_weak_peaks_are_unvoiced_and_edge_peaks_decode() -> None:
    salience = np.zeros((3, 360), np.float32)
    salience[0, 100], salience[1, 0], salience[2, 359] = 0.03, 0.9, 0.9
    f0_hz = decode_salience(salience)
    assert f0_hz[0] == 0
    assert f0_hz[1] == pytest.approx(10 * 2 ** (1997.3794084376191 / 1200))
    assert f0_hz[2] == pytest.approx(10 * 2 ** ((20 * 359 + 1997.3794084376191) / 1200))


def test_any_number_of_frames_and_the_same_bits_twice() -> None:
    mel = np.random.default_rng(0).standard_normal((128, 64), np.float32)
    first = salience_of(reference_graph(), mel)
    assert np.array_equal(first, salience_of(reference_graph(), mel))
    assert salience_of(reference_graph(), mel[:, :32]).shape == (1, 32, 360)
    assert frame_multiple(read_rmvpe(REFERENCE / "rmvpe.pt")) == 32


def test_graph_is_valid_onnx() -> None:
    onnx.checker.check_model(build_rmvpe(read_rmvpe(REFERENCE / "rmvpe.pt")), full_check=True)


def test_another_network_is_refused() -> None:
    with pytest.raises(BadVoiceFile):
        read_rmvpe(REFERENCE / "contentvec_hf" / "pytorch_model.bin")
    _, weights = read_content_encoder(REFERENCE / "contentvec_hf" / "pytorch_model.bin")
    with pytest.raises(BadVoiceFile):
        build_rmvpe(weights)


@pytest.mark.slow
def test_full_size_weights_build_and_run() -> None:
    weights = rmvpe()
    assert sum(array.size for name, array in weights.items() if "running" not in name) == pytest.approx(90e6, rel=0.01)
    graph = open_graph(build_rmvpe(weights))
    assert np.isfinite(salience_of(graph, np.zeros((128, 32), np.float32))).all()
