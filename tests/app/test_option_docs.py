"""The tables of options in the documents are those of the declarations."""

from __future__ import annotations

import re

import pytest

from app.option_docs import FOLDER, MADE, PAGES, filled
from engine.config import EngineConfig, declared, settings_of


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_is_declared(name: str) -> None:
    """If not: python -m app.option_docs."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    assert MADE in page
    assert filled(page) == page


def test_every_option_is_in_a_table() -> None:
    said = "".join((FOLDER / name).read_text(encoding="utf-8") for name in PAGES)
    missing = [rule.option for rule in declared().values() if f"| `--{rule.option}`" not in said]
    assert not missing


def test_no_page_says_another_range_of_the_hop() -> None:
    rule = settings_of(EngineConfig)["hop_ms"]
    for page in FOLDER.glob("*.md"):
        for low, high in re.findall(r"--hop`[^|\n]*\|[^\n]*?(\d+) to (\d+) ms", page.read_text(encoding="utf-8")):
            assert (float(low), float(high)) == (rule.low, rule.high), page.name


def test_a_stale_table_is_made_anew() -> None:
    page = f"before\n<!-- options of RVC voices, {MADE} -->\n| `--hop` | 1 to 2 ms |\n<!-- end of options -->\nafter\n"
    now = filled(page)
    assert "1 to 2 ms" not in now
    assert "10 to 500 ms, in steps of 10" in now
    assert now.startswith("before\n")
    assert now.endswith("after\n")
