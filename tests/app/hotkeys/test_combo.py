"""Combinations of keys, as people and systems write them."""

from __future__ import annotations

import pytest

from app.hotkeys.combo import Combo, parse
from app.hotkeys.contract import KeysUnavailable
from app.hotkeys.physical import label_of, number_of
from app.hotkeys.windows import WindowsKeys, codes_of
from app.hotkeys.x11 import keysyms_of


@pytest.mark.parametrize(
    ("text", "combo"),
    [
        ("Ctrl+Alt+V", Combo(frozenset({"Ctrl", "Alt"}), "V")),
        ("F9", Combo(frozenset(), "F9")),
        ("Meta+Shift+PgUp", Combo(frozenset({"Meta", "Shift"}), "PgUp")),
        ("Ctrl++", Combo(frozenset({"Ctrl"}), "+")),
        ("+", Combo(frozenset(), "+")),
        ("Num+1", Combo(frozenset(), "1", numpad=True)),
        ("Ctrl+Num+Enter", Combo(frozenset({"Ctrl"}), "Enter", numpad=True)),
        ("Num++", Combo(frozenset(), "+", numpad=True)),
    ],
)
def test_a_combination_is_read(text: str, combo: Combo) -> None:
    assert parse(text) == combo


@pytest.mark.parametrize("text", ["", "Ctrl+", "Strg+V", "V+Ctrl+"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no combination"):
        parse(text)
    assert codes_of(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ctrl+Alt+V", (0x3, 0x56)),
        ("F12", (0, 0x7B)),
        ("Meta+5", (0x8, 0x35)),
        ("Shift+PgUp", (0x4, 0x21)),
        ("Ctrl+가", None),
        ("Num+1", (0, 0x61)),
        ("Num++", (0, 0x6B)),
    ],
)
def test_windows_numbers(text: str, codes: tuple[int, int] | None) -> None:
    assert codes_of(text) == codes


def test_another_system_has_no_keys_of_windows() -> None:
    with pytest.raises(KeysUnavailable):
        WindowsKeys(lambda name: None)


def test_the_number_pad_has_keys_of_its_own_in_x() -> None:
    assert set(keysyms_of(parse("Num+1"))).isdisjoint(keysyms_of(parse("1")))
    assert len(keysyms_of(parse("Num+PgUp"))) >= 1
    assert set(keysyms_of(parse("Num++"))).isdisjoint(keysyms_of(parse("+")))


def test_keys_of_other_layouts_are_known_by_their_place() -> None:
    """The key that types a Cyrillic letter has the place of a Latin one."""
    assert (label_of(47), number_of("V"), number_of("v")) == ("V", 47, 47)
    assert (label_of(2), label_of(12), label_of(1)) == ("1", "-", "")
    assert codes_of("Ctrl+é", lambda character: 0x32) == (0x2, 0x32)  # the key that types it in the layout in use
