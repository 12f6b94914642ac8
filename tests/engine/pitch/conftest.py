"""The detectors under test, each loaded once; CREPE's full network is converted into a folder of the test run, not the user's cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.contracts import PitchDetector
from engine.pitch import detector
from engine.pitch.crepe import FULL, Crepe
from engine.pitch.graphs import cached_crepe_full

Get = Callable[[str], PitchDetector[Any]]


@pytest.fixture(scope="session")
def crepe_full_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cached_crepe_full(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def get(request: pytest.FixtureRequest) -> Get:
    @cache
    def one(name: str) -> PitchDetector[Any]:
        return Crepe(FULL, request.getfixturevalue("crepe_full_graph")) if name == "crepe-full" else detector(name)

    return one
