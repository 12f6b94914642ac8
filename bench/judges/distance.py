"""How far a sequence is from another: the least number of changes."""

from __future__ import annotations

import re
from collections.abc import Sequence


def edits(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Insertions, deletions and replacements that turn one into the other."""
    row = list(range(len(heard) + 1))
    for i, one in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (one != other))
    return row[-1]


def words_of(text: str) -> list[str]:
    """The words of an English text, in small letters, without marks; titles written out."""
    spelt = text.lower().replace("mr.", "mister").replace("mr ", "mister ").replace("-", " ")
    return re.sub(r"[^a-z' ]", " ", spelt).split()
