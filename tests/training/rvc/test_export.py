"""A trained generator becomes a voice that the library takes, and that speaks as training hears it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.dsp.excitation import excite, frame_phases
from engine.inference.sessions import open_graph
from engine.inference.streaming_graph import StreamingGraph
from engine.synth.rvc_pitch import coarse_pitch
from models.graphs.synthesizer import build_decoder, build_latent
from models.importers.rvc import read_rvc
from tests.training.rvc.small_run import TINY
from training.errors import TrainingError
from training.rvc.export import voice_values, write_voice
from training.rvc.families import FAMILIES, Version, posterior_layers, spec_of_weights
from training.rvc.hyperparameters import HyperParameters
from training.rvc.networks.generator import Draws, Generator
from training.rvc.supervisor.checkpoint import write_whole

N_FRAMES = 14


def exported(tmp_path: Path, parameters: HyperParameters) -> tuple[Generator, Path]:
    """A fresh generator, rounded as the file rounds it, and its file."""
    torch.manual_seed(3)
    generator = Generator(parameters.spec, parameters.posterior_layers)
    with torch.no_grad():
        for parameter in generator.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))  # the flow begins at nothing
            parameter.copy_(parameter.half().float())
    best = tmp_path / "best.pt"
    write_whole(best, {"model": generator.state_dict(), "epoch": 3, "step": 40})
    write_voice(best, parameters, tmp_path / "voice.pth", "Somebody", 600.0)
    return generator, tmp_path / "voice.pth"


@pytest.mark.parametrize("has_f0", [True, False])
@pytest.mark.parametrize(("version", "rate_hz"), FAMILIES)
def test_every_kind_of_voice_speaks_as_in_training(tmp_path: Path, version: Version, rate_hz: int, has_f0: bool) -> None:
    parameters = HyperParameters(**{**TINY, "version": version, "rate_hz": rate_hz, "has_f0": has_f0, "n_speakers": 3})
    generator, path = exported(tmp_path, parameters)
    voice = read_rvc(path)
    assert voice.spec == parameters.spec
    assert (voice.metadata.encoder, voice.metadata.epoch, voice.metadata.half) == ("none", 3, True)
    rng = np.random.default_rng(1)
    spec = parameters.spec
    phone = rng.standard_normal((1, N_FRAMES, spec.phone_dim)).astype(np.float32)
    f0_hz = np.concatenate([np.zeros(4), rng.uniform(80, 300, N_FRAMES - 4)]).astype(np.float32)
    noise = rng.standard_normal((1, spec.inter_channels, N_FRAMES)).astype(np.float32)
    hiss = rng.standard_normal((N_FRAMES, spec.samples_per_frame)).astype(np.float32)
    draws = Draws(None, torch.from_numpy(noise), torch.from_numpy(hiss.reshape(1, -1, 1)) if has_f0 else None)
    pitch = torch.from_numpy(coarse_pitch(f0_hz))[None] if has_f0 else None
    with torch.no_grad():
        spoken = generator.speak(
            torch.from_numpy(phone), pitch, torch.from_numpy(f0_hz)[None] if has_f0 else None, torch.tensor([2]), draws
        ).numpy()
    sid = np.array([2], np.int64)
    feeds: dict[str, Any] = {"phone": phone, "sid": sid, "n_past": 0, "noise": noise[:, :, None], "n_commit": N_FRAMES}
    sound: dict[str, Any] = {}
    if has_f0:
        feeds["pitch"] = coarse_pitch(f0_hz)[None]
        phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
        sound["excitation"] = excite(f0_hz, phases, hiss, spec.sample_rate_hz)[None, None, None]
    latent, decoder = (open_graph(build(spec, voice.weights).SerializeToString()) for build in (build_latent, build_decoder))
    z = once(latent, feeds)["z"]
    audio = once(decoder, {"z": z, "sid": sid, "n_commit": N_FRAMES, **sound})["audio"]
    np.testing.assert_allclose(audio, spoken.ravel(), atol=1e-4 * np.abs(spoken).max())


def once(graph: StreamingGraph, feeds: dict[str, Any]) -> dict[str, Any]:
    return graph.run(feeds, graph.prepare())


def test_the_flow_and_its_inverse_cancel() -> None:
    parameters = HyperParameters(**TINY)
    flow = Generator(parameters.spec, 2).flow
    with torch.no_grad():
        for parameter in flow.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
        z, mask, speaker = torch.randn(2, 8, 9), torch.ones(2, 1, 9), torch.randn(2, 4, 1)
        np.testing.assert_allclose(flow.back(flow(z, mask, speaker), mask, speaker).numpy(), z.numpy(), atol=1e-5)


@pytest.mark.parametrize(("version", "rate_hz"), FAMILIES)
@pytest.mark.parametrize("has_f0", [True, False])
def test_sizes_are_read_from_the_weights(version: Version, rate_hz: int, has_f0: bool) -> None:
    parameters = HyperParameters(**{**TINY, "version": version, "rate_hz": rate_hz, "has_f0": has_f0, "n_speakers": 2})
    weights = Generator(parameters.spec, 2).state_dict()
    shapes = {name: tuple(weight.shape) for name, weight in weights.items()}
    assert spec_of_weights(shapes, parameters.spec.samples_per_frame) == parameters.spec
    assert posterior_layers(shapes) == 2


def test_nothing_of_training_is_in_the_file() -> None:
    parameters = HyperParameters(**TINY)
    learnt: Any = {"model": Generator(parameters.spec, 2).state_dict(), "epoch": 1, "step": 1}
    values = voice_values(learnt, parameters, "Somebody", 1.0)
    assert not [name for name in values["weight"] if name.startswith("enc_q.")]
    assert {str(weight.dtype) for weight in values["weight"].values()} == {"torch.float16"}


def test_without_a_result_there_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as error:
        write_voice(tmp_path / "best.pt", HyperParameters(**TINY), tmp_path / "voice.pth", "Somebody", 1.0)
    assert error.value.code == "train.no_result"
    assert list(tmp_path.iterdir()) == []
