"""`speak_text`: a text or a file, spoken in a voice, as a project."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jobs.context import JobContext
from jobs.kind import JobKind
from studio.jobs.run_recipe import RecipeDone


@dataclass(frozen=True, slots=True)
class SpeakText:
    """text: what is said; file: where it is read instead. cast: role -> voice. project: the folder that is made; created: when it was asked
    for, ISO 8601. format: suffix of the results."""

    project: str
    created: str
    text: str = ""
    file: str = ""
    voice: str = ""
    cast: dict[str, str] = field(default_factory=dict)
    speed: float = 1.0
    format: str = ".flac"
    overwrite: bool = False


def speak_text(request: SpeakText, context: JobContext) -> RecipeDone:
    """Raises CodedError, WorkCancelled; no result is then in its place, and sentences that were spoken are kept for the next time."""
    from pathlib import Path

    from studio.jobs.run_recipe import RunRecipe, run_recipe
    from studio.recipes.speech import PLAIN, RESULT, SUBTITLES, SpeechChoices, first_words, speech_recipe
    from studio.text.passages import passages_of, read_passages, with_something

    passages = read_passages(Path(request.file)) if request.file else with_something(passages_of(request.text), request.text[:60])
    choices = SpeechChoices(request.voice, request.cast, speed=request.speed, format=request.format)
    recipe = speech_recipe(passages, choices, Path(request.file).stem)
    name = Path(request.project).name
    targets = {RESULT: f"{name}{request.format}", PLAIN: f"{name} (plain){request.format}", SUBTITLES: f"{name}.srt"}
    asked = RunRecipe(recipe, "speak", targets, request.created, project=request.project, voice=request.voice, overwrite=request.overwrite)
    return run_recipe(replace(asked, source=request.file or first_words(passages)), context)


SPEAK_TEXT = JobKind("speak_text", SpeakText, RecipeDone, speak_text)
