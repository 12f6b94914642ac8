"""When two names are one (macOS writes "é" and Korean syllables in pieces, people type them whole, and often without accents), and a name
that is not taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

_ACCENTS = re.compile("[\u0300-\u036f]")
"""Marks over Latin, Greek and Cyrillic letters. Those of other writings (が, ไม้) make another letter."""


def normal(text: str) -> str:
    """`text` with every letter whole: the form in which names are kept."""
    return unicodedata.normalize("NFC", text)


def key_of(text: str) -> str:
    """What two names that mean the same have in common, whatever the case and the form of their letters."""
    return normal(normal(text.strip()).casefold())


def loose_key_of(text: str) -> str:
    """As `key_of`, without accents and with wide letters made narrow: for searching."""
    pieces = unicodedata.normalize("NFKD", text.strip()).casefold()
    return normal(_ACCENTS.sub("", unicodedata.normalize("NFKD", pieces)))


def free_path(path: Path, taken: Callable[[Path], bool] = Path.exists, ending: str | None = None) -> Path:
    """`path`, or the first of "name (2)", "name (3)" ... that is not taken; `ending` (by itself the suffix) stays behind the number."""
    ending = path.suffix if ending is None else ending
    number, free, stem = 1, path, path.name.removesuffix(ending)
    while taken(free):
        number += 1
        free = path.with_name(f"{stem} ({number}){ending}")
    return free
