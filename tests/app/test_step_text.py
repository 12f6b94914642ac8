"""Every step that an import or a download names has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from app.step_text import STEPS, step_text

ROOT = Path(__file__).resolve().parents[2]
SAY = ("step", "say")


def named() -> Iterator[str]:
    """What `step` and `say` of a JobContext are given; of a text with facts, all of it before the first."""
    places = ("models", "app/jobs", "studio", "training")
    for path in (path for place in places for path in (ROOT / place).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAY and len(node.args) == 2:
                text = node.args[1]
                first = text.values[0] if isinstance(text, ast.JoinedStr) else text
                assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: a step is a text, or begins with one"
                yield str(first.value) + ("somewhere" if isinstance(text, ast.JoinedStr) else "")


def test_every_step_has_its_words() -> None:
    steps = set(named())
    assert {"reading the voice", "downloading", "downloading from somewhere"} <= steps
    untold = {step for step in steps if not step_text(step, lambda text: f"<{text}").startswith("<")}
    assert untold == set()
    assert {text for text in STEPS if "{" not in text} <= steps, "nothing says this any more"


def test_the_place_stays() -> None:
    assert step_text("downloading from example.org", lambda _: "{place} 에서 받는 중") == "example.org 에서 받는 중"
    assert step_text("of another program", str.upper) == "of another program"
