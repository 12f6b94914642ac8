"""Steering a real `urvc live` from outside, with `urvc ctl` as a user has it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.control.place import PLACE_FILE, read_token
from tests.e2e.pulse import PulseServer
from tests.e2e.test_live import Live

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this program and its children."""
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def ctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", "ctl", *arguments]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    return done


def ctl_json(*arguments: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(ctl(*arguments, "--json").stdout)
    return values


@contextmanager
def steered(*arguments: str, cwd: Path) -> Iterator[Live]:
    devices = ("--input", "mic.monitor", "--output", "out", "--no-virtual-microphone")
    program = Live(*devices, "--voice", "robot", "--control-port", "0", *arguments, cwd=cwd)
    try:
        program.wait_for(lambda event: event["type"] == "control")
        yield program
    finally:
        program.close()


def test_every_verb_on_a_running_program(pulse: PulseServer, tmp_path: Path, folder: Path) -> None:
    with steered(cwd=tmp_path) as program:
        assert ctl("status").stdout.startswith("on: Robot, delay ")
        assert ctl_json("voice", "deeper")["status"]["voice"]["id"] == "deeper"
        assert program.wait_for(lambda event: event["type"] == "voice")["voice"] == "deeper"
        assert ctl_json("set", "pitch", "3", "gain", "-2")["status"]["params"]["output_gain_db"] == -2
        assert ctl_json("bypass")["status"]["bypass"]
        assert not ctl_json("bypass", "off")["status"]["bypass"]
        assert "muted" in ctl("mute", "on").stdout
        assert ctl("off").stdout == "off: Deeper, muted\n"
        assert ctl_json("voice", "giant")["status"]["on"] is False
        status = ctl_json("on")["status"]
        assert (status["on"], status["voice"]["id"], status["muted"]) == (True, "giant", True)
        assert "giant" in ctl("voices").stdout
        assert "semitones" in ctl("controls").stdout
        refused = ctl("voice", "gigant")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "giant" in refused.stderr
        assert ctl_json("set", "pich", "3")["error"]["code"] == "control.unknown_param"
        assert ctl_json("set", "pitch")["error"]["code"] == "control.pairs"
        assert ctl_json("set", "pitch", "high")["error"]["code"] == "control.number"
        # The monitor would be heard by this microphone: the engine's refusal comes through.
        assert ctl_json("monitor", "on")["error"]["code"].startswith("device.")
        ctl("off")
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(20) == 0
        token = read_token(folder)
        assert token is not None
        assert token not in json.dumps(program.events)
    assert not (folder / PLACE_FILE).exists()
    assert ctl_json("status")["error"]["code"] == "control.not_running"


def test_a_device_that_has_gone_is_in_the_status(pulse: PulseServer, tmp_path: Path, folder: Path) -> None:
    headset = pulse.load_null_sink("headset", "Headset")
    pulse.keep_awake("headset")
    devices = ("--input", "mic.monitor", "--output", "Headset", "--no-virtual-microphone")
    program = Live(*devices, "--voice", "robot", "--control-port", "0", cwd=tmp_path)
    try:
        program.wait_for(lambda event: event["type"] == "control")
        assert ctl_json("status")["status"]["error"] is None
        pulse.unload(headset)
        program.wait_for(lambda event: event.get("code") == "device.lost")
        status = ctl_json("mute", "on")["status"]
        assert (status["on"], status["muted"], status["error"]["code"]) == (True, True, "device.lost")
        assert "Headset" in status["error"]["text"]
        assert ctl_json("voice", "giant")["error"]["code"] == "control.no_device"
        pulse.load_null_sink("headset", "Headset")
        pulse.keep_awake("headset")
        program.wait_for(lambda event: event.get("code") == "device.back")
        status = ctl_json("voice", "giant")["status"]
        assert (status["voice"]["id"], status["muted"], status["error"]) == ("giant", True, None)
        program.end()
    finally:
        program.close()


def test_watching_until_the_program_is_killed(pulse: PulseServer, tmp_path: Path, folder: Path) -> None:
    with steered(cwd=tmp_path) as program:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "app", "ctl", "watch", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watcher:
            assert watcher.stdout is not None
            assert json.loads(watcher.stdout.readline())["status"]["voice"]["id"] == "robot"
            ctl("mute", "on")
            assert any(json.loads(line)["status"]["muted"] for line in watcher.stdout)
            program.process.kill()
            for _ in watcher.stdout:
                pass
            assert watcher.wait(20) == 0
        program.process.wait()
        # What it left behind is recognised.
        assert (folder / PLACE_FILE).exists()
        gone = ctl("status")
    assert gone.returncode == 1
    assert "urvc live --control" in gone.stderr


def test_a_port_that_is_taken_is_one_sentence(pulse: PulseServer, tmp_path: Path, folder: Path) -> None:
    with steered(cwd=tmp_path) as program:
        port = str(program.wait_for(lambda event: event["type"] == "control")["port"])
        second = Live("--input", "mic.monitor", "--output", "out", "--no-virtual-microphone", "--control-port", port, cwd=tmp_path)
        try:
            assert second.wait_for(lambda event: "error" in event or event.get("type") == "x")["error"]["code"] == "control.port"
            assert second.process.wait(20) == 1
        finally:
            second.close()
        assert ctl_json("status")["status"]["on"]


@pytest.mark.parametrize("verb", ["status", "voices", "controls", "on", "off", "bypass", "mute", "monitor", "watch"])
def test_without_a_program_every_verb_says_what_to_do(folder: Path, verb: str) -> None:
    done = ctl(verb)
    assert done.returncode == 1
    assert "urvc live --control" in done.stderr
    assert not folder.exists()


def test_the_token_is_shown_and_renewed(folder: Path) -> None:
    first = ctl("token").stdout.strip()
    assert ctl_json("token")["token"] == first == read_token(folder)
    assert ctl("token", "--new").stdout.strip() != first


def test_it_starts_without_loading_what_it_does_not_need() -> None:
    heavy = "{'numpy', 'pydantic', 'typer', 'rich', 'aiohttp', 'asyncio', 'engine'}"
    code = f"import sys, app.commands.ctl; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == ""
