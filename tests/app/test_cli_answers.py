"""What the command line answers at once, and to programs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.components import components, program_version


def urvc(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_said(word: str) -> None:
    ended = urvc(word)
    assert (ended.returncode, ended.stdout) == (0, f"urvc {program_version()}\n")


def test_help_is_a_word_too() -> None:
    assert urvc("help").stdout == urvc("--help").stdout
    assert "--voice" in urvc("help", "live").stdout


@pytest.mark.parametrize("arguments", [("--pitch", "abc"), ("--nonsense",), ("extra",)])
def test_a_wrong_line_is_answered_in_json_where_json_was_asked_for(arguments: tuple[str, ...]) -> None:
    ended = urvc("live", "--json", *arguments)
    assert ended.returncode == 2
    error = json.loads(ended.stdout)["error"]
    assert error["code"] == "command.usage"
    assert error["text"].endswith(".")
    assert ended.stderr == ""


def test_every_part_names_its_licence() -> None:
    parts = {part.name.lower(): part for part in components()}
    assert {"numpy", "onnx", "pyside6_essentials"} <= set(parts)
    assert "urvc" not in parts
    assert all(part.licence and part.version for part in parts.values())
    assert "BSD" in parts["numpy"].licence
    assert len(parts["numpy"].text) > 500
