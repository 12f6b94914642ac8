"""The decoder that is trained and the graph that is shipped are the same network; training goes on to the bit where it was stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.inference.placement import EXACT  # noqa: E402
from engine.inference.sessions import open_on  # noqa: E402
from engine.inference.streaming_graph import StreamingGraph  # noqa: E402
from models.graphs.neural_decoder import neural_decoder  # noqa: E402
from training.neural.features import chosen_forms  # noqa: E402
from training.neural.network import DecoderShape, NeuralDecoder  # noqa: E402
from training.neural.pairs import Rendering  # noqa: E402
from training.neural.recordings import PairedRecordings  # noqa: E402
from training.neural.train import DecoderPlan, DecoderRun  # noqa: E402

SHAPE = DecoderShape(n_voices=3, width=32, n_blocks=2, n_pulse=20, n_noise=10, voice=8)
N_TOKENS = 24


def test_the_graph_computes_the_network_in_pieces_of_any_size() -> None:
    torch.manual_seed(3)
    network = NeuralDecoder(SHAPE).eval()
    for parameter in network.parameters():
        parameter.data = (parameter + 0.1 * torch.randn_like(parameter)).half().float()
    rng = np.random.default_rng(3)
    content = rng.standard_normal((1, N_TOKENS, SHAPE.content)).astype(np.float32)
    pitch_hz = rng.uniform(90, 300, (1, 2 * N_TOKENS)).astype(np.float32)
    voicing, level = (rng.uniform(-1, 1, (1, 2 * N_TOKENS)).astype(np.float32) for _ in range(2))
    voice = 0.7 * network.voices.weight[1] + 0.3 * network.voices.weight[2]
    with torch.no_grad():
        wanted = network.filters(*map(torch.tensor, (content, pitch_hz, voicing, level)), voice[None])
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    graph = StreamingGraph(open_on(neural_decoder(weights, SHAPE.n_pulse, {}).SerializeToString(), EXACT))
    prosody = np.stack([np.log2(pitch_hz / 200), voicing, level + 0.5], -1).reshape(1, N_TOKENS, 6).astype(np.float32)
    state, found = graph.prepare(), []
    for start, end in ((0, 1), (1, 10), (10, N_TOKENS)):
        feeds = {"content": content[:, start:end], "prosody": prosody[:, start:end]}
        mixed = {"voices": np.array([1, 2]), "blend": np.array([0.3], np.float32)}
        found.append(graph.run({**feeds, **mixed}, state))
    for name, tensor in zip(("pulse", "noise"), wanted, strict=True):
        assert np.abs(np.concatenate([piece[name] for piece in found], axis=1) - tensor.numpy()).max() < 5e-3


def made_up_pairs(folder: Path) -> PairedRecordings:
    """Three sentences of hisses in two voices, and content that is noise."""
    rng = np.random.default_rng(4)
    (folder / "pairs").mkdir()
    (folder / "features").mkdir()
    for number in range(3):
        sounds: dict[str, Any] = {f"sound{n}": (3000 * rng.standard_normal(100 * 480)).astype(np.int16) for n in range(2)}
        pitches: dict[str, Any] = {f"pitch{n}": np.full(160, 150.0, np.float32) for n in range(2)}
        np.savez(folder / "pairs" / f"{number}.npz", voices=np.arange(2), **sounds, **pitches)
        content, level = rng.standard_normal((100, 384)).astype(np.float16), np.zeros(200, np.float16)
        np.savez(folder / "features" / f"{number}.npz", content0=content, level0=level)
    return PairedRecordings(folder / "pairs", folder / "features")


def test_a_run_that_was_stopped_goes_on_to_the_bit(tmp_path: Path) -> None:
    recordings, plan = made_up_pairs(tmp_path), DecoderPlan(steps=4, batch=2)
    whole = DecoderRun(plan, recordings)
    losses = [whole.advance() for _ in range(4)]
    first = DecoderRun(plan, recordings)
    assert [first.advance() for _ in range(2)] == losses[:2]
    first.save(tmp_path / "kept.pt")
    second = DecoderRun(plan, recordings)
    second.resume(tmp_path / "kept.pt")
    assert [second.advance() for _ in range(2)] == losses[2:]
    assert all(torch.equal(value, second.average[name]) for name, value in whole.average.items())


def test_the_rate_rises_stays_and_falls() -> None:
    plan = DecoderPlan(steps=1000, cooldown_steps=100, warmup_steps=10)
    rates = [plan.rate_at(step) / plan.rate for step in (0, 9, 500, 900, 950, 999)]
    assert rates == pytest.approx([0.1, 1.0, 1.0, 1.0, 0.5, 0.02])


def test_few_forms_are_of_different_timbres_half_of_them_disturbed() -> None:
    renderings = [Rendering(n, np.zeros(1, np.int16), np.zeros(1, np.float32)) for n in range(3)]
    two = chosen_forms(renderings, 2, np.random.default_rng(1))
    assert [disturbed for _, disturbed in two] == [False, True]
    assert two[0][0] is not two[1][0]
    every = chosen_forms(renderings, 6, np.random.default_rng(1))
    assert sorted((form.voice, disturbed) for form, disturbed in every) == [(n, d) for n in range(3) for d in (False, True)]
