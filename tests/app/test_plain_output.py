"""What the command line says, into a pipe of any encoding and with names in any writing: plain text, and never a fault after the work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.models.voice_files import minimal_voice, save, with_tensors

ROOT = Path(__file__).resolve().parents[2]
NAME = "ユキ [/phone] :smile: é"
ENCODINGS = ("cp1252", "ascii", "utf-8")


def urvc(folder: Path, encoding: str, *arguments: str | Path, status: int = 0) -> str:
    """Standard output of a run that must end so."""
    environment = {**os.environ, "URVC_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), "COLUMNS": "300", "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False)
    assert ended.returncode == status, ended.stderr
    assert b"Traceback" not in ended.stderr
    return ended.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_name_in_any_writing_is_said_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    seen = NAME.encode(encoding, errors="replace").decode(encoding)
    data, source = tmp_path / "data", save(tmp_path / "voice.pth", with_tensors(minimal_voice()))
    assert "added" in urvc(data, encoding, "voices", "add", source, "--name", NAME)
    assert seen in urvc(data, encoding, "voices", "list")
    own = next(voice for voice in json.loads(urvc(data, encoding, "voices", "list", "--json"))["voices"] if voice["own"])
    assert own["name"] == NAME  # JSON loses nothing
    assert seen in urvc(data, encoding, "voices", "show", own["id"])
    assert "Removed" in urvc(data, encoding, "voices", "remove", own["id"])


def test_a_recording_in_any_writing_is_converted(tmp_path: Path) -> None:
    source = tmp_path / f"[red]{NAME.replace('/', '-')}.wav"
    soundfile.write(source, np.zeros(4800), 48_000)
    said = urvc(tmp_path / "data", "cp1252", "convert", source, tmp_path / "out [b].wav", "--voice", "robot")
    assert "out [b].wav: 0.1 s" in said
    assert (tmp_path / "out [b].wav").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file's name may be no text")
def test_a_file_whose_name_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    source = os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.wav")
    soundfile.write(tmp_path / "x.wav", np.zeros(4800), 48_000)
    (tmp_path / "x.wav").rename(source)
    said = urvc(tmp_path / "data", "utf-8", "convert", source, tmp_path / "out.wav", "--json", status=1)
    error = json.loads(said)["error"]
    assert (error["code"], error["subject"][-8:]) == ("file.name", "/?t?.wav")
    urvc(tmp_path / "data", "utf-8", "voices", "add", source, status=1)
