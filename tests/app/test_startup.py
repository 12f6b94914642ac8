"""Quick commands load nothing heavy: not before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.cli import COMMANDS, app
from app.commands.voices import ADD
from app.lazy_commands import LazyCommand
from models.library import Library
from tests.models.test_library import put_in

ROOT = Path(__file__).resolve().parents[2]
HEAVY = [
    *("numpy", "numba", "llvmlite", "onnx", "onnxruntime", "openvino", "scipy", "faiss", "torch"),
    *("soundfile", "sounddevice", "pulsectl", "soxr"),
    *("PySide6", "pyqtgraph", "aiohttp", "asyncio", "http.client", "keyring", "obswebsocket"),
]
OF_OTHERS = ["models.package", "models.foundation.manifest", "engine.link.messages", "rich.progress"]
"""What reads voices and models, where there are some; what speaks to the engine."""
LOADED = """
import sys
from app.__main__ import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
print("loaded:", [name for name in %r if name in sys.modules])
"""


def loaded_by(arguments: str, data: Path, heavy: list[str]) -> str:
    environment = {**os.environ, "URVC_DATA_DIR": str(data)}
    command = [sys.executable, "-c", LOADED % heavy, *arguments.split()]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", ["--help", "voices --help", "voices list", "voices list --json"])
def test_a_quick_command_loads_nothing_heavy(arguments: str, tmp_path: Path) -> None:
    assert loaded_by(arguments, tmp_path, [*HEAVY, *OF_OTHERS]) == "loaded: []"


def test_help_of_what_speaks_loads_nothing_that_computes(tmp_path: Path) -> None:
    assert loaded_by("live --help", tmp_path, HEAVY) == "loaded: []"


@pytest.mark.parametrize("arguments", ["--help", "ctl --help"])
def test_help_loads_no_data_models_either(arguments: str, tmp_path: Path) -> None:
    assert (
        loaded_by(
            arguments,
            tmp_path,
            ["pydantic", "rich", "engine", "typer"] if "ctl" in arguments else ["pydantic", "rich", "platformdirs", "engine", "models"],
        )
        == "loaded: []"
    )


def test_listing_own_voices_loads_what_reads_their_manifests_and_no_more(tmp_path: Path) -> None:
    put_in(Library(tmp_path / "voices"), "Anna")
    assert loaded_by("voices list", tmp_path, HEAVY) == "loaded: []"


@pytest.mark.parametrize("row", [*COMMANDS, ADD], ids=lambda row: row.name)
def test_a_command_is_listed_as_it_calls_itself(row: LazyCommand) -> None:
    real = row.load()
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    assert real.name == row.name
    assert (real.help or "").replace("\n", " ").startswith(row.help.removesuffix("."))
    if row is not ADD:
        assert group.commands[row.name].get_short_help_str(60) == real.get_short_help_str(60)
