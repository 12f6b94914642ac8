"""Songs as files, and a place of its own for everything that the studio keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from models.places import DATA_DIR_VARIABLE
from tests.studio.songs import RATE_HZ, Song, song


@pytest.fixture(scope="session")
def made_song() -> Song:
    return song(12.0)


@pytest.fixture(scope="session")
def song_file(made_song: Song, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("songs") / "made song.wav"
    soundfile.write(path, made_song.mix, RATE_HZ, subtype="FLOAT")
    return path


@pytest.fixture(autouse=True)
def own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """URVC_DATA_DIR of this test."""
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"
