"""Every detector on a tone whose pitch is known, and all of them against each other on speech."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from bench.pitch import DETECTORS, EDGE_FRAMES, SPEECH, errors, gliding_tone, read_speech, table, track
from engine.contracts import Frames
from tests.engine.pitch.conftest import Get

QUICK = tuple(name for name in DETECTORS if name != "crepe-full")
SLOWEST = [pytest.mark.slow, pytest.mark.thorough]
PAIRS = [pytest.param(a, b, marks=SLOWEST if "crepe-full" in (a, b) else []) for a, b in combinations(DETECTORS, 2)]


@pytest.mark.parametrize("name", [*QUICK, pytest.param("crepe-full", marks=SLOWEST)])
def test_gliding_tone_in_noise(name: str, get: Get) -> None:
    tone, truth = gliding_tone(seed=4)
    found = errors(track(get(name), tone)[0], truth)
    assert found.n_frames > 590
    assert found.gross_percent <= 1.0
    assert found.octave_slips == 0
    assert found.median_cents < 8.0
    assert found.missed_percent <= 1.0
    assert found.false_percent <= 5.0


@pytest.fixture(scope="module")
def heard(get: Get) -> Callable[[str], Frames]:
    """What a detector makes of the speech, worked out once."""
    speech = np.concatenate([read_speech(path) for path in SPEECH])
    return cache(lambda name: track(get(name), speech)[0])


@pytest.mark.parametrize("edge_frames", [0, EDGE_FRAMES])
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_they_agree_on_speech(a: str, b: str, edge_frames: int, heard: Callable[[str], Frames]) -> None:
    found = errors(heard(a), heard(b), edge_frames)
    assert found.n_frames > 450
    assert found.gross_percent <= 1.0
    assert found.median_cents < 15.0
    assert found.missed_percent < 10.0


def test_the_measure_sees_errors() -> None:
    """The yardstick itself: an octave, a gross error, a missed and an invented frame are each counted."""
    truth: Frames = np.array([0, 100, 100, 100, 100, 100], np.float32)
    found = errors(np.array([90, 100, 50, 130, 101, 0], np.float32), truth)
    assert (found.gross_percent, found.octave_slips, found.n_frames) == (50.0, 1, 4)
    assert (found.missed_percent, found.false_percent) == (20.0, 100.0)


def test_the_table_names_every_detector() -> None:
    one = {"gross_percent": 0.0, "octave_slips": 0, "median_cents": 1.0, "missed_percent": 0.0, "false_percent": 0.0}
    row = {"latency_ms": 20.0, "stride_ms": 10, "cost": 0.1, "tone": one, "speech": one, "speech_inside": one}
    text = table({"a": row, "b": row, "a / b": {"raw": one, "inside": one}}, ["a", "b"])
    assert [line.split("|")[1].strip() for line in text.splitlines() if line.startswith(("| a", "| b"))] == ["a", "b", "a / b"]
