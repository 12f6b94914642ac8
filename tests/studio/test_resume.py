"""What a kill, a cancel and a full disk leave: what was finished, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled
from studio.cache import StepCache, cache_folder
from studio.errors import StudioError
from studio.jobs.run_recipe import RUN_RECIPE, RunRecipe
from studio.recipe import FILE, Recipe, RecipeStep
from studio.runner import WORK_PREFIX, running
from tests.e2e.test_cli import ROOT, lines, urvc

ASKED = "2026-01-02T03:04:05+00:00"


def short_song(path: Path, seconds: float = 3.0) -> Path:
    rng = np.random.default_rng(5)
    soundfile.write(path, 0.1 * rng.standard_normal((round(seconds * 44_100), 2)), 44_100)
    return path


def recipe_of(song: Path) -> Recipe:
    return Recipe(
        title="a song",
        steps=(
            RecipeStep(name="song", do="decode", take={"file": f"{FILE}{song}"}),
            RecipeStep(name="stems", do="separate", take={"audio": "song"}),
            RecipeStep(name="mix", do="mix", take={"a": "stems.vocals", "b": "stems.accompaniment"}, params={"tracks": {"a": {}, "b": {}}}),
            RecipeStep(name="out", do="export", take={"audio": "mix", "source": "song.source"}, params={"format": ".wav"}),
        ),
    )


def left_over() -> list[Path]:
    return list(cache_folder().glob(f"{WORK_PREFIX}*"))


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize(("doing", "known"), [("separating", ["file"]), ("writing the file", ["file", "stems"])])
def test_after_a_kill_the_next_run_goes_on(tmp_path: Path, doing: str, known: list[str]) -> None:
    song = short_song(tmp_path / "song.wav", 4.0)
    command = [sys.executable, "-m", "app", "studio", "separate", str(song), "--out", "stems", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if doing in line:
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    assert left_over(), "the killed run has left its folder"
    assert not list((tmp_path / "stems").glob("*"))
    done = lines(urvc("studio", "separate", song, "--out", "stems", "--json", cwd=tmp_path))[-1]
    assert [step["name"] for step in done["steps"] if step["known"]][: len(known)] == known
    assert {soundfile.info(path).frames for path in (tmp_path / "stems").iterdir()} == {soundfile.info(song).frames}
    assert not left_over()


@pytest.mark.parametrize("doing", ["reading the file", "separating voice and instruments", "mixing", "writing the file"])
def test_told_to_stop_nothing_is_left_and_what_was_finished_is_kept(tmp_path: Path, doing: str) -> None:
    song, target = short_song(tmp_path / "song.wav"), tmp_path / "out.wav"
    told: list[Step] = []
    context = JobContext(told.append, lambda: bool(told) and told[-1].doing == doing)
    request = RunRecipe(recipe_of(song), "test", {"out": str(target)}, ASKED)
    with pytest.raises(WorkCancelled):
        RUN_RECIPE.run(request, context)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "song.wav"]
    assert not left_over()
    done = RUN_RECIPE.run(request, JobContext())
    finished = {"reading the file": 0, "separating voice and instruments": 1, "mixing": 2, "writing the file": 3}[doing]
    assert sum(step.known for step in done.steps) == finished
    assert target.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("not run: needs root on Linux: a small disk")
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path, small_disk: Path) -> None:
    song = short_song(tmp_path / "song.wav", 10.0)
    recipe = recipe_of(song)
    with StepCache(small_disk / "cache") as cache, running(recipe, cache) as run, pytest.raises(StudioError) as told:
        run.run(JobContext())
    assert told.value.code == "studio.disk"
    target = small_disk / "out.wav"
    target.write_bytes(b"what was here before")
    with pytest.raises(StudioError) as told:
        RUN_RECIPE.run(RunRecipe(recipe, "test", {"mix": str(target)}, ASKED, overwrite=True), JobContext())
    assert told.value.code == "studio.disk"
    assert target.read_bytes() == b"what was here before"
    elsewhere = RunRecipe(recipe, "test", {"mix": str(tmp_path / "mix.wav")}, ASKED)
    assert all(step.known for step in RUN_RECIPE.run(elsewhere, JobContext()).steps), "what was finished is kept"
