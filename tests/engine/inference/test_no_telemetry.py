"""ONNX Runtime neither marks the device nor reports: nothing of it is written where the user's files are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OPEN = "from models.graphs.builder import tiny_graph; import onnxruntime; onnxruntime.InferenceSession(tiny_graph())"


def written(first: str, home: Path) -> list[Path]:
    """What is written into a new home by a process that imports `first`, then opens a graph."""
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY" and not name.startswith("XDG_")}
    environment = kept | {"HOME": str(home), "LOCALAPPDATA": str(home)}
    subprocess.run([sys.executable, "-c", f"import {first}; {OPEN}"], env=environment, cwd=ROOT, check=True)
    return [path for path in home.rglob("*") if path.is_file() and "onnxruntime" in str(path)]


@pytest.mark.parametrize("first", ["app.cli", "engine.inference.sessions", "engine.foreign", "models.foundation", "jobs"])
def test_no_part_of_the_program_reports(first: str, tmp_path: Path) -> None:
    assert written(first, tmp_path) == []
