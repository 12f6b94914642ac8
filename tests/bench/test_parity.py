"""The parity command: passes on the reference arrays, and fails where it should."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bench.parity import main

REFERENCE = Path(__file__).parents[1] / "data" / "reference"


def test_everything_in_the_reference_folder_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(REFERENCE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    files = {line.split()[0] for line in lines[1:-1]}
    assert files == {
        "rvc_v1_40k.pth",
        "rvc_v2_40k.pth",
        "pytorch_model.bin",
        "hubert_fairseq_layout.pt",
        "rmvpe.pt",
        "added_IVF8_Flat_nprobe_1_reference_v2.index",
    }


def test_another_subset_under_other_names_passes(tmp_path: Path) -> None:
    for suffix in (".pth", ".npz"):
        shutil.copy(REFERENCE / f"rvc_v2_40k{suffix}", tmp_path / f"rvc_somebody{suffix}")
    assert main([str(tmp_path)]) == 0


def test_a_difference_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(REFERENCE / "rvc_v2_40k.pth", tmp_path)
    with np.load(REFERENCE / "rvc_v2_40k.npz") as file:
        arrays = dict(file)
    arrays["audio"][0, 0, 1000] += 1e-3
    np.savez(tmp_path / "rvc_v2_40k.npz", **arrays)
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("FAILED") == 2


def test_an_unreadable_file_fails(tmp_path: Path) -> None:
    (tmp_path / "rvc_v2_40k.pth").write_bytes((REFERENCE / "rvc_v2_40k.pth").read_bytes()[:5000])
    shutil.copy(REFERENCE / "rvc_v2_40k.npz", tmp_path)
    assert main([str(tmp_path)]) == 1


def test_nothing_to_check_fails(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
