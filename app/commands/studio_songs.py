"""`urvc studio cover`, `separate`, `convert`, `double`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.interrupt import interruptible
from app.commands.studio_run import Format, Out, Overwrite, decimal, given, new_project, now, say_done, stoppable, suffix_of
from app.errors import AppError
from app.options import Json, number
from jobs.context import JobContext
from studio.address import fetch_song, is_address
from studio.formats import READABLE, WITH_FFMPEG
from studio.jobs.run_recipe import RunRecipe
from studio.recipe import FILE, Recipe, RecipeStep
from studio.recipes.cover import PARTS, RESULT, CoverChoices, cover_recipe
from studio.recipes.single import convert_recipe, separate_recipe

File = Annotated[Path, typer.Argument(metavar="FILE", help="A sound file.")]
Voice = Annotated[str, typer.Option("--voice", "-v", help="Voice by name (see: urvc voices list).")]
Pitch = Annotated[float | None, typer.Option("--pitch", help="Semitones; without it what suits the voice.", parser=number)]
Setting = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control of the voice, such as formant_st=1.")]


def cover(
    file: Annotated[str, typer.Argument(metavar="FILE|ADDRESS", help="A song, or its address (with yt-dlp installed).")],
    voice: Voice,
    out: Out = None,
    pitch: Pitch = None,
    vocals_db: Annotated[float, typer.Option("--vocals-db", help="The voice, louder or quieter than in the song.", parser=decimal)] = 0.0,
    band_db: Annotated[float, typer.Option("--band-db", help="The instruments likewise.", parser=decimal)] = 0.0,
    doubles: Annotated[int, typer.Option("--doubles", min=0, max=4, help="More takes of the voice, panned to the sides.")] = 0,
    lufs: Annotated[float, typer.Option("--lufs", help="Loudness of the result; 0 as loud as the song.", parser=decimal)] = 0.0,
    form: Format = "",
    settings: Setting = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """A song, sung by another voice: separated, converted, mixed as loud as it was."""
    with stoppable(as_json) as run, song_at(file) as song:
        suffix = suffix_of(out, form)
        choices = CoverChoices(voice, pitch, vocals_db, band_db, doubles, lufs, format=suffix, settings=tuple(values(settings).items()))
        recipe = cover_recipe(song, choices)
        project = "" if out else new_project(recipe.title)
        target = str(given(out)) if out else f"{recipe.title}{suffix}"
        request = RunRecipe(
            recipe, "cover", {RESULT: target}, now(), () if out else PARTS, project, source=str(song), voice=voice, overwrite=overwrite
        )
        say_done(run(request, song.name), as_json)


def separate(file: File, out: Out = None, form: Format = "", overwrite: Overwrite = False, as_json: Json = False) -> None:
    """Vocals and accompaniment of a song, as two files. OUT is the folder."""
    with stoppable(as_json) as run:
        song, suffix = given(file), suffix_of(None, form)
        project = "" if out else new_project(f"{song.stem} (stems)")
        folder = given(out) if out else Path()
        targets = {stem: str(folder / f"{song.stem} ({stem}){suffix}") for stem in ("vocals", "accompaniment")}
        request = RunRecipe(
            separate_recipe(song, suffix), "separate", targets, now(), project=project, source=str(song), overwrite=overwrite
        )
        say_done(run(request, song.name), as_json)


def convert(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Sound files or folders.")],
    voice: Voice,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write, or a folder for several.")] = None,
    name: Annotated[str, typer.Option("--name", help="How results in a folder are called; {name} and {voice} are filled in.")] = "{name}",
    pitch: Pitch = None,
    song: Annotated[bool, typer.Option("--song", help="Singing: only whole octaves, the key stays.")] = False,
    form: Format = "",
    settings: Setting = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Recordings in another voice; stereo stays stereo, and any format goes in."""
    with stoppable(as_json) as run:
        sources = found(files)
        into_folder = out is not None and (len(sources) > 1 or not out.suffix)
        for source in sources:
            suffix = suffix_of(None if into_folder else out, form)
            recipe = convert_recipe(source, {"voice": voice, "pitch_st": pitch, "keep_key": song, "settings": values(settings)}, suffix)
            called = filled(name, source, voice) + suffix
            target = str(given(out) / called if into_folder else given(out)) if out else called
            project = "" if out else new_project(recipe.title)
            request = RunRecipe(
                recipe, "convert", {"out": target}, now(), project=project, source=str(source), voice=voice, overwrite=overwrite
            )
            say_done(run(request, source.name), as_json)


def double(
    file: File,
    out: Out = None,
    takes: Annotated[int, typer.Option("--takes", min=1, max=4, help="How many.")] = 2,
    spread: Annotated[float, typer.Option("--spread", help="How early or late at most, in ms (1 to 30).", parser=decimal)] = 25.0,
    form: Format = "",
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """More takes of a voice, as a singer would sing it again, one file each. OUT is the folder."""
    with stoppable(as_json) as run:
        source, suffix = given(file), suffix_of(None, form)
        steps = [RecipeStep(name="file", do="decode", take={"file": f"{FILE}{source}"})]
        targets, folder = {}, given(out) if out else Path()
        for take in range(1, takes + 1):
            place = {"seed": take, "spread_ms": spread}
            steps.append(RecipeStep(name=f"double{take}", do="double", take={"audio": "file.audio"}, params=place))
            take_in = {"audio": f"double{take}", "source": "file.source"}
            steps.append(RecipeStep(name=f"take{take}", do="export", take=take_in, params={"format": suffix}))
            targets[f"take{take}"] = str(folder / f"{source.stem} (take {take}){suffix}")
        recipe = Recipe(title=f"{source.stem} (takes)", steps=tuple(steps))
        project = "" if out else new_project(recipe.title)
        request = RunRecipe(recipe, "double", targets, now(), project=project, source=str(source), overwrite=overwrite)
        say_done(run(request, source.name), as_json)


@contextmanager
def song_at(place: str) -> Iterator[Path]:
    """A file; what is at an address is downloaded into a folder that goes again. Raises StudioError."""
    if not is_address(place):
        yield given(Path(place))
        return
    with tempfile.TemporaryDirectory(prefix="urvc-song-") as folder, interruptible() as interrupted:
        yield fetch_song(place, Path(folder), JobContext(cancelled=interrupted.is_set))


def found(files: list[Path]) -> list[Path]:
    """Files themselves, and the sound files right inside folders. Raises AppError where a folder has none."""
    sources = []
    for path in map(given, files):
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in (*READABLE, *WITH_FFMPEG)) if path.is_dir() else [path]
        if not inside:
            raise AppError("cli.convert", "convert", str(path), {"reason": "no audio file is in that folder"})
        sources += inside
    return sources


def filled(pattern: str, source: Path, voice: str) -> str:
    """The pattern of a name. Raises AppError `cli.convert`."""
    try:
        return pattern.format(name=source.stem, voice=voice)
    except (KeyError, IndexError, ValueError):
        raise AppError("cli.convert", "convert", pattern, {"reason": "a name may hold {name} and {voice}"}) from None


def values(settings: list[str] | None) -> dict[str, Any]:
    """NAME=VALUE as numbers, switches or words. Raises typer.BadParameter."""
    out: dict[str, Any] = {}
    for text in settings or []:
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"'{text}' is not NAME=VALUE.")
        words = {"true": True, "false": False, "on": True, "off": False}
        try:
            out[name.strip()] = words[value.strip()] if value.strip() in words else float(value)
        except ValueError:
            out[name.strip()] = value.strip()
    return out
