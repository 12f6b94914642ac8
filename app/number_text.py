"""Numbers as people write them: with a point or a comma before the decimals, whatever their system or the window speaks.

Marks between thousands are refused, never guessed at: "1,000" is a thousand to one reader and one to another.
"""

from __future__ import annotations

import re
from typing import Literal

Judgement = Literal["a number", "not yet", "none"]

_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:([.,])([0-9]*))?", re.ASCII)
_MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
_MINUS = "\N{MINUS SIGN}"


def number_of(text: str) -> float:
    """The number that `text` is. Raises ValueError where it is none, or has marks between thousands."""
    plain = text.strip().replace(_MINUS, "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found[2] or found[4]) or _MAY_BE_THOUSANDS.fullmatch(plain):
        raise ValueError(text)
    return float(plain.replace(",", "."))


def whole_number_of(text: str) -> int:
    """Likewise, without decimals."""
    plain = text.strip().replace(_MINUS, "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or not found[2] or found[3]:
        raise ValueError(text)
    return int(plain)


def judge(text: str, low: float, high: float, decimals: int) -> Judgement:
    """What somebody has typed so far: a number from `low` to `high` with no more than `decimals`, what may become one, or neither."""
    plain = text.strip().replace(_MINUS, "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or (found[3] and not decimals) or len(found[4] or "") > decimals or (found[1] == "-" and low >= 0.0):
        return "none"
    try:
        value = number_of(plain)
    except ValueError:
        return "none" if _MAY_BE_THOUSANDS.fullmatch(plain) else "not yet"
    if low <= value <= high:
        return "a number"
    return "none" if value > max(high, 0.0) or value < min(low, 0.0) else "not yet"
