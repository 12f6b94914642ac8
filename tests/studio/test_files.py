"""What comes from elsewhere: formats that FFmpeg reads, addresses of the web."""

from __future__ import annotations

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from jobs.context import JobContext
from jobs.errors import WorkCancelled
from studio.address import fetch_song
from studio.errors import StudioError
from studio.ffmpeg import ffmpeg_path
from studio.jobs.run_recipe import RUN_RECIPE, RunRecipe
from studio.recipe import FILE, Recipe, RecipeStep
from tests.e2e.programs import install


def tone(path: Path) -> Path:
    t = np.arange(48_000) / 48_000
    soundfile.write(path, 0.2 * np.stack([np.sin(2 * np.pi * 330 * t), np.sin(2 * np.pi * 440 * t)], axis=1), 48_000)
    return path


def through(source: Path, target: Path) -> None:
    steps = (
        RecipeStep(name="a", do="decode", take={"file": f"{FILE}{source}"}),
        RecipeStep(name="out", do="export", take={"audio": "a.audio", "source": "a.source"}, params={"format": target.suffix}),
    )
    RUN_RECIPE.run(RunRecipe(Recipe(steps=steps), "test", {"out": str(target)}, "2026-01-01T00:00:00+00:00"), JobContext())


@pytest.fixture
def ffmpeg() -> str:
    if ffmpeg_path() is None:
        install(["ffmpeg"])
    program = ffmpeg_path()
    assert program is not None
    return program


def test_m4a_and_the_sound_of_a_video_are_read_and_m4a_is_written(tmp_path: Path, ffmpeg: str) -> None:
    source = tone(tmp_path / "tone.wav")
    video = tmp_path / "film.mp4"
    picture = ["-f", "lavfi", "-i", "color=c=blue:s=64x64:d=1", "-i", str(source), "-shortest", "-c:v", "mpeg4", "-c:a", "aac", str(video)]
    subprocess.run([ffmpeg, "-loglevel", "error", "-y", *picture], check=True)
    through(video, tmp_path / "sound.m4a")
    through(tmp_path / "sound.m4a", tmp_path / "sound.flac")
    frames, rate_hz = soundfile.read(tmp_path / "sound.flac")
    assert rate_hz == 48_000
    assert 0.9 < len(frames) / rate_hz < 1.2
    for channel, f_hz in zip(frames.T, (330, 440), strict=True):
        spectrum = np.abs(np.fft.rfft(channel * np.hanning(len(channel))))
        assert np.argmax(spectrum) * rate_hz / len(channel) == pytest.approx(f_hz, abs=3)


def test_what_even_ffmpeg_cannot_read_is_said(tmp_path: Path, ffmpeg: str) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no film at all" * 100)
    with pytest.raises(StudioError) as told:
        through(tmp_path / "broken.mp4", tmp_path / "out.wav")
    assert told.value.code == "studio.ffmpeg"


def test_without_ffmpeg_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "film.mp4").write_bytes(b"no film at all" * 100)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StudioError) as told:
        through(tmp_path / "film.mp4", tmp_path / "out.wav")
    assert told.value.code == "studio.no_ffmpeg"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """A server on this machine with one song."""
    folder = tmp_path / "web"
    folder.mkdir()
    tone(folder / "my song.wav")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_song_comes_from_an_address(tmp_path: Path, web: str) -> None:
    path = fetch_song(f"{web}/my%20song.wav", tmp_path / "got", JobContext())
    assert soundfile.info(path).frames == 48_000
    with pytest.raises(StudioError) as told:
        fetch_song(f"{web}/nothing.wav", tmp_path / "got", JobContext())
    assert told.value.code == "studio.address"
    assert "404" in str(told.value.facts["reason"])
    with pytest.raises(WorkCancelled):
        fetch_song(f"{web}/my%20song.wav", tmp_path / "other", JobContext(cancelled=lambda: True))
