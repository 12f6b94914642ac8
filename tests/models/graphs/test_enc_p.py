"""The prior encoder in a stream: keys and neighbours that are kept from window to window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bench.full_size import voice_network
from engine.inference.streaming_graph import StreamingGraph
from models.graphs.spec import RvcSpec
from models.graphs.synthesizer import build_latent
from tests.models.graphs.voices import SMALL, Floats, open_graph, relative_error, script

N_FRAMES, HOP, FRESH, LOOKAHEAD = 120, 8, 6, 16


def latent_graph(n_layers: int, with_attention: bool = True) -> tuple[RvcSpec, StreamingGraph]:
    """A small voice whose prior encoder has that many layers; without attention no frame depends on distant ones."""
    spec, weights = voice_network("v2-48k", widths=SMALL)
    if not with_attention:
        weights = {name: np.zeros_like(array) if "conv_o" in name else array for name, array in weights.items()}
    spec = replace(spec, n_layers=n_layers)
    return spec, open_graph(build_latent(spec, weights))


def in_blocks(spec: RvcSpec, graph: StreamingGraph, n_past: int, lookahead: int = LOOKAHEAD, fresh: int = FRESH) -> Floats:
    """m [frames, channels] of all frames but the first `fresh`, each from its own block's window."""
    text, state, said = script(spec, N_FRAMES), graph.prepare(), []
    for start in range(0, N_FRAMES - fresh - HOP + 1, HOP):
        end = min(start + fresh + HOP + lookahead, N_FRAMES)
        n_out = end - start - fresh
        feeds: dict[str, Any] = {"phone": text.phone[:, start:end], "pitch": text.pitch[:, start:end], "sid": text.sid}
        counts = {"n_commit": HOP, "n_past": n_past}
        noise = np.zeros((1, spec.inter_channels, 1, n_out), np.float32)
        said.append(graph.run({**feeds, **counts, "noise": noise}, state)["m"][0, :, 0, :HOP].T)
    return np.concatenate(said)


def at_once(spec: RvcSpec, graph: StreamingGraph) -> Floats:
    text = script(spec, N_FRAMES)
    out = graph.run(text.latent_feeds(spec.has_f0, N_FRAMES), graph.prepare())
    m: Floats = out["m"][0, :, 0].T
    return m


def test_keys_of_one_layer_are_as_good_as_computing_everything_again() -> None:
    """They depend on their own frames only; so what is heard to the end is the whole file's."""
    spec, graph = latent_graph(1)
    whole, blocks = at_once(spec, graph), in_blocks(spec, graph, N_FRAMES, lookahead=N_FRAMES)
    assert relative_error(blocks, whole[FRESH : FRESH + len(blocks)]) < 1e-5
    forgetful = in_blocks(spec, graph, 0, lookahead=N_FRAMES)
    assert relative_error(forgetful[40:], whole[FRESH + 40 : FRESH + len(blocks)]) > 1e-3, "so it is the keys"


def test_what_the_convolutions_reach_to_the_left_is_kept() -> None:
    spec, graph = latent_graph(2, with_attention=False)
    whole, blocks = at_once(spec, graph), in_blocks(spec, graph, 10, fresh=2)
    assert relative_error(blocks, whole[2 : 2 + len(blocks)]) < 1e-5
    cut = in_blocks(spec, graph, 0, fresh=2)
    assert relative_error(cut, whole[2 : 2 + len(blocks)]) > 1e-3, "so it is the neighbours"


@pytest.mark.parametrize("n_past", [0, 5, 20, 1000])
def test_no_more_is_kept_than_was_asked_for(n_past: int) -> None:
    spec, graph = latent_graph(2)
    text, state = script(spec, N_FRAMES), graph.prepare()
    kept = []
    for _ in range(4):
        graph.run({**text.latent_feeds(spec.has_f0, 8), "n_past": n_past}, state)
        kept.append({array.shape[2] for name, array in state.tensors.items() if "key" in name or "value" in name})
    assert kept == [{min(n_past, 8 * turn)} for turn in (1, 2, 3, 4)]
