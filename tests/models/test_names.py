"""When two names are one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from engine.audio.devices import Device, find_device
from models.names import free_path, key_of, loose_key_of, normal


@pytest.mark.parametrize("name", ["José", "목소리", "ﬁn", "Straße", "İstanbul", "がぎ", "ẛ̣"])
def test_keys_do_not_depend_on_the_form_of_the_letters(name: str) -> None:
    for form in ("NFC", "NFD"):
        assert key_of(unicodedata.normalize(form, name)) == key_of(name)
        assert loose_key_of(unicodedata.normalize(form, name)) == loose_key_of(name)
        assert normal(unicodedata.normalize(form, name)) == normal(name)


def test_accents_are_left_out_of_a_search_and_other_marks_are_not() -> None:
    assert loose_key_of("ÉLODIE Müller") == "elodie muller"
    assert loose_key_of("ＡＢＣ") == "abc"
    assert loose_key_of("が") != loose_key_of("か")
    assert key_of("é") != key_of("e")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Écouteurs", "écouteurs", "ecouteurs", "이어폰"])
def test_a_device_is_found_in_any_form(name: str, form: str) -> None:
    query = unicodedata.normalize("NFD", name) if form == "NFD" else unicodedata.normalize("NFC", name)
    devices = [
        Device("pulse:1", unicodedata.normalize("NFD", "Écouteurs 이어폰"), "pulse", "output", 2, 48_000),
        Device("pulse:2", "Speakers", "pulse", "output", 2, 48_000),
    ]
    assert find_device(devices, query, "output").id == "pulse:1"


@pytest.mark.parametrize(
    ("name", "ending", "there", "free"),
    [
        ("take.wav", None, [], "take.wav"),
        ("take.wav", None, ["take.wav", "take (2).wav"], "take (3).wav"),
        ("Dr. Who", "", ["Dr. Who"], "Dr. Who (2)"),
        ("urvc 12-00 voice.wav", " voice.wav", ["urvc 12-00 voice.wav"], "urvc 12-00 (2) voice.wav"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(tmp_path: Path, name: str, ending: str | None, there: list[str], free: str) -> None:
    for taken in there:
        (tmp_path / taken).touch()
    assert free_path(tmp_path / name, ending=ending) == tmp_path / free
