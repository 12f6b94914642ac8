"""What speaks texts; a new engine is a file here and a row below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from studio.errors import StudioError
from studio.speech.contract import Speaker
from studio.speech.hibari import VOICES, Hibari


@dataclass(frozen=True, slots=True)
class Engine:
    """voices: the first is the usual one. about: for a person."""

    name: str
    about: str
    voices: tuple[str, ...]
    make: Callable[[], Speaker]


ENGINES: Mapping[str, Engine] = {
    "hibari": Engine("hibari", "English, one woman; comes with the program (distilled from Kokoro-82M)", VOICES, Hibari),
}
USUAL = "hibari"


@cache
def speaker(name: str) -> Speaker:
    """The engine of that name, opened once. Raises StudioError `studio.speaker`."""
    if name not in ENGINES:
        raise StudioError("studio.speaker", "speak", name, known=list(ENGINES))
    return ENGINES[name].make()
