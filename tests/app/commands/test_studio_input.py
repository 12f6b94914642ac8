"""What the studio's commands refuse before anything is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.studio_projects import projects
from app.commands.studio_speak import passages_in
from app.errors import AppError
from studio.library import ProjectLibrary


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))


@pytest.mark.parametrize("option", ["--older-than", "--over"])
def test_projects_of_a_negative_age_or_size_are_refused_and_none_is_deleted(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_may_go(*_: object) -> None:
        raise AssertionError("asked to delete")

    monkeypatch.setattr(ProjectLibrary, "prune", none_may_go)
    assert CliRunner().invoke(projects, ["prune", option, "-3"]).exit_code == 2


def test_projects_older_than_any_date_are_none() -> None:
    assert CliRunner().invoke(projects, ["prune", "--older-than", "1000000000000"]).exit_code == 0


@pytest.mark.parametrize("name", ["nope.txt", "folder/Story.EPUB"])
def test_a_text_file_that_is_not_there_is_not_read_out(name: str) -> None:
    with pytest.raises(AppError) as caught:
        passages_in(name)
    assert caught.value.code == "file.not_found"


def test_a_sentence_that_ends_like_a_file_is_spoken() -> None:
    passages, source = passages_in("Please open notes.txt")
    assert source == ""
    assert len(passages) == 1
