"""`urvc studio`: songs, speech and files."""

from __future__ import annotations

import typer

from app.lazy_commands import LazyCommand, lazy_group

COMMANDS = (
    LazyCommand("cover", "app.commands.studio_songs:cover", "A song, sung by another voice."),
    LazyCommand("separate", "app.commands.studio_songs:separate", "Vocals and accompaniment of a song, as two files."),
    LazyCommand("convert", "app.commands.studio_songs:convert", "Recordings in another voice; stereo stays stereo."),
    LazyCommand("speak", "app.commands.studio_speak:speak", "A text, a book or a script, spoken in your voices."),
    LazyCommand("double", "app.commands.studio_songs:double", "More takes of a voice, as a singer would sing it again."),
    LazyCommand("mix", "app.commands.studio_mix:mix", "Files mixed into one: gain, pan, loudness, no clipping."),
    LazyCommand("analyse", "app.commands.studio_look:analyse", "Loudness, peaks, clipping, pitch range, key, tempo, spectrum."),
    LazyCommand("run", "app.commands.studio_look:run", "A recipe from its file."),
    LazyCommand("steps", "app.commands.studio_look:steps", "The steps that recipes are made of."),
    LazyCommand("projects", "app.commands.studio_projects:projects", "What the studio has made: list, show, delete."),
    LazyCommand("cache", "app.commands.studio_projects:cache", "What is kept so that it need not be computed again."),
)

studio = typer.Typer(cls=lazy_group(*COMMANDS), help="The studio: songs, speech and files.", no_args_is_help=True, rich_markup_mode=None)


@studio.callback()
def group() -> None:
    """The studio: songs, speech and files."""
