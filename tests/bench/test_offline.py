"""The offline benchmark converts with a real engine, and says what the engine refuses."""

from __future__ import annotations

import json

import pytest

from bench.offline import main


def test_a_recording_is_converted_and_its_speed_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seconds", "1", "--rounds", "2", "--voice", "robot", "--voice", "natural", "--json"]) == 0
    speeds = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [speed["voice"] for speed in speeds] == ["robot", "natural"]
    for speed in speeds:
        assert speed["seconds"] == pytest.approx(1.0)
        assert speed["rtf"] * speed["times_real_time"] == pytest.approx(1.0)
        assert speed["rounds"] == 2


def test_a_voice_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seconds", "1", "--voice", "robott"]) == 1
    assert "voice.not_found" in capsys.readouterr().err
