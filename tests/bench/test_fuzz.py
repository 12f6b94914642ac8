"""A short, seeded run of the fuzzing targets without coverage, and every input that has broken a reader before."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz.targets import TARGETS, survives
from tests.models.mutations import mutants

N_MUTANTS = 50
FOUND = Path(__file__).parents[1] / "data" / "fuzz"
FINDS = sorted(path for folder in FOUND.iterdir() for path in folder.iterdir())


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_is_read_or_refused_with_a_code(name: str) -> None:
    target = TARGETS[name]
    for seed in target.seeds():
        assert survives(target, seed)
        for mutant in mutants(seed, N_MUTANTS, seed=len(seed)):
            survives(target, mutant)


@pytest.mark.parametrize("path", FINDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_has_broken_a_reader_does_so_no_more(path: Path) -> None:
    survives(TARGETS[path.parent.name], path.read_bytes())
