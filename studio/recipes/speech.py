"""A text spoken: sentence by sentence, so that a long one goes on where it was stopped; then in other voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.errors import StudioError
from studio.recipe import Recipe, RecipeStep
from studio.speech.engines import ENGINES, USUAL, speaker
from studio.text.passages import Passage

RESULT, PLAIN, SUBTITLES = "out", "plain", "talk.subtitles"
PAUSE_S, PARAGRAPH_S = 0.25, 0.6
TITLE_WORDS = 6


@dataclass(frozen=True, slots=True)
class SpeechChoices:
    """voice: a URVC voice, "" for the speaker's own. cast: role -> voice, for scripts. speaker: the engine's voice; format: a suffix."""

    voice: str = ""
    cast: Mapping[str, str] = field(default_factory=dict)
    engine: str = USUAL
    speaker: str = ""
    speed: float = 1.0
    format: str = ".flac"


def speech_recipe(passages: Sequence[Passage], choices: SpeechChoices, title: str = "") -> Recipe:
    """speak each sentence -> join -> convert each role's track -> mix -> export. Raises StudioError `studio.text`, `studio.speaker`."""
    if choices.speaker and choices.speaker not in ENGINES[choices.engine].voices:
        raise StudioError("studio.speaker", "speak", choices.speaker, known=list(ENGINES[choices.engine].voices))
    roles = list(dict.fromkeys(one.role for one in passages))
    steps, items = _sentences(passages, choices, roles)
    if not items:
        reason = "the speech that comes with the program speaks English only"
        raise StudioError("studio.text", "speak the text", passages[0].text[:60] if passages else "", reason=reason)
    take = {item["input"]: item["input"] for item in items}
    steps.append(RecipeStep(name="talk", do="join", take=take, params={"items": items, "roles": len(roles)}))
    spoken = "talk.audio"
    voices = [choices.cast.get(role, choices.voice) for role in roles]
    if any(voices):
        converted, spoken = _in_voices(voices)
        steps += converted
    steps.append(RecipeStep(name=PLAIN, do="export", take={"audio": "talk.audio"}, params={"format": choices.format}))
    steps.append(RecipeStep(name=RESULT, do="export", take={"audio": spoken}, params={"format": choices.format}))
    return Recipe(title=title or first_words(passages), steps=tuple(steps))


def _sentences(passages: Sequence[Passage], choices: SpeechChoices, roles: Sequence[str]) -> tuple[list[RecipeStep], list[dict[str, Any]]]:
    """A step a sentence, and how they are joined."""
    said = speaker(choices.engine)
    steps: list[RecipeStep] = []
    items: list[dict[str, Any]] = []
    for passage in passages:
        for number, sentence in enumerate(said.sentences(passage.text)):
            if not any("a" <= letter.lower() <= "z" or letter.isdigit() for letter in sentence):
                continue
            name = f"s{len(steps) + 1:05}"
            params = {"text": sentence, "engine": choices.engine, "voice": choices.speaker, "speed": choices.speed}
            steps.append(RecipeStep(name=name, do="speak", params=params))
            pause_s = 0.0 if not items else PAUSE_S if number else PARAGRAPH_S
            start_s = passage.start_s if number == 0 else None
            items.append({"input": name, "text": sentence, "role": roles.index(passage.role), "pause_s": pause_s, "start_s": start_s})
    return steps, items


def _in_voices(voices: Sequence[str]) -> tuple[list[RecipeStep], str]:
    """Each role's track in its voice, and all of them together: the steps, and what they end in."""
    steps, tracks = [], {}
    for number, voice in enumerate(voices):
        track = f"talk.role{number}"
        if voice:
            steps.append(RecipeStep(name=f"voice{number}", do="convert", take={"audio": track}, params={"voice": voice}))
        tracks[f"role{number}"] = f"voice{number}" if voice else track
    if len(voices) == 1:
        return steps, "voice0"
    mixing: dict[str, Any] = {"tracks": {name: {} for name in tracks}}
    return [*steps, RecipeStep(name="mix", do="mix", take=tracks, params=mixing)], "mix"


def first_words(passages: Sequence[Passage]) -> str:
    """A title for a text that has none."""
    return " ".join(passages[0].text.split()[:TITLE_WORDS]).rstrip(".,;:!?") if passages else "Speech"
