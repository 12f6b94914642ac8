"""Keys by their place on the keyboard, named as on a US one: for layouts whose letters are others (Russian, Greek, Korean). Pure.

The numbers are Linux' own (evdev); scan codes of Windows are the same for these keys, and an X server counts from 8.
"""

from __future__ import annotations

X_OFFSET = 8
_ROWS = ((2, "1234567890-="), (16, "QWERTYUIOP[]"), (30, "ASDFGHJKL;'"), (41, "`"), (43, "\\"), (44, "ZXCVBNM,./"))
PLACES: dict[int, str] = {first + number: label for first, row in _ROWS for number, label in enumerate(row)}
"""Number -> label on a US keyboard."""


def label_of(number: int) -> str:
    """The US label of the key with this number; "" for a key that is not in the block of letters and digits."""
    return PLACES.get(number, "")


def number_of(label: str) -> int:
    """The number of the key that has this label on a US keyboard; 0 where none has."""
    return next((number for number, own in PLACES.items() if own == label.upper()), 0)
