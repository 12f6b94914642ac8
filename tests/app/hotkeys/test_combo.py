"""Combinations of keys, as people and systems write them."""

from __future__ import annotations

import pytest

from app.hotkeys.combo import Combo, parse
from app.hotkeys.contract import KeysUnavailable
from app.hotkeys.windows import WindowsKeys, codes_of


@pytest.mark.parametrize(
    ("text", "combo"),
    [
        ("Ctrl+Alt+V", Combo(frozenset({"Ctrl", "Alt"}), "V")),
        ("F9", Combo(frozenset(), "F9")),
        ("Meta+Shift+PgUp", Combo(frozenset({"Meta", "Shift"}), "PgUp")),
        ("Ctrl++", Combo(frozenset({"Ctrl"}), "+")),
        ("+", Combo(frozenset(), "+")),
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
    [("Ctrl+Alt+V", (0x3, 0x56)), ("F12", (0, 0x7B)), ("Meta+5", (0x8, 0x35)), ("Shift+PgUp", (0x4, 0x21)), ("Ctrl+가", None)],
)
def test_windows_numbers(text: str, codes: tuple[int, int] | None) -> None:
    assert codes_of(text) == codes


def test_another_system_has_no_keys_of_windows() -> None:
    with pytest.raises(KeysUnavailable):
        WindowsKeys(lambda name: None)
