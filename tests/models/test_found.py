"""Foundation models that other programs have put on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.foundation.found import files_in, search

RVC = ("assets/hubert/hubert_base.pt", "assets/rmvpe/rmvpe.pt")
APPLIO = ("rvc/models/embedders/contentvec/pytorch_model.bin", "rvc/models/predictors/rmvpe.pt")


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"weights")


@pytest.mark.parametrize("names", [RVC, APPLIO, ("hubert_base.pt", "rmvpe.onnx")])
def test_a_whole_folder_of_another_program_is_known(tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path, *names, "assets/pretrained/f0G40k.pth", "assets/weights/Mia.pth")
    assert {file.model: file.path for file in files_in(tmp_path)} == {
        "contentvec": tmp_path / names[0],
        "rmvpe": tmp_path / names[1],
    }


def test_other_files_of_the_same_name_are_not(tmp_path: Path) -> None:
    make(tmp_path, "models/bert/pytorch_model.bin", "site-packages/x/rmvpe.pt", ".cache/hubert_base.pt")
    (tmp_path / "rmvpe.pt").touch()  # empty: a download that never began
    assert files_in(tmp_path) == ()


def test_the_usual_places_are_searched_for_what_is_missing(tmp_path: Path) -> None:
    make(tmp_path / "Downloads/RVC1006Nvidia", *RVC)
    found = search(["rmvpe"], places=[tmp_path / "nothing here", tmp_path])
    assert [file.model for file in found] == ["rmvpe"]


def test_a_search_can_be_stopped(tmp_path: Path) -> None:
    make(tmp_path, *RVC)
    assert files_in(tmp_path, stopped=lambda: True) == ()


def test_links_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path / "a", "rmvpe.pt")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/loop").symlink_to(tmp_path, target_is_directory=True)
    assert files_in(tmp_path / "b") == ()
