"""Recipes: what is known is not computed again, and what cannot be followed is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from jobs.context import JobContext
from studio.cache import StepCache
from studio.errors import StudioError
from studio.jobs.run_recipe import RUN_RECIPE, RunRecipe
from studio.library import ProjectLibrary
from studio.loudness import measure
from studio.places import file_name, free_folder
from studio.projects import read_project
from studio.recipe import FILE, Recipe, RecipeStep
from studio.runner import StepResult, running


def tone(path: Path, f_hz: float = 330.0, channels: int = 2, seconds: float = 1.0, gain: float = 0.2) -> Path:
    t = np.arange(round(seconds * 48_000)) / 48_000
    wave = gain * np.sin(2 * np.pi * f_hz * t)
    soundfile.write(path, np.repeat(wave[:, np.newaxis], channels, axis=1), 48_000, subtype="FLOAT")
    return path


def mixing(first: Path, second: Path, **tracks: dict[str, Any]) -> Recipe:
    how = {"a": tracks.get("a", {}), "b": tracks.get("b", {})}
    return Recipe(
        title="mix",
        steps=(
            RecipeStep(name="a", do="decode", take={"file": f"{FILE}{first}"}),
            RecipeStep(name="b", do="decode", take={"file": f"{FILE}{second}"}),
            RecipeStep(name="mix", do="mix", take={"a": "a.audio", "b": "b.audio"}, params={"tracks": how}),
        ),
    )


def run(recipe: Recipe, folder: Path, limit: int | None = None) -> dict[str, StepResult]:
    with StepCache(folder, limit) as cache, running(recipe, cache) as one:
        return one.run(JobContext())


def known(results: dict[str, StepResult]) -> list[str]:
    return [name for name, result in results.items() if result.known]


def test_only_what_changed_is_computed_again(tmp_path: Path) -> None:
    a, b, cache = tone(tmp_path / "a.wav"), tone(tmp_path / "b.wav", 440.0), tmp_path / "cache"
    assert known(run(mixing(a, b), cache)) == []
    assert known(run(mixing(a, b), cache)) == ["a", "b", "mix"]
    assert known(run(mixing(a, b, a={"gain_db": -3}), cache)) == ["a", "b"]
    assert known(run(mixing(a.rename(tmp_path / "moved.wav"), b), cache)) == ["a", "b", "mix"], "what counts is what is in it"
    tone(b, 550.0)
    assert known(run(mixing(tmp_path / "moved.wav", b), cache)) == ["a"]


def test_room_is_made_by_forgetting_and_nothing_breaks(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for f_hz in range(200, 1200, 100):
        run(mixing(tone(tmp_path / "a.wav", f_hz), tone(tmp_path / "b.wav", 2 * f_hz)), cache, limit=2_000_000)
    with StepCache(cache, 2_000_000) as kept:
        assert kept.used_bytes() < 4_000_000
    assert known(run(mixing(tmp_path / "a.wav", tmp_path / "b.wav"), cache)) != []


def test_a_step_can_be_replaced_by_a_file(tmp_path: Path) -> None:
    a, b, other = tone(tmp_path / "a.wav"), tone(tmp_path / "b.wav"), tone(tmp_path / "c.wav", gain=0.01)
    recipe = mixing(a, b)
    loud = run(recipe, tmp_path / "cache")["mix"].facts["lufs"]
    quiet = run(recipe.with_file("a.audio", other).with_file("b.audio", other), tmp_path / "cache")["mix"].facts["lufs"]
    assert loud - quiet == pytest.approx(26.0, abs=0.2)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (RecipeStep(name="x", do="mix", take={"a": "nobody"}, params={"tracks": {"a": {}}}), "no step before it makes nobody"),
        (RecipeStep(name="x", do="convert", take={"audio": "a"}, params={"voise": "robot"}), "voice: Field required"),
        (RecipeStep(name="x", do="separate", take={"sound": "a"}), "it takes audio, and is given sound"),
    ],
)
def test_a_recipe_that_cannot_be_followed_says_where(tmp_path: Path, step: RecipeStep, reason: str) -> None:
    decode = RecipeStep(name="a", do="decode", take={"file": f"{FILE}{tone(tmp_path / 'a.wav')}"})
    with pytest.raises(StudioError) as told:
        run(Recipe(steps=(decode, step)), tmp_path / "cache")
    assert (told.value.code, told.value.subject, told.value.facts["reason"]) == ("studio.recipe", "x", reason)


def test_gain_pan_mute_and_match(tmp_path: Path) -> None:
    a, b = tone(tmp_path / "a.wav", 330.0, 1, 2.0), tone(tmp_path / "b.wav", 440.0, 2, 2.0, 0.02)
    with StepCache(tmp_path / "cache") as cache:
        with running(mixing(a, b, a={"pan": -1.0}, b={"mute": True}), cache) as one:
            one.run(JobContext())
            left, right = soundfile.read(one.path("mix"))[0].T
            assert np.abs(right).max() < 1e-6
            assert np.abs(left).max() == pytest.approx(0.2 * np.sqrt(2), abs=0.01)
        with running(mixing(a, b, a={"mute": True}, b={"match": "a", "gain_db": -6.0}), cache) as one:
            results = one.run(JobContext())
            alone = measure([soundfile.read(a, dtype="float32", always_2d=True)[0]])
            assert results["mix"].facts["lufs"] == pytest.approx(alone.lufs - 6.0, abs=0.1)


def test_tags_and_length_survive_every_format(tmp_path: Path) -> None:
    source = tmp_path / "song.flac"
    with soundfile.SoundFile(source, "w", 44_100, 2, "PCM_16", format="FLAC") as file:
        file.title, file.artist = "A title", "Somebody"
        file.write(0.1 * np.random.default_rng(0).standard_normal((44_100, 2)))
    for suffix in (".wav", ".flac", ".ogg", ".mp3", ".opus"):
        steps = (
            RecipeStep(name="a", do="decode", take={"file": f"{FILE}{source}"}),
            RecipeStep(name="out", do="export", take={"audio": "a.audio", "source": "a.source"}, params={"format": suffix}),
        )
        target = tmp_path / f"out{suffix}"
        RUN_RECIPE.run(RunRecipe(Recipe(steps=steps), "test", {"out": str(target)}, "2026-01-01T00:00:00+00:00"), JobContext())
        with soundfile.SoundFile(target) as file:
            assert (file.title, file.artist) == ("A title", "Somebody")
            assert file.samplerate == (48_000 if suffix == ".opus" else 44_100)
            seconds = file.frames / file.samplerate
            assert seconds == pytest.approx(1.0, abs=0.06 if suffix == ".mp3" else 0.0)


def made_project(folder: Path, name: str, created: datetime) -> None:
    recipe = mixing(tone(folder.parent / "a.wav"), tone(folder.parent / "b.wav"))
    request = RunRecipe(recipe, "mix", {"mix": f"{name}.wav"}, created.isoformat(), ("a.audio",), str(folder / name), "a.wav", "robot")
    RUN_RECIPE.run(request, JobContext())


def test_the_library_follows_the_folders_and_is_made_anew(tmp_path: Path) -> None:
    folder, table, now = tmp_path / "projects", tmp_path / "library.sqlite", datetime(2026, 3, 1, tzinfo=UTC)
    library = ProjectLibrary(folder, table)
    assert library.entries() == ()
    made_project(folder, "old", now - timedelta(days=40))
    made_project(folder, "new", now)
    before = library.entries()
    assert [Path(entry.folder).name for entry in before] == ["new", "old"]
    assert before[0].n_bytes > 300_000
    assert Path(before[0].result).is_file()
    table.write_bytes(b"not a database at all, " * 100)
    assert library.entries() == before
    project = read_project(folder / "new")
    assert [file.role for file in project.files] == ["result", "a.audio"]
    assert (folder / "new" / "parts" / "a.audio.wav").is_file()
    assert [Path(one.folder).name for one in library.prune(now, older_than=timedelta(days=30))] == ["old"]
    assert not (folder / "old").exists()
    assert library.prune(now, over_bytes=0)
    assert library.entries() == ()


def test_names_of_files_are_taken_everywhere(tmp_path: Path) -> None:
    assert file_name('a/b: "c" ?. ') == "a b c"
    assert file_name("///") == "untitled"
    (tmp_path / "Dr. Who").mkdir()
    assert free_folder(tmp_path / "Dr. Who").name == "Dr. Who (2)"
    assert free_folder(tmp_path / "Dr. Who", {str(tmp_path / "Dr. Who (2)")}).name == "Dr. Who (3)"
