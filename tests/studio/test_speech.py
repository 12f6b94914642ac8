"""Texts spoken by the program as it is, alone and in other voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from jobs.context import JobContext
from studio.pitch import median_hz, pitch_of
from studio.text.passages import read_passages
from tests.e2e.test_cli import error_of, lines, urvc

SCRIPT = "ANNA: Good morning, my friend. How are you today?\nBOB: I am fine, thank you very much.\n\nThey walked along the river."


@pytest.mark.slow
def test_a_script_is_spoken_by_its_cast_with_subtitles_in_step(tmp_path: Path) -> None:
    (tmp_path / "scene.txt").write_text(SCRIPT)
    command = ("studio", "speak", "scene.txt", "--cast", "ANNA=child", "--cast", "BOB=masculine", "--json")
    done = lines(urvc(*command, cwd=tmp_path))[-1]
    files = done["files"]
    spoken, rate_hz = soundfile.read(files["out"], always_2d=True)
    plain, _ = soundfile.read(files["plain"], always_2d=True)
    assert len(spoken) == len(plain)
    said = read_passages(Path(files["talk.subtitles"]))
    assert [one.text for one in said] == [
        "Good morning, my friend.",
        "How are you today?",
        "I am fine, thank you very much.",
        "They walked along the river.",
    ]
    pitch_hz = []
    for one in (said[0], said[2], said[3]):
        start = round((one.start_s or 0.0) * rate_hz)
        part = tmp_path / "part.wav"
        soundfile.write(part, spoken[start : start + rate_hz], rate_hz)
        pitch_hz.append(median_hz(pitch_of(part, JobContext())))
        assert np.abs(plain[max(0, start - rate_hz // 10) : start]).max(initial=0.0) < 0.02, "a pause before each"
    anna, bob, narrator = pitch_hz
    assert bob < 0.75 * narrator < 0.75 * anna

    again = lines(urvc(*command[:3], "--json", cwd=tmp_path))[-1]
    known = {step["name"]: step["known"] for step in again["steps"]}
    assert known["s00001"], "a sentence that was spoken once is not spoken again"
    assert Path(again["project"]).name == "scene (2)", "nothing is written over"


def test_what_cannot_be_spoken_is_said(tmp_path: Path) -> None:
    error = error_of(urvc("studio", "speak", "\uc548\ub155\ud558\uc138\uc694", "--json", cwd=tmp_path))
    assert error["code"] == "studio.text"
    assert "English" in error["text"]
