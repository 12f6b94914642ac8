"""No recording is lost to the result of another, and what is not read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.commands.convert_plan import plan
from app.errors import AppError


def made(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True, parents=True)
    for name in names:
        (folder / name).write_bytes(b"sound")
    return [folder / name for name in names]


def refused(paths: list[Path], overwrite: bool = False) -> str:
    before = sorted(path for path in paths[-1].parent.rglob("*"))
    with pytest.raises(AppError) as caught:
        plan(paths, overwrite)
    assert sorted(path for path in paths[-1].parent.rglob("*")) == before
    return caught.value.code


def test_a_second_recording_is_not_taken_for_the_result(tmp_path: Path) -> None:
    one, two = made(tmp_path, "one.flac", "two.flac")
    assert refused([one, two]) == "cli.would_replace"
    assert plan([one, two], overwrite=True).pairs == ((one, two),)
    assert plan([one, tmp_path / "three.flac"]).pairs == ((one, tmp_path / "three.flac"),)


def test_a_folder_is_not_converted_into_itself(tmp_path: Path) -> None:
    made(tmp_path / "in", "take.wav")
    assert refused([tmp_path / "in", tmp_path / "in"]) == "cli.replaces_source"
    assert refused([tmp_path / "in", tmp_path / "in"], overwrite=True) == "cli.replaces_source"


def test_a_source_under_another_name_is_a_source(tmp_path: Path) -> None:
    take, other = made(tmp_path / "in", "take.wav", "other.wav")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "take.wav").symlink_to(other)
    assert refused([take, other, tmp_path / "out"], overwrite=True) == "cli.replaces_source"


def test_results_in_a_folder_replace_nothing(tmp_path: Path) -> None:
    made(tmp_path / "in", "take.wav")
    made(tmp_path / "out", "take.wav")
    assert refused([tmp_path / "in", tmp_path / "out"]) == "cli.would_replace"
    assert len(plan([tmp_path / "in", tmp_path / "out"], overwrite=True).pairs) == 1


def test_results_of_one_name_are_numbered(tmp_path: Path) -> None:
    made(tmp_path / "in", "take.mp3", "take.wav", "TAKE.ogg")
    made(tmp_path / "more", "take.wav")
    targets = [target.name for _, target in plan([tmp_path / "in", tmp_path / "more", tmp_path / "out"]).pairs]
    assert len({name.casefold() for name in targets}) == 4
    assert sorted(targets) == ["TAKE.wav", "take (2).wav", "take (3).wav", "take (4).wav"]


def test_a_file_given_twice_is_converted_once(tmp_path: Path) -> None:
    (take,) = made(tmp_path / "in", "take.wav")
    assert len(plan([take, tmp_path / "in", tmp_path / "out"]).pairs) == 1


def test_what_is_not_read_is_named_and_what_macos_leaves_is_nothing(tmp_path: Path) -> None:
    made(tmp_path / "in", "take.wav", "voice.m4a", "notes.txt", "._take.wav", ".DS_Store", "Thumbs.db")
    planned = plan([tmp_path / "in", tmp_path / "out"])
    assert [source.name for source, _ in planned.pairs] == ["take.wav"]
    assert [path.name for path in planned.left_out] == ["notes.txt", "voice.m4a"]
