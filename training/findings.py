"""What the check of a data set says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Fault = Literal[
    "too_short",
    "other_speaker",
    "music",
    "clipping",
    "reverb",
    "narrow_band",
    "duplicate",
    "out_of_phase",
    "silence",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `file` is relative to the data set's folder, "" where the whole set is meant; from `start_s` to `end_s` in it.

    facts   numbers and names for the sentence that the app writes
    """

    fault: Fault
    file: str = ""
    start_s: float = 0.0
    end_s: float = 0.0
    facts: dict[str, str | int | float] = field(default_factory=dict)
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A data set as the check found it: files and speakers that were read, seconds in all and of speech, the findings."""

    n_files: int
    n_speakers: int
    seconds: float
    speech_seconds: float
    findings: tuple[Finding, ...]
