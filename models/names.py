"""When two names are one: macOS writes "é" and Korean syllables in pieces, people type them whole, and often without accents."""

from __future__ import annotations

import re
import unicodedata

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
