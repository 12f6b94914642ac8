"""Numbers as people write them."""

from __future__ import annotations

import re

import pytest

from app.number_text import judge, number_of, whole_number_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5", 2.5),
        ("2.5", 2.5),
        (" -0,75 ", -0.75),
        ("\N{MINUS SIGN}12,5", -12.5),
        ("+3", 3.0),
        (",5", 0.5),
        (".5", 0.5),
        ("2,", 2.0),
        ("0,125", 0.125),
        ("1.125", 1.125),
        ("1000", 1000.0),
        ("1,0000", 1.0),
        ("007", 7.0),
    ],
)
def test_point_and_comma_are_the_same(text: str, value: float) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1,000",
        "-12,500",
        "1.234,5",
        "1,234.5",
        "1 000",
        "1\N{NO-BREAK SPACE}000",
        "1'000",
        "1_000",
        "2,5,",
        "1..2",
        "",
        "-",
        ",",
        "1e3",
        "nan",
        "inf",
        "0x10",
        "\N{ARABIC-INDIC DIGIT TWO}",
        "2,5 dB",
        "--2",
        "ten",
    ],
)
def test_what_may_be_thousands_or_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$"):
        number_of(text)


@pytest.mark.parametrize("text", ["24,048", "24.048", "40,0", "40.", "1_000", "", "-", "4e1"])
def test_whole_numbers_have_no_marks(text: str) -> None:
    assert whole_number_of(" -40 ") == -40
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$"):
        whole_number_of(text)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("", "not yet"),
        ("-", "not yet"),
        ("-2", "a number"),
        ("-2,", "a number"),
        ("-2,5", "a number"),
        ("-2,55", "none"),
        ("-25", "none"),
        ("2,5,", "none"),
        ("2 5", "none"),
        ("1,000", "none"),
        ("x", "none"),
    ],
)
def test_what_is_typed_is_judged_while_it_is_typed(text: str, judgement: str) -> None:
    assert judge(text, -24.0, 24.0, 1) == judgement


def test_what_is_too_low_may_still_grow_and_what_is_too_high_may_not() -> None:
    assert judge("9", 1024, 65535, 0) == "not yet"
    assert judge("-", 1024, 65535, 0) == "none"
    assert judge("24.048", 1024, 65535, 0) == "none"
    assert judge("99999", 1024, 65535, 0) == "none"
