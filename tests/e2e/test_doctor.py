"""`urvc doctor` where sound works and where it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pulse import PulseServer

ROOT = Path(__file__).resolve().parents[2]


def doctor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", "doctor", *arguments]
    everything = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment}
    done = subprocess.run(command, env=everything, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {finding["what"]: finding for finding in json.loads(done.stdout)["findings"]}


def test_with_only_other_peoples_monitors_there_is_no_microphone(pulse: PulseServer, tmp_path: Path) -> None:
    said = doctor(URVC_DATA_DIR=str(tmp_path)).stdout
    assert "0 microphones, 2 outputs through pulse" in said
    assert "plug in a sound device" in said


def test_with_a_sound_server_the_devices_are_named(pulse: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    pulse.load(
        "module-remap-source", "source_name=headset", "master=mic.monitor", "source_properties='device.description=\"Ünusual Headset\"'"
    )
    done = doctor("--json")
    found = findings(done)
    assert done.returncode == 0
    assert found["engine"]["state"] == "ok"
    assert found["sound devices"]["state"] == "ok"
    assert not found["sound devices"]["todo"]
    assert {finding["state"] for finding in found.values()} <= {"ok", "note"}
    assert "URVC Microphone" in found["virtual microphone"]["found"]
    # It looks, and leaves everything as it was.
    assert "Ünusual Headset" in pulse.pactl("list", "sources")
    assert "URVC" not in pulse.pactl("list", "sources")


def test_without_a_sound_server_it_says_what_to_do_and_everything_else_is_checked(tmp_path: Path) -> None:
    gone = {"PULSE_SERVER": f"unix:{tmp_path}/no-server", "URVC_DATA_DIR": str(tmp_path)}
    done = doctor("--json", **gone)
    found = findings(done)
    assert done.returncode == 0
    assert (found["sound devices"]["state"], found["engine"]["state"]) == ("note", "ok")
    assert found["sound devices"]["todo"]
