"""One step over one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.recipe import FILE, Recipe, RecipeStep

RESULT = "out"


def convert_recipe(source: Path, voice: dict[str, Any], suffix: str) -> Recipe:
    """A recording in another voice, as loud as it was."""
    return Recipe(
        title=f"{source.stem} ({voice['voice']})",
        steps=(
            RecipeStep(name="file", do="decode", take={"file": f"{FILE}{source}"}),
            RecipeStep(name="voice", do="convert", take={"audio": "file.audio"}, params=voice),
            RecipeStep(name=RESULT, do="export", take={"audio": "voice", "source": "file.source"}, params={"format": suffix, "tags": {}}),
        ),
    )


def separate_recipe(source: Path, suffix: str) -> Recipe:
    """Vocals and accompaniment of a song."""
    exports = (
        RecipeStep(name=stem, do="export", take={"audio": f"stems.{stem}", "source": "file.source"}, params={"format": suffix})
        for stem in ("vocals", "accompaniment")
    )
    return Recipe(
        title=source.stem,
        steps=(
            RecipeStep(name="file", do="decode", take={"file": f"{FILE}{source}"}),
            RecipeStep(name="stems", do="separate", take={"audio": "file.audio"}),
            *exports,
        ),
    )


def analyse_recipe(source: Path) -> Recipe:
    """What there is to say of a file."""
    return Recipe(
        title=source.stem,
        steps=(
            RecipeStep(name="file", do="decode", take={"file": f"{FILE}{source}"}),
            RecipeStep(name="look", do="analyse", take={"audio": "file.audio"}),
        ),
    )


def mix_recipe(tracks: dict[str, tuple[Path, dict[str, Any]]], loud: dict[str, Any], suffix: str) -> Recipe:
    """Files mixed: name -> (file, how)."""
    steps = [RecipeStep(name=f"{name}-file", do="decode", take={"file": f"{FILE}{path}"}) for name, (path, _) in tracks.items()]
    mixing = {"tracks": {name: how for name, (_, how) in tracks.items()}, **loud}
    steps.append(RecipeStep(name="mix", do="mix", take={name: f"{name}-file.audio" for name in tracks}, params=mixing))
    steps.append(RecipeStep(name=RESULT, do="export", take={"audio": "mix"}, params={"format": suffix}))
    return Recipe(title="Mix", steps=tuple(steps))
