"""What a killed program has left beside its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio.files import AudioFileWriter
from engine.audio.unfinished import recover
from engine.contracts import SAMPLE_RATE_HZ

DIES = """
import os, sys
import numpy as np
from engine.audio.files import AudioFileWriter
writer = AudioFileWriter(sys.argv[1], kind=sys.argv[2])
rng = np.random.default_rng(1)
for _ in range(40):
    writer.write(rng.uniform(-0.5, 0.5, 4800).astype(np.float32))
os.kill(os.getpid(), 9)
"""


def killed(path: Path, kind: str) -> None:
    """A program that is killed after it has written four seconds of noise."""
    assert subprocess.run([sys.executable, "-c", DIES, str(path), kind], check=False).returncode == -9
    assert not path.exists()


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_recording_is_saved_under_the_name_it_was_to_have(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"my song.{ending}"
    killed(path, "recording")
    assert recover(tmp_path) == [path]
    heard, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == SAMPLE_RATE_HZ
    assert 3.8 * SAMPLE_RATE_HZ < len(heard) <= 4 * SAMPLE_RATE_HZ
    assert np.allclose(heard, np.random.default_rng(1).uniform(-0.5, 0.5, 40 * 4800).astype(np.float32)[: len(heard)], atol=1e-4)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_it_takes_no_other_files_place(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    killed(path, "recording")
    path.write_bytes(b"another")
    assert recover(tmp_path) == [tmp_path / "out (2).wav"]
    assert path.read_bytes() == b"another"


def test_what_can_be_made_again_is_removed(tmp_path: Path) -> None:
    killed(tmp_path / "out.wav", "part")
    assert recover(tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with AudioFileWriter(tmp_path / "out.wav", kind="recording") as writer:
        writer.write(np.ones(480, np.float32))
        assert recover(tmp_path) == []
        assert not writer.path.exists()
    assert soundfile.info(tmp_path / "out.wav").frames == 480


def test_other_hidden_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / ".notes.part").write_text("mine")
    (tmp_path / ".bashrc").write_text("mine too")
    assert recover(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert recover(tmp_path / "nowhere") == []


@pytest.mark.parametrize("rubbish", [b"", b"RIFF", b"fLaC" + bytes(30), b"RIFF" + bytes(4) + b"WAVEfmt data", bytes(100)])
def test_what_holds_no_sound_is_removed(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / ".a.wav.0123abcd.recording").write_bytes(rubbish)
    assert recover(tmp_path) == []
    assert not list(tmp_path.iterdir())
