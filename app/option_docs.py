"""Writes the tables of options in docs/ from the declarations: python -m app.option_docs. A test sees that both say the same.

A table stands in a page between `<!-- options of NAME: ... -->` and `<!-- end of options -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from app.options import allowed
from engine.config import EngineConfig, LiveParams, Setting, declared, settings_of

FOLDER = Path(__file__).resolve().parents[1] / "docs"
PAGES = ("guide.md", "voices.md")
TABLES: Mapping[str, Callable[[Setting], bool]] = {
    "all voices": lambda rule: "rvc" not in rule.needs,
    "RVC voices": lambda rule: "rvc" in rule.needs or rule.option == "hop",
}
MADE = "made by: python -m app.option_docs"
_BLOCK = re.compile(rf"(<!-- options of (.+?), {MADE} -->\n).*?(<!-- end of options -->)", re.DOTALL)
ACTS = {"at once": "at once", "rebuild": "after a moment", "restart": "with a pause", "program restart": "at the next start"}


def filled(page: str) -> str:
    """`page` with every table as the declarations say. Raises KeyError for a table that is none of TABLES."""
    return _BLOCK.sub(lambda found: found[1] + _table(TABLES[found[2]]) + found[3], page)


def _table(wanted: Callable[[Setting], bool]) -> str:
    rows = [_row(name, rule) for name, rule in declared().items() if wanted(rule)]
    return "\n".join(["| option | what it is | may be | to begin with | acts |", "|---|---|---|---|---|", *rows, ""])


def _row(name: str, rule: Setting) -> str:
    flags = ", ".join(f"`{flag}`" for flag in (f"--{rule.option}", f"-{rule.letter}" if rule.letter else "") if flag)
    words = ". ".join(part for part in (rule.label, rule.help) if part)
    return f"| {flags} | {words} | {allowed(rule)} | {_usual(name)} | {ACTS[rule.acts]} |"


def _usual(name: str) -> str:
    value = getattr(LiveParams() if name in settings_of(LiveParams) else EngineConfig(), name)
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, (int, float)) else value


def main() -> None:
    """Brings every page up to the declarations."""
    for name in PAGES:
        page = FOLDER / name
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
