"""`urvc studio speak`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.studio_run import Format, Out, Overwrite, decimal, given, new_project, now, say_done, stoppable, suffix_of
from app.errors import AppError
from app.options import Json
from studio.jobs.run_recipe import RunRecipe
from studio.recipes.speech import PLAIN, RESULT, SUBTITLES, SpeechChoices, first_words, speech_recipe
from studio.text.passages import Passage, passages_of, read_passages, with_something

LONGEST_NAME = 250
STANDARD_INPUT = "-"
TEXT_FILES = (".txt", ".md", ".srt", ".epub")


def speak(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, a file (txt, md, srt, epub), or - for standard input.")],
    voice: Annotated[str, typer.Option("--voice", "-v", help="In this voice; without one, the speaker's own.")] = "",
    cast: Annotated[list[str] | None, typer.Option("--cast", metavar="NAME=VOICE", help="For scripts (NAME: text).")] = None,
    speed: Annotated[float, typer.Option("--speed", help="0.5 to 2; 1 is the speaker's own.", parser=decimal)] = 1.0,
    out: Out = None,
    form: Format = "",
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """A text, spoken: sentence by sentence, and then in your voices. A long one goes on where it was stopped."""
    with stoppable(as_json) as run:
        passages, source = passages_in(text)
        suffix = suffix_of(out, form)
        choices = SpeechChoices(voice, roles_of(cast or []), speed=speed, format=suffix)
        recipe = speech_recipe(passages, choices, Path(source).stem if source else "")
        project = "" if out else new_project(recipe.title)
        targets = {RESULT: str(given(out)) if out else f"{Path(project).name}{suffix}"}
        if not out:
            targets |= {PLAIN: f"{Path(project).name} (plain){suffix}", SUBTITLES: f"{Path(project).name}.srt"}
        request = RunRecipe(
            recipe, "speak", targets, now(), project=project, source=source or first_words(passages), voice=voice, overwrite=overwrite
        )
        say_done(run(request, recipe.title), as_json)


def passages_in(text: str) -> tuple[tuple[Passage, ...], str]:
    """What is to be said, and the file that it came from ("" for none). Raises StudioError `studio.text`, AppError `file.not_found` for
    what can only be meant as the name of a file: nobody wants to hear it read out."""
    if text == STANDARD_INPUT:
        return with_something(passages_of(sys.stdin.read()), STANDARD_INPUT), ""
    if len(text) < LONGEST_NAME and "\n" not in text and given(Path(text)).is_file():
        return read_passages(given(Path(text))), str(given(Path(text)))
    if " " not in text and Path(text).suffix.lower() in TEXT_FILES:
        raise AppError("file.not_found", "read the text", text)
    return with_something(passages_of(text), text), ""


def roles_of(cast: list[str]) -> dict[str, str]:
    """NAME=VOICE. Raises AppError `cli.convert`."""
    out = {}
    for text in cast:
        role, equals, voice = text.partition("=")
        if not equals or not role.strip():
            raise AppError("cli.convert", "speak", text, {"reason": "write NAME=VOICE"})
        out[role.strip()] = voice.strip()
    return out
