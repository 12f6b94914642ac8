"""Which `.index` belongs to which voice, by their names."""

from __future__ import annotations

import re

from models.names import loose_key_of

_INDEX_NAME = re.compile(r"(?:(?:added|trained)_)?(?:IVF\d+_Flat(?:_nprobe_\d+)?_)?(?P<name>.*?)(?:_v[12])?", re.IGNORECASE | re.DOTALL)


def index_matches(index_stem: str, voice_stem: str) -> bool:
    """Whether `added_IVF256_Flat_nprobe_1_{name}_v2` is the index of `{name}` or `{name}_e200_s4000`."""
    match = _INDEX_NAME.fullmatch(index_stem)
    name = _letters(match["name"] if match else index_stem)
    return bool(name) and name in (_letters(voice_stem), _letters(_without_epochs(voice_stem)))


def is_trained_only(index_stem: str) -> bool:
    """Whether the name says that the index is trained and empty."""
    return index_stem.lower().startswith("trained_")


def _without_epochs(stem: str) -> str:
    cut = re.search(r"(?:_e\d+)?(?:_s\d+)?$", stem, re.IGNORECASE)
    return stem[: cut.start()] if cut else stem


def _letters(text: str) -> str:
    return "".join(letter for letter in loose_key_of(text) if letter.isalnum())
