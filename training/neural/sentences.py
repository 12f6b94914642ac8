"""English sentences to be spoken: the usage examples of WordNet, joined to lengths that are spoken in one breath. They are spoken only,
never shipped."""

from __future__ import annotations

import random
import re
from pathlib import Path

MIN_CHARACTERS = 45
MAX_CHARACTERS = 110

_EXAMPLE = re.compile(r'"([^"]+)"')
_PLAIN = re.compile(r"[A-Za-z ,'\-]+")
_FILES = ("data.verb", "data.adj", "data.adv", "data.noun")


def examples(wordnet: Path) -> list[str]:
    """Every usage example of WordNet that is plain words, once each, sorted. wordnet: the folder with the `data.*` files."""
    found: set[str] = set()
    for name in _FILES:
        for line in (wordnet / name).read_text("utf-8", errors="replace").splitlines():
            gloss = line.partition("|")[2]
            found.update(e.strip(" ,'-") for e in _EXAMPLE.findall(gloss) if _PLAIN.fullmatch(e) and not re.search(r"[A-Z]{2,}", e))
    return sorted(e for e in found if len(e.split()) >= 3)


def sentences(wordnet: Path, seed: int) -> list[str]:
    """Sentences of MIN_CHARACTERS to MAX_CHARACTERS in an order fixed by the seed, each of one to four examples."""
    parts = examples(wordnet)
    random.Random(seed).shuffle(parts)
    result: list[str] = []
    joined = ""
    for part in parts:
        sentence = part[0].upper() + part[1:] + "."
        longer = f"{joined} {sentence}".strip()
        if len(longer) > MAX_CHARACTERS:
            longer = sentence
        joined = longer
        if MIN_CHARACTERS <= len(joined) <= MAX_CHARACTERS:
            result.append(joined)
            joined = ""
    return result
