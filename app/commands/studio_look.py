"""`urvc studio analyse`, `run`, `steps`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from app.commands.studio_run import Overwrite, given, now, say_done, stoppable
from app.console import console, reported, say_json
from app.options import Json
from studio.jobs.run_recipe import RunRecipe
from studio.recipe import FILE, read_recipe
from studio.recipes.single import analyse_recipe


def analyse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound file.")],
    picture: Annotated[Path | None, typer.Option("--picture", help="Where to put the picture of the spectrum (PNG).")] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Loudness, peaks, clipping, pitch range, key and tempo of a file, and a picture of its spectrum."""
    with stoppable(as_json) as run:
        source = given(file)
        targets = {"look.picture": str(given(picture))} if picture else {}
        done = run(RunRecipe(analyse_recipe(source), "analyse", targets, now(), overwrite=overwrite), source.name)
    facts = next(step.facts for step in done.steps if step.name == "look")
    if as_json:
        say_json({"type": "analysis", "file": str(source), **facts})
        return
    for line in lines_of(facts):
        console.print(line, markup=False, soft_wrap=True)


def lines_of(facts: dict[str, Any]) -> list[str]:
    """An analysis in words."""
    low, high = facts["range_hz"]
    tempo, key = facts["tempo_bpm"], facts["key"]
    return [
        f"length {facts['seconds']:.1f} s, {facts['channels']} channels",
        f"loudness {facts['lufs']:.1f} LUFS, range {facts['range_lu']:.1f} LU, true peak {facts['true_peak_db']:.1f} dB",
        f"clipped peaks {facts['clipped']}",
        f"pitch {low:.0f} to {high:.0f} Hz, mostly {facts['median_hz']:.0f} Hz" if facts["median_hz"] else "no voice was heard",
        f"key {key or 'unknown'}, tempo {f'{tempo:.0f} beats a minute' if tempo else 'unknown'}",
    ]


def run(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE", help="A recipe (JSON), such as project.json holds.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.")],
    only: Annotated[list[str] | None, typer.Option("--step", help="Write what this step makes, not the last one.")] = None,
    replace: Annotated[list[str] | None, typer.Option("--replace", metavar="STEP=FILE", help="A file in a step's place.")] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """A recipe from its file: all of it, or up to a step; any step may be replaced by a file."""
    from studio.steps.catalogue import step_kind

    with stoppable(as_json) as carry_out:
        read = read_recipe(given(recipe))
        for text in replace or []:
            replaced, _, path = text.partition("=")
            read = read.with_file(replaced, given(Path(path)))
        targets = {}
        for name in only or [read.steps[-1].name]:
            named, _, output = name.partition(".")
            step = next((one for one in read.steps if one.name == named), None)
            if step is None:
                raise typer.BadParameter(f"There is no step {named}; there are {', '.join(one.name for one in read.steps)}.")
            kind = step_kind(step.do)
            suffixes = kind.outputs(kind.params.model_validate(step.params))
            output = output or next(iter(suffixes))
            targets[f"{named}.{output}"] = str(given(out) / f"{read.title or 'recipe'} {name}{suffixes[output]}")
        say_done(carry_out(RunRecipe(read, "recipe", targets, now(), overwrite=overwrite), recipe.name), as_json)


def steps(as_json: Json = False) -> None:
    """The steps that recipes are made of, with what they take, make and may be told."""
    from studio.steps.catalogue import STEPS

    with reported(as_json):
        if as_json:
            for kind in STEPS:
                say_json(
                    {"step": kind.name, "title": kind.title, "takes": list(kind.inputs), "parameters": kind.params.model_json_schema()}
                )
            return
        table = Table("Step", "What it does", "Takes", "May be told", box=None, pad_edge=False)
        for kind in STEPS:
            table.add_row(kind.name, kind.title, ", ".join(kind.inputs), ", ".join(kind.params.model_fields))
        console.print(table)
        console.print(f"An input is STEP, STEP.OUTPUT or {FILE}PATH.", markup=False)
