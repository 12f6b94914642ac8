"""Every detector on a tone whose pitch is known, and all of them against each other on speech."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from bench.pitch import DETECTORS, EDGE_FRAMES, SPEECH, Errors, errors, gliding_tone, read_speech, table, track
from engine.contracts import Frames
from tests.engine.pitch.conftest import Get

QUICK = tuple(name for name in DETECTORS if name != "crepe-full")


@pytest.mark.parametrize("name", [*QUICK, pytest.param("crepe-full", marks=pytest.mark.slow)])
def test_gliding_tone_in_noise(name: str, get: Get) -> None:
    tone, truth = gliding_tone(seed=4)
    found = errors(track(get(name), tone)[0], truth)
    assert found.n_frames > 590
    assert found.gross_percent <= 1.0
    assert found.octave_slips == 0
    assert found.median_cents < 8.0
    assert found.missed_percent <= 1.0
    assert found.false_percent <= 5.0


def pairs(names: tuple[str, ...], get: Get, edge_frames: int) -> dict[str, Errors]:
    speech = np.concatenate([read_speech(path) for path in SPEECH])
    tracks = {name: track(get(name), speech)[0] for name in names}
    return {f"{a} / {b}": errors(tracks[a], tracks[b], edge_frames) for a, b in combinations(names, 2)}


@pytest.mark.parametrize("edge_frames", [0, EDGE_FRAMES])
def test_they_agree_on_speech(edge_frames: int, get: Get) -> None:
    assert_agreement(pairs(QUICK, get, edge_frames))


@pytest.mark.slow
def test_all_agree_on_speech(get: Get) -> None:
    assert_agreement(pairs(DETECTORS, get, 0))


def assert_agreement(compared: dict[str, Errors]) -> None:
    for pair, found in compared.items():
        assert found.n_frames > 450, pair
        assert found.gross_percent <= 1.0, pair
        assert found.median_cents < 15.0, pair
        assert found.missed_percent < 10.0, pair


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
