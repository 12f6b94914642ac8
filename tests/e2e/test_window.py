"""The main window in a real X server, with a real engine and a real sound server; and `urvc --selfcheck` as a user runs it. Screenshots go
to build/screenshots."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.display import pytest_in, x_server
from tests.e2e.pulse import PulseServer

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.programs, pytest.mark.slow]


def test_the_window_by_clicks_and_keys() -> None:
    with x_server() as environment:
        assert "5 passed" in pytest_in(environment, "window_steps.py")


def selfcheck(environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "app", "--selfcheck"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    (line,) = done.stdout.splitlines()
    result: dict[str, Any] = json.loads(line)
    assert done.returncode == (1 if "error" in result else 0)
    return result


def test_selfcheck_with_a_sound_server(pulse: PulseServer) -> None:
    result = selfcheck({"QT_QPA_PLATFORM": "offscreen"})
    assert not result["silent"]
    assert result["provider"] == "CPU (built-in)"
    assert result["latency_ms"] > 31.5
    assert {"window_s", "engine_ready_s", "dropouts"} <= set(result)


def test_selfcheck_with_nothing_at_all(tmp_path: Path) -> None:
    result = selfcheck({"QT_QPA_PLATFORM": "offscreen", "PULSE_SERVER": f"unix:{tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert result["provider"] == "CPU (built-in)"
    assert result["latency_ms"] >= 31.5


def test_selfcheck_without_a_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path)}
    for display in ({}, {"DISPLAY": ":1999"}):
        result = selfcheck({**nowhere, **display})
        assert result["display"] is False
        assert result["latency_ms"] >= 31.5
