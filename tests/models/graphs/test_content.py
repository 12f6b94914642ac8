"""The content encoder against the reference arrays in both layouts, and its streaming forms against the whole sequence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from bench.full_size import EncoderWidths, content_encoder
from engine.inference.streaming_graph import GraphState, StreamingGraph
from models.errors import BadVoiceFile
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.content_weights import read_content_weights
from models.importers.foundation import read_content_encoder
from tests.models.graphs.voices import REFERENCE, Floats, open_graph, relative_error

KEEP_ALL = np.ones(1, np.float32)
SMALL = EncoderWidths(convolution=32, hidden=64, filter=96, n_layers=1, projection=8)
LAYOUTS = {"contentvec_hf/pytorch_model.bin": 1e-4, "hubert_fairseq_layout.pt": 5e-3}


@cache
def arrays() -> dict[str, NDArray[Any]]:
    with np.load(REFERENCE / "contentvec.npz") as file:
        return dict(file)


@cache
def graphs(path: Path, n_layers: int, projected: bool) -> tuple[StreamingGraph, StreamingGraph]:
    spec, weights = read_content_encoder(path)
    return open_graph(build_content_frames(spec, weights)), open_graph(build_content_context(spec, weights, n_layers, projected))


@cache
def random_graphs(n_layers: int) -> tuple[StreamingGraph, StreamingGraph]:
    widths = EncoderWidths(SMALL.convolution, SMALL.hidden, SMALL.filter, n_layers, SMALL.projection)
    spec, weights = read_content_weights(content_encoder(widths=widths), 4)
    return open_graph(build_content_frames(spec, weights)), open_graph(build_content_context(spec, weights, n_layers, False))


def frames_of(graph: StreamingGraph, audio: Floats, state: GraphState, n_repeated: int = 0, keep: Floats = KEEP_ALL) -> Floats:
    return graph.run({"audio": audio[None, None, None], "n_repeated": n_repeated, "keep": keep}, state)["frames"]


def features_of(graph: StreamingGraph, frames: Floats, state: GraphState | None = None, **sizes: int) -> Floats:
    """All frames as one window, unless `sizes` say otherwise."""
    n = frames.shape[1]
    feeds = {"n_before": 0, "n_out": n, "n_commit": n, "n_past": 0, **sizes}
    return graph.run({"frames": frames, **feeds}, state or graph.prepare())["features"]


def audio(seconds: float, seed: int = 0) -> Floats:
    rng = np.random.default_rng(seed)
    return (0.1 * rng.standard_normal(int(seconds * 16_000))).astype(np.float32)


@pytest.mark.parametrize(("n_layers", "projected", "key"), [(9, True, "v1_layer9_proj"), (12, False, "v2_layer12")])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_sequence_equals_the_reference(layout: str, n_layers: int, projected: bool, key: str) -> None:
    front, context = graphs(REFERENCE / layout, n_layers, projected)
    frames = frames_of(front, arrays()["audio"], front.prepare())
    assert relative_error(features_of(context, frames), arrays()[key]) < LAYOUTS[layout]


def test_front_end_in_blocks_equals_the_whole_once_its_statistics_are_settled() -> None:
    front, _ = graphs(REFERENCE / "contentvec_hf/pytorch_model.bin", 12, False)
    signal = audio(1.0)
    settled = front.prepare()
    whole = frames_of(front, signal, settled)
    settled.tensors["state/stats"][0] = 1e12
    pieces, position, repeated = [], 0, 0
    for n_frames in (1, 5, 2, 13, 28):
        end = min(position + 320 * n_frames + 80, len(signal))
        pieces.append(frames_of(front, signal[position:end], settled, repeated))
        position, repeated = end - 80, 80
    assert relative_error(np.concatenate(pieces, axis=1), whole) < 1e-5


def test_statistics_of_blocks_are_those_of_the_whole() -> None:
    front, _ = random_graphs(1)
    signal = audio(2.0) + np.linspace(0, 1, 32_000, dtype=np.float32)
    at_once, in_blocks = front.prepare(), front.prepare()
    frames_of(front, signal, at_once)
    position, repeated = 0, 0
    while position + 400 <= len(signal):
        frames_of(front, signal[position : position + 1680], in_blocks, repeated)
        position, repeated = position + 1600, 80
    assert in_blocks.tensors["state/stats"][0, 0] == at_once.tensors["state/stats"][0, 0]
    assert relative_error(in_blocks.tensors["state/stats"], at_once.tensors["state/stats"]) < 1e-5
    assert relative_error(in_blocks.tensors["state/stats"][1:], at_once.tensors["state/stats"][1:]) < 1e-4


def test_statistics_that_keep_nothing_are_those_of_the_block() -> None:
    front, _ = random_graphs(1)
    state = front.prepare()
    frames_of(front, audio(1.0, seed=1) * 30, state)
    block = audio(0.5, seed=2)
    forgotten = frames_of(front, block, state, keep=np.zeros(1, np.float32))
    assert relative_error(forgotten, frames_of(front, block, front.prepare())) < 1e-5


def test_fewer_outputs_are_the_last_ones_of_all() -> None:
    _, context = random_graphs(3)
    frames = np.random.default_rng(0).standard_normal((1, 40, SMALL.hidden), np.float32)
    everything = features_of(context, frames)
    for n_out in (1, 7, 40):
        last = features_of(context, frames, n_out=n_out)
        assert last.shape[1] == n_out
        assert relative_error(last, everything[:, -n_out:]) < 1e-5


def test_a_plain_window_carries_nothing() -> None:
    _, context = random_graphs(2)
    frames = np.random.default_rng(0).standard_normal((1, 30, SMALL.hidden), np.float32)
    state = context.prepare()
    first = features_of(context, frames, state)
    assert all(tensor.shape[2] == 0 for tensor in state.tensors.values())
    assert np.array_equal(first, features_of(context, frames, state))


def test_kept_keys_stand_in_for_frames_that_saw_their_whole_surroundings() -> None:
    """With one layer, keys depend on 64 frames to either side only: committed with those in view, they are exact."""
    _, context = random_graphs(1)
    n, hop, window = 240, 20, 100
    frames = np.random.default_rng(0).standard_normal((1, n, SMALL.hidden), np.float32)
    whole = features_of(context, frames)
    state = context.prepare()
    for start in range(0, n - window + hop, hop):
        before = min(start, 64)
        seen = frames[:, start - before : start + window]
        last = features_of(context, seen, state, n_before=before, n_out=window, n_commit=hop, n_past=n)
    assert relative_error(last, whole[:, -window:]) < 1e-5


def test_past_is_cut_to_what_is_asked() -> None:
    _, context = random_graphs(2)
    frames = np.random.default_rng(0).standard_normal((1, 20, SMALL.hidden), np.float32)
    state = context.prepare()
    lengths = []
    for _ in range(4):
        features_of(context, frames, state, n_out=5, n_commit=8, n_past=20)
        lengths.append(state.tensors["state/key.1"].shape[2])
    assert lengths == [8, 16, 20, 20]


def test_a_voice_that_needs_more_layers_is_refused() -> None:
    spec, weights = read_content_weights(content_encoder(widths=SMALL), 4)
    with pytest.raises(BadVoiceFile):
        build_content_context(spec, weights, 12, False)


def test_another_network_is_refused() -> None:
    with pytest.raises(BadVoiceFile):
        read_content_encoder(REFERENCE / "rmvpe.pt")


def test_graphs_are_valid_onnx() -> None:
    spec, weights = read_content_weights(content_encoder(widths=SMALL), 4)
    for model in (build_content_frames(spec, weights), build_content_context(spec, weights, 1, True)):
        onnx.checker.check_model(model, full_check=True)
