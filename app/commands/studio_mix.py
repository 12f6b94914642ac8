"""`urvc studio mix`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.studio_run import Format, Overwrite, decimal, given, now, say_done, stoppable, suffix_of
from app.number_text import number_of
from app.options import Json
from studio.jobs.run_recipe import RunRecipe
from studio.recipes.single import RESULT, mix_recipe


def mix(
    tracks: Annotated[list[str], typer.Argument(metavar="FILE[:GAIN[:PAN]]...", help="Files, each with dB and -1 (left) to 1 (right).")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    lufs: Annotated[float, typer.Option("--lufs", help="Loudness of the mix; 0 as it comes.", parser=decimal)] = 0.0,
    ceiling: Annotated[float, typer.Option("--ceiling", help="Highest true peak, in dB.", parser=decimal)] = -1.0,
    form: Format = "",
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Files mixed into one: gain, pan, loudness, no clipping."""
    with stoppable(as_json) as run:
        named = {f"track{number_ + 1}": track(text) for number_, text in enumerate(tracks)}
        loud: dict[str, Any] = {"ceiling_db": ceiling, **({"lufs": lufs} if lufs else {})}
        recipe = mix_recipe(named, loud, suffix_of(out, form))
        request = RunRecipe(recipe, "mix", {RESULT: str(given(out))}, now(), overwrite=overwrite)
        say_done(run(request, out.name), as_json)


def track(text: str) -> tuple[Path, dict[str, Any]]:
    """FILE, FILE:GAIN or FILE:GAIN:PAN. A file whose own name ends so is taken as it is."""
    if given(Path(text)).exists():
        return given(Path(text)), {}
    pieces = text.rsplit(":", 2)
    for n_numbers in (2, 1):
        name, numbers = ":".join(pieces[: len(pieces) - n_numbers]), pieces[len(pieces) - n_numbers :]
        if not name or len(numbers) != n_numbers:
            continue
        try:
            return given(Path(name)), dict(zip(("gain_db", "pan"), map(number_of, numbers), strict=False))
        except ValueError:
            continue
    return given(Path(text)), {}
