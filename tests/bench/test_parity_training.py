"""The parity command on training: one step and the cuts pass on the reference arrays, and a small difference fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bench.parity import main

REFERENCE = Path(__file__).parents[1] / "data" / "training"


def test_one_step_and_the_cuts_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(REFERENCE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines[1:-1]} == {"slices.npz", "train_v2_40k.pth"}
    compared = {line.split()[1] for line in lines[1:-1]}
    assert {"slice_start", "segment_end", "loss_kl", "grad_norm_d", "g_grad_norms", "after/emb_g.weight"} <= compared


@pytest.mark.parametrize("name", ["slice_start", "slice_length", "segment_start", "segment_end"])
def test_a_position_one_sample_off_fails(tmp_path: Path, name: str) -> None:
    with np.load(REFERENCE / "slices.npz") as file:
        arrays = dict(file)
    arrays[name][3] += 1
    np.savez(tmp_path / "cuts.npz", **arrays)
    assert main([str(tmp_path)]) == 1


def test_other_losses_and_gradients_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(REFERENCE / "train_v2_40k.pth", tmp_path)
    with np.load(REFERENCE / "train_v2_40k.npz") as file:
        arrays = dict(file)
    arrays["loss_kl"] = arrays["loss_kl"] * 1.0002
    arrays["grad_norm_g"] = arrays["grad_norm_g"] * 1.002
    arrays["d_grad_norms"][7] *= 1.002
    arrays["after/emb_g.weight"][0, 0] += 1e-3
    np.savez(tmp_path / "train_v2_40k.npz", **arrays)
    assert main([str(tmp_path)]) == 1
    failed = {line.split()[1] for line in capsys.readouterr().out.splitlines() if line.endswith("FAILED")}
    assert failed == {"loss_kl", "grad_norm_g", "d_grad_norms", "after/emb_g.weight"}


def test_a_generator_without_its_weights_fails(tmp_path: Path) -> None:
    shutil.copy(REFERENCE / "train_v2_40k.npz", tmp_path / "rvc_v2_40k.npz")
    shutil.copy(Path(__file__).parents[1] / "data" / "reference" / "rvc_v2_40k.pth", tmp_path)
    assert main([str(tmp_path)]) == 1
