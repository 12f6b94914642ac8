"""A cover by one command: the real program, the real network, the real voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from jobs.context import JobContext
from studio.audio import read_blocks
from studio.loudness import measure
from studio.pitch import pitch_of
from studio.steps.analyse import clipped_peaks
from tests.e2e.test_cli import error_of, lines, urvc
from tests.studio.songs import RATE_HZ, Song

OCTAVE_DOWN = "masculine"
STAYS = "brighter"


def steps_of(told: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    assert told[-1]["type"] == "done", told[-1]
    return {step["name"]: step for step in told[-1]["steps"]}


def pitch_error_st(vocals: Path, song: Song, shift_st: float) -> float:
    """The median distance between the pitch of a file and the melody, where both have one."""
    found = pitch_of(vocals, JobContext())
    wanted = song.f0_hz[::2][: len(found)]
    both = (found[: len(wanted)] > 0) & (wanted > 0)
    assert both.sum() > 200
    return float(np.median(np.abs(12 * np.log2(found[: len(wanted)][both] / wanted[both]) - shift_st)))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_one_command_makes_a_cover_and_a_second_voice_separates_nothing(tmp_path: Path, song_file: Path, made_song: Song) -> None:
    first = lines(urvc("studio", "cover", song_file, "--voice", STAYS, "--json", cwd=tmp_path, timeout_s=280))
    steps = steps_of(first)
    assert not any(step["known"] for step in steps.values())
    files = first[-1]["files"]
    _check_cover(Path(files["out"]), song_file, made_song)
    assert steps["lead"]["facts"]["pitch_st"] == 0.0, "the key of the song stays"
    assert pitch_error_st(Path(files["lead"]), made_song, 0.0) < 0.3
    assert Path(files["out"]).parent == Path(first[-1]["project"])

    second = lines(urvc("studio", "cover", song_file, "--voice", OCTAVE_DOWN, "--json", cwd=tmp_path, timeout_s=280))
    steps = steps_of(second)
    assert [name for name, step in steps.items() if step["known"]] == ["song", "stems"]
    assert steps["lead"]["facts"]["pitch_st"] == -12.0
    assert pitch_error_st(Path(second[-1]["files"]["lead"]), made_song, -12.0) < 0.3
    _check_cover(Path(second[-1]["files"]["out"]), song_file, made_song)

    listed = lines(urvc("studio", "projects", "list", "--json", cwd=tmp_path))[0]["projects"]
    assert [project["voice"] for project in listed] == [OCTAVE_DOWN, STAYS] or len({p["created"] for p in listed}) == 1
    assert {project["result"] for project in listed} == {files["out"], second[-1]["files"]["out"]}


def _check_cover(cover: Path, song_file: Path, song: Song) -> None:
    info = soundfile.info(cover)
    assert (info.samplerate, info.frames, info.channels) == (RATE_HZ, len(song.mix), 2)
    made, was = measure(read_blocks(cover, 48_000)), measure(read_blocks(song_file, 48_000))
    assert made.lufs == pytest.approx(was.lufs, abs=1.0)
    assert made.true_peak_db <= -0.9
    assert not sum(clipped_peaks(block) for block in read_blocks(cover))


def test_what_is_there_is_not_written_over(tmp_path: Path, song_file: Path) -> None:
    target = tmp_path / "mine.flac"
    target.write_bytes(b"precious")
    error = error_of(urvc("studio", "cover", song_file, "--voice", STAYS, "--out", target, "--json", cwd=tmp_path))
    assert error["code"] == "studio.exists"
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("cover", "no-such-song.mp3", "--voice", STAYS), "file.not_found"),
        (("cover", "text.wav", "--voice", STAYS), "file.not_audio"),
        (("cover", "short.wav", "--voice", "nobody"), "voice.not_found"),
        (("cover", "short.wav", "--voice", STAYS, "--format", "xyz"), "file.format"),
        (("run", "text.wav", "--out", "here"), "studio.recipe"),
        (("projects", "show", "nothing"), "studio.project"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    (tmp_path / "text.wav").write_text("no sound at all")
    soundfile.write(tmp_path / "short.wav", np.zeros(4800), 48_000)
    error = error_of(urvc("studio", *arguments, "--json", cwd=tmp_path))
    assert error["code"] == code
    assert "{" not in error["text"]
    assert error["text"].strip()


def test_an_analysis_tells_key_and_tempo(tmp_path: Path, song_file: Path) -> None:
    told = lines(urvc("studio", "analyse", song_file, "--picture", "look.png", "--json", cwd=tmp_path))[-1]
    assert told["key"] == "A minor"
    assert told["tempo_bpm"] == pytest.approx(100.0, abs=2.0)
    assert told["clipped"] == 0
    assert (tmp_path / "look.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
