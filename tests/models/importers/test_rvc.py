"""Voice files of every make -> spec, weights, metadata; and what is refused, with which reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bench.full_size import FAMILIES
from models.errors import BadVoiceFile
from models.importers.rvc import read_rvc
from models.importers.rvc_shapes import expected_shapes
from tests.models.voice_files import (
    REFERENCE,
    minimal_voice,
    safetensors_bytes,
    save,
    small_voice,
    voice_safetensors,
    with_tensors,
)


def refusal_of(path: Path) -> dict[str, Any]:
    with pytest.raises(BadVoiceFile) as caught:
        read_rvc(path)
    assert caught.value.facts["detail"]
    return dict(caught.value.facts)


@pytest.mark.parametrize(("version", "phone_dim"), [("v1", 256), ("v2", 768)])
def test_the_reference_voices(version: str, phone_dim: int) -> None:
    voice = read_rvc(REFERENCE / f"rvc_{version}_40k.pth")
    assert (voice.spec.version, voice.spec.phone_dim, voice.spec.sample_rate_hz) == (version, phone_dim, 40_000)
    assert (voice.spec.n_speakers, voice.spec.has_f0, voice.spec.samples_per_frame) == (3, True, 400)
    assert voice.spec.upsample_rates == (10, 10, 2, 2)
    assert voice.spec.resblock_dilations == ((1, 3, 5),) * 3
    assert voice.metadata.info == "reference vectors, random weights"
    assert voice.metadata.half
    assert {name: array.shape for name, array in voice.weights.items()} == expected_shapes(voice.spec)
    assert all(array.dtype == np.float32 and array.flags.c_contiguous for array in voice.weights.values())


@pytest.mark.parametrize("name", ["dec.ups.1", "dec.resblocks.4.convs2.1", "flow.flows.2.enc.in_layers.0"])
def test_weight_norm_is_folded_as_torch_does(name: str) -> None:
    path = REFERENCE / "rvc_v2_40k.pth"
    stored = torch.load(path, weights_only=True)["weight"]
    wanted = torch._weight_norm(stored[f"{name}.weight_v"].float(), stored[f"{name}.weight_g"].float(), 0)
    np.testing.assert_allclose(read_rvc(path).weights[f"{name}.weight"], wanted.numpy(), rtol=2e-6, atol=1e-9)


@pytest.mark.parametrize("has_f0", [True, False])
@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_family(tmp_path: Path, family: str, has_f0: bool) -> None:
    voice = read_rvc(save(tmp_path / "x.pth", with_tensors(small_voice(family, has_f0, n_speakers=5))))
    rate_hz, _, rates, kernels = FAMILIES[family]
    assert (voice.spec.sample_rate_hz, voice.spec.upsample_rates, voice.spec.upsample_kernel_sizes) == (rate_hz, rates, kernels)
    assert (voice.spec.version, voice.spec.has_f0, voice.spec.n_speakers) == (family[:2], has_f0, 5)
    assert ("enc_p.emb_pitch.weight" in voice.weights) == has_f0


def test_a_config_that_no_table_lists(tmp_path: Path) -> None:
    spec = read_rvc(save(tmp_path / "x.pth", with_tensors(minimal_voice()))).spec
    assert (spec.sample_rate_hz, spec.upsample_rates, spec.resblock_kernel_sizes) == (8000, (10, 8), (3,))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("legacy", [False, True])
def test_every_precision_in_both_containers(tmp_path: Path, dtype: torch.dtype, legacy: bool) -> None:
    content = with_tensors(small_voice(), dtype)
    voice = read_rvc(save(tmp_path / "x.pth", content, legacy))
    stored = content["weight"]["enc_p.proj.weight"].float().numpy()
    np.testing.assert_array_equal(voice.weights["enc_p.proj.weight"], stored)
    assert voice.metadata.half == (dtype == torch.float16)


def renamed(weights: dict[str, Any]) -> dict[str, Any]:
    new = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}
    return {name.replace(old, new[old]) if (old := name.rpartition(".")[2]) in new else name: array for name, array in weights.items()}


def test_both_names_of_weight_norm_make_the_same_voice(tmp_path: Path) -> None:
    content = with_tensors(small_voice())
    old = read_rvc(save(tmp_path / "old.pth", content))
    new = read_rvc(save(tmp_path / "new.pth", {**content, "weight": renamed(content["weight"])}))
    assert old.spec == new.spec
    for name, array in old.weights.items():
        np.testing.assert_array_equal(array, new.weights[name])


def test_safetensors(tmp_path: Path) -> None:
    content = small_voice()
    path = tmp_path / "x.safetensors"
    path.write_bytes(voice_safetensors({**content, "embedder_model": "spin", "epoch": 40}))
    voice, same = read_rvc(path), read_rvc(save(tmp_path / "x.pth", with_tensors(content, torch.float32)))
    assert voice.spec == same.spec
    assert (voice.metadata.encoder, voice.metadata.epoch) == ("spin", 40)
    for name, array in same.weights.items():
        np.testing.assert_array_equal(array, voice.weights[name])


def test_safetensors_with_prefixed_names(tmp_path: Path) -> None:
    content = small_voice()
    path = tmp_path / "x.safetensors"
    metadata = {"config": json.dumps(content["config"]), "sr": "40k"}
    path.write_bytes(safetensors_bytes({f"weight.{name}": array for name, array in content["weight"].items()}, metadata))
    assert read_rvc(path).spec.version == "v2"


def test_what_applio_adds(tmp_path: Path) -> None:
    content = with_tensors(small_voice(n_speakers=3)) | {
        "f0": True,
        "epoch": 300,
        "step": 12000,
        "creation_date": "2025-01-02T03:04:05",
        "model_hash": "abc",
        "dataset_length": "00:10:00",
        "model_name": "Somebody\n\x00",
        "author": "An Author" * 100,
        "embedder_model": "Japanese-HuBERT-base",
        "speakers_id": 3,
        "vocoder": "HiFi-GAN",
    }
    said = read_rvc(save(tmp_path / "x.pth", content)).metadata
    assert (said.name, said.epoch, said.created, said.vocoder) == ("Somebody", 300, "2025-01-02T03:04:05", "HiFi-GAN")
    assert said.encoder == "japanese-hubert-base"
    assert said.author == ("An Author" * 100)[:200]


def test_what_is_missing_is_taken_from_the_weights(tmp_path: Path) -> None:
    for family, has_f0 in (("v1-48k", True), ("v2-48k", False)):
        content = with_tensors(small_voice(family, has_f0))
        for key in ("version", "f0", "info", "sr"):
            del content[key]
        spec = read_rvc(save(tmp_path / "x.pth", content)).spec
        assert (spec.version, spec.has_f0, spec.sample_rate_hz) == (family[:2], has_f0, 48_000)


@pytest.mark.parametrize(("last", "named"), [("40k", "48k"), (40_000, None), ("40000", None), ("40K", "x"), (None, "40k"), ("", 40_000)])
def test_forms_of_the_sample_rate(tmp_path: Path, last: object, named: object) -> None:
    content = with_tensors(small_voice())
    content["config"][-1], content["sr"] = last, named
    assert read_rvc(save(tmp_path / "x.pth", content)).spec.sample_rate_hz == 40_000


def test_the_number_of_speakers_is_that_of_the_weights(tmp_path: Path) -> None:
    content = with_tensors(small_voice(n_speakers=7))
    content["config"][-3] = 109
    assert read_rvc(save(tmp_path / "x.pth", content)).spec.n_speakers == 7


def test_layers_of_the_training_are_left_out(tmp_path: Path) -> None:
    content = with_tensors(small_voice())
    content["weight"]["enc_q.pre.weight"] = torch.zeros(3)
    assert "enc_q.pre.weight" not in read_rvc(save(tmp_path / "x.pth", content)).weights


Change = Callable[[dict[str, Any]], object]

CHANGES: dict[str, tuple[str, Change]] = {
    "no config": ("missing_key", lambda v: v.pop("config")),
    "a dict as config": ("bad_config", lambda v: v.update(config={"model": 1})),
    "a short config": ("bad_config", lambda v: v["config"].pop()),
    "a text in the config": ("bad_config", lambda v: v["config"].__setitem__(3, "many")),
    "a negative size": ("bad_config", lambda v: v["config"].__setitem__(3, -8)),
    "an enormous size": ("bad_config", lambda v: v["config"].__setitem__(3, 1 << 40)),
    "residual blocks of type 2": ("bad_config", lambda v: v["config"].__setitem__(9, "2")),
    "rates and kernels of two lengths": ("bad_config", lambda v: v["config"].__setitem__(14, [16, 16])),
    "rates that are not 10 ms": ("unsupported_rates", lambda v: v["config"].__setitem__(12, [10, 10, 2, 3])),
    "no sample rate": ("bad_config", lambda v: (v["config"].__setitem__(17, None), v.pop("sr"))),
    "another hidden size": ("wrong_shape", lambda v: v["config"].__setitem__(3, 16)),
    "more layers": ("missing_weight", lambda v: v["config"].__setitem__(6, 2)),
    "another kernel": ("wrong_shape", lambda v: v["config"].__setitem__(14, [18, 16, 4, 4])),
    "an unknown version": ("unsupported_version", lambda v: v.update(version="v3")),
    "the wrong version": ("unsupported_version", lambda v: v.update(version="v1")),
    "f0 without its weights": ("missing_weight", lambda v: v["weight"].pop("enc_p.emb_pitch.weight")),
    "no speakers": ("missing_weight", lambda v: v["weight"].pop("emb_g.weight")),
    "no content layer": ("missing_weight", lambda v: v["weight"].pop("enc_p.emb_phone.weight")),
    "a gain without a direction": ("wrong_shape", lambda v: v["weight"].pop("dec.ups.0.weight_v")),
    "a gain of another shape": ("wrong_shape", lambda v: v["weight"].update({"dec.ups.0.weight_g": torch.ones(3)})),
    "both kinds of a weight": ("wrong_shape", lambda v: v["weight"].update({"dec.ups.0.weight": torch.ones(32, 16, 16)})),
    "NaN": ("not_finite", lambda v: v["weight"]["dec.conv_pre.weight"].view(-1).__setitem__(5, float("nan"))),
    "infinity": ("not_finite", lambda v: v["weight"]["emb_g.weight"].view(-1).__setitem__(0, float("inf"))),
    "a direction of length 0": ("not_finite", lambda v: v["weight"]["dec.ups.0.weight_v"].zero_()),
    "whole numbers as weights": ("wrong_shape", lambda v: v["weight"].update({"dec.conv_pre.bias": torch.ones(32, dtype=torch.int64)})),
    "a text as a weight": ("wrong_shape", lambda v: v["weight"].update({"dec.conv_pre.bias": "zero"})),
    "RefineGAN": ("unsupported_vocoder", lambda v: v.update(vocoder="RefineGAN")),
    "MRF HiFi-GAN": ("unsupported_vocoder", lambda v: v.update(vocoder="MRF HiFi-GAN")),
}


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_voice_that_contradicts_itself_is_refused(tmp_path: Path, name: str) -> None:
    reason, change = CHANGES[name]
    content = with_tensors(small_voice())
    change(content)
    assert refusal_of(save(tmp_path / "x.pth", content))["reason"] == reason


def other(names: str) -> dict[str, torch.Tensor]:
    return {name: torch.zeros(2) for name in names.split()}


OTHERS: dict[str, tuple[str, str, Any]] = {
    "G_2333333.pth": (
        "training_checkpoint",
        "generator",
        {"model": other("enc_p.emb_phone.weight dec.conv_pre.weight"), "iteration": 3, "optimizer": {}, "learning_rate": 1e-4},
    ),
    "D_2333333.pth": (
        "training_checkpoint",
        "discriminator",
        {"model": other("discriminators.0.convs.0.bias"), "iteration": 3, "optimizer": {}, "learning_rate": 1e-4},
    ),
    "f0G40k.pth": ("training_checkpoint", "generator", {"model": other("dec.conv_pre.weight"), "iteration": 1, "learning_rate": 1e-4}),
    "so-vits": ("other_network", "so-vits-svc", {"model": other("emb_uv.weight pre.weight enc_p.f0_emb.weight"), "iteration": 1}),
    "diff-svc": ("other_network", "Diff-SVC", {"state_dict": other("model.denoise_fn.input_projection.weight"), "global_step": 4}),
    "ddsp": ("other_network", "DDSP-SVC", {"global_step": 4, "model": other("unit2ctrl.unit_embed.weight")}),
    "gpt-sovits": ("other_network", "GPT-SoVITS", {"weight": other("enc_p.ssl_proj.weight dec.conv_pre.weight"), "config": {}, "info": ""}),
    "hubert": ("foundation_model", "ContentVec or HuBERT", {"model": other("feature_extractor.conv_layers.0.0.weight"), "args": None}),
    "rmvpe": ("foundation_model", "RMVPE", other("unet.encoder.bn.weight fc.0.weight")),
    "anything": ("not_a_voice", "", {"a": 1}),
    "a bare state dict": ("missing_key", "", other("enc_p.emb_phone.weight dec.conv_pre.weight")),
}


@pytest.mark.parametrize("name", list(OTHERS))
def test_what_is_no_voice_is_named(tmp_path: Path, name: str) -> None:
    reason, network, content = OTHERS[name]
    facts = refusal_of(save(tmp_path / "x.pth", content))
    assert (facts["reason"], facts.get("network", "")) == (reason, network)


@pytest.mark.parametrize("name", ["rmvpe.pt", "hubert_fairseq_layout.pt", "contentvec_hf/pytorch_model.bin"])
def test_the_foundation_models_of_the_reference_are_recognised(name: str) -> None:
    assert refusal_of(REFERENCE / name)["reason"] == "foundation_model"


def test_safetensors_without_a_config(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(safetensors_bytes(small_voice()["weight"]))
    facts = refusal_of(path)
    assert (facts["reason"], facts["key"]) == ("missing_key", "config")


def test_weights_at_the_edge_of_float32(tmp_path: Path) -> None:
    """Their squares overflow float32: the norm must not."""
    content = with_tensors(small_voice(), torch.float32)
    content["weight"]["dec.ups.0.weight_v"].fill_(1e30)
    voice = read_rvc(save(tmp_path / "x.pth", content))
    assert np.isfinite(voice.weights["dec.ups.0.weight"]).all()
