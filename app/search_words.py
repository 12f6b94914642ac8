"""Words that people look for voices with, and what they mean: "girl" finds the feminine voice. Pure.

Each group is one text for translators (context "SearchWords"), so that every language has words of its own, as many as it likes.
"""

from __future__ import annotations

from collections.abc import Callable

from models.names import loose_key_of

GROUPS: tuple[str, ...] = (
    "female woman women girl lady feminine",
    "male man men boy guy masculine",
    "child kid girl boy young small cute",
    "old elder grandpa grandma aged",
    "android cyborg machine robot",
    "monster demon devil beast creature villain evil scary horror",
    "deep low bass",
    "high bright squeaky",
    "spirit spooky ghost",
    "space alien ufo",
    "phone radio telephone walkie-talkie",
    "mine own my imported rvc",
)


def meanings(word: str, translate: Callable[[str], str]) -> frozenset[str]:
    """`word` and the words that mean about the same, in English and in the user's language, as `loose_key_of` writes them."""
    found = {word}
    for group in GROUPS:
        words = {*group.split(), *loose_key_of(translate(group)).split()}
        if word in words:
            found |= words
    return frozenset(found)


def holds(text: str, words: frozenset[str], typed: str) -> bool:
    """Whether a card's text holds what was typed, anywhere; of a word with others that mean the same ("man" is no part of "woman"), whether
    one of its words begins with one of them."""
    if len(words) == 1:
        return typed in text
    return any(part.strip(",.;()").startswith(word) for part in text.split() for word in words)
