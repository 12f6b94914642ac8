"""A song sung by another voice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from studio.recipe import FILE, Recipe, RecipeStep

RESULT = "out"
PARTS = ("stems.vocals", "stems.accompaniment", "lead", "mix")
DOUBLE_PANS = (-0.7, 0.7, -0.35, 0.35)
DOUBLE_GAIN_DB = -6.0


@dataclass(frozen=True, slots=True)
class CoverChoices:
    """pitch_st: of the voice, None for the octave that suits it. vocals_db, band_db: against how loud they are in the song. doubles: how
    many more takes of the lead stand beside it. lufs: 0 as loud as the song. format: suffix of the result."""

    voice: str
    pitch_st: float | None = None
    vocals_db: float = 0.0
    band_db: float = 0.0
    doubles: int = 0
    lufs: float = 0.0
    keep: Literal["mix", "vocals"] = "mix"
    format: str = ".flac"
    settings: tuple[tuple[str, float | str | bool], ...] = ()


def cover_recipe(song: Path, choices: CoverChoices) -> Recipe:
    """decode -> separate -> convert the vocals -> mix as loud as the song -> export."""
    voice = {"voice": choices.voice, "pitch_st": choices.pitch_st, "keep_key": True, "settings": dict(choices.settings)}
    tracks: dict[str, dict[str, Any]] = {"lead": {"match": "vocals", "gain_db": choices.vocals_db}}
    take = {"lead": "lead", "vocals": "stems.vocals", "band": "stems.accompaniment", "song": "song.audio"}
    if choices.keep == "mix":
        tracks["band"] = {"gain_db": choices.band_db}
    steps = [
        RecipeStep(name="song", do="decode", take={"file": f"{FILE}{song}"}),
        RecipeStep(name="stems", do="separate", take={"audio": "song.audio"}),
        RecipeStep(name="lead", do="convert", take={"audio": "stems.vocals"}, params=voice),
    ]
    for number in range(choices.doubles):
        name = f"double{number + 1}"
        steps += double_steps(name, "stems.vocals", number, voice)
        tracks[name] = {"match": "vocals", "gain_db": choices.vocals_db + DOUBLE_GAIN_DB, "pan": DOUBLE_PANS[number % len(DOUBLE_PANS)]}
        take[name] = name
    loud: dict[str, Any] = {"lufs": choices.lufs} if choices.lufs else {"like": "song" if choices.keep == "mix" else "vocals"}
    tags = {"comment": f"Sung by the URVC voice {choices.voice}"}
    steps += [
        RecipeStep(name="mix", do="mix", take=take, params={"tracks": tracks, **loud}),
        RecipeStep(
            name=RESULT, do="export", take={"audio": "mix", "source": "song.source"}, params={"format": choices.format, "tags": tags}
        ),
    ]
    return Recipe(title=f"{song.stem} ({choices.voice})", steps=tuple(steps))


def double_steps(name: str, audio: str, number: int, voice: dict[str, Any]) -> list[RecipeStep]:
    """Another take of `audio`: other timing, pitch and timbre, sung by the same voice."""
    detuned = dict(voice["settings"])
    detuned["formant_st"] = float(detuned.get("formant_st", 0.0)) + (0.25 if number % 2 else -0.25)
    return [
        RecipeStep(name=f"{name}-take", do="double", take={"audio": audio}, params={"seed": number + 1}),
        RecipeStep(name=name, do="convert", take={"audio": f"{name}-take"}, params={**voice, "settings": detuned}),
    ]
