"""Files that take long, and folders that hold nothing: ended in the middle, nothing half-written is left."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.e2e.test_cli import error_of, urvc

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 60.0
MOST_MB = 1500.0


def ten_hours(path: Path, rate_hz: int = 16_000) -> None:
    """A WAV file of ten hours of silence, by its header; on disk there is next to nothing."""
    n_bytes = 10 * 3600 * rate_hz * 2
    head = b"RIFF" + struct.pack("<I", 36 + n_bytes) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
    path.write_bytes(head + b"data" + struct.pack("<I", n_bytes))
    os.truncate(path, len(head) + 8 + n_bytes)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ten_hours_interrupted_leave_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    ten_hours(tmp_path / "long.wav")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PULSE_SERVER": f"unix:{tmp_path}/no-server"}
    command = [sys.executable, "-m", "app", "convert", "long.wav", "out.flac", "--voice", "robot", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        deadline_s = time.monotonic() + WAIT_S
        while not [path for path in tmp_path.iterdir() if path.name != "long.wav"]:
            assert time.monotonic() < deadline_s
            assert program.poll() is None
            time.sleep(0.05)
        assert not (tmp_path / "out.flac").exists()
        engine = max(psutil.Process(program.pid).children(), key=lambda child: child.memory_info().rss)
        assert engine.memory_info().rss < MOST_MB * 1e6
        program.send_signal(number)
        _, errors = program.communicate(timeout=WAIT_S)
    assert program.returncode == 130
    assert "Traceback" not in errors
    assert not engine.is_running()
    assert [path.name for path in tmp_path.iterdir()] == ["long.wav"]


def test_a_folder_without_recordings(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings/notes.txt").write_text("no sound")
    error = error_of(urvc("convert", "recordings", "changed/", "--json", cwd=tmp_path))
    assert error["code"] == "cli.convert"
    assert not (tmp_path / "changed").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("live", "--detector", "swiftf"), "config.choice"),
        (("live", "--hop", "15"), "config.step"),
        (("live", "--record", "out.xyz"), "file.format"),
        (("demo", "--voice", "robbot"), "voice.not_found"),
        (("demo", "--to", "nowhere/out.wav"), "file.unwritable"),
    ],
)
def test_what_is_refused_is_refused_before_anything_is_made(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    assert error_of(urvc(*arguments, "--json", cwd=tmp_path))["code"] == code
    assert not list(tmp_path.iterdir())
