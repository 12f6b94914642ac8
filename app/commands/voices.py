"""`urvc voices`: what there is to speak with."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table

from app.console import console, reported, say_json
from app.options import Json
from models.builtin import builtin_voices

voices = typer.Typer(help="Voices: what there is to speak with.", no_args_is_help=True, rich_markup_mode=None)


@voices.callback()
def group() -> None:
    """Voices: what there is to speak with."""


@voices.command("list")
def list_voices(as_json: Json = False) -> None:
    """Lists the voices."""
    with reported(as_json):
        shelf = builtin_voices()
    if as_json:
        say_json({"voices": [asdict(voice) for voice in shelf]})
        return
    table = Table("Voice", "Name", "What it is", "Pitch", "Formant", box=None, pad_edge=False)
    for voice in shelf:
        table.add_row(voice.id, voice.name, voice.description, f"{voice.defaults.pitch_st:+g}", f"{voice.defaults.formant_st:+g}")
    console.print(table)
