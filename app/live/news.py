"""What a live session has to tell a person once: coded, so that each surface words it in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.link.messages import Failed, Notice

Level = Literal["good", "warn", "bad"]
Subject = Literal["stream", "voice", "controls", "recording"]
"""What it is about: everything, the change of voice, a control, or the recording."""


@dataclass(frozen=True, slots=True)
class News:
    """One line. `code` with `subject` and `facts` is what app/error_text.py makes a sentence of."""

    level: Level
    code: str
    subject: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    doing: str = ""
    about: Subject = "stream"


LEVELS: Mapping[str, Level] = {"device.back": "good", "recording.goes_on": "good", "recording.interrupted": "bad"}
"""Of notices; the others warn."""


def news_of_notice(notice: Notice) -> News:
    """What the engine has noticed."""
    about: Subject = "recording" if notice.code.startswith("recording.") else "stream"
    return News(LEVELS.get(notice.code, "warn"), notice.code, notice.subject, notice.facts, about=about)


def news_of(failed: Failed, about: Subject = "stream", level: Level = "bad") -> News:
    """A failure of the engine."""
    return News(level, failed.code, failed.subject, failed.facts, failed.doing, about)
