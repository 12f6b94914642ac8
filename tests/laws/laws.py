"""The laws of a stage, as functions that raise AssertionError: every stage goes through all, and so do stages built to break one."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, Stage, StreamSpec

LONG = 1_000_000
CHUNKS = (1, 64, 65, 997, LONG)
MakeStage = Callable[[], Stage[Any]]


def noise(n: int, seed: int = 1, level: float = 0.3) -> Audio:
    """[n] speech-like level: white noise in bursts, so that gates and limiters have something to do."""
    rng = np.random.default_rng(seed)
    bursts = np.repeat(rng.integers(0, 2, n // 2400 + 1), 2400)[:n]
    return (level * rng.standard_normal(n) * (0.01 + bursts)).astype(np.float32)


def run(stage: Stage[Any], x: Audio, chunk: int = LONG, params: LiveParams | None = None, state: Any = None) -> Audio:
    """All that `stage` gives for `x` cut into `chunk`s, on a fresh state unless one is given."""
    state = stage.prepare(StreamSpec()) if state is None else state
    pieces = [stage.process(piece, state, params or LiveParams()) for piece in cut(x, chunk)]
    return np.concatenate([np.zeros(0, np.float32), *pieces])


def cut(x: Audio, chunk: int) -> Iterator[Audio]:
    for start in range(0, len(x), chunk):
        yield x[start : start + chunk]


def chunking_changes_nothing(make: MakeStage) -> None:
    x = noise(12_000)
    whole = run(make(), x)
    for chunk in CHUNKS:
        assert np.array_equal(run(make(), x, chunk), whole), f"chunks of {chunk} change the output"


def latency_is_as_declared(make: MakeStage) -> None:
    stage = make()
    state = stage.prepare(StreamSpec())
    x = noise(30 * FRAME_SAMPLES)
    given = taken = 0
    for frame in cut(x, FRAME_SAMPLES):
        given += len(frame)
        taken += len(stage.process(frame, state, LiveParams()))
        assert taken == max(0, given - stage.latency_samples), f"after {given} samples {taken} are out, latency {stage.latency_samples}"


def fresh_state_is_a_reset(make: MakeStage) -> None:
    stage = make()
    x = noise(9_600)
    first = run(stage, x)
    run(stage, noise(9_600, seed=9))
    assert np.array_equal(run(stage, x), first), "an earlier stream is heard in a fresh state"


def streams_do_not_mix(make: MakeStage) -> None:
    stage = make()
    a, b = noise(9_600, 1), noise(9_600, 2)
    states = stage.prepare(StreamSpec()), stage.prepare(StreamSpec())
    out: tuple[list[Audio], list[Audio]] = ([], [])
    for piece_a, piece_b in zip(cut(a, FRAME_SAMPLES), cut(b, FRAME_SAMPLES), strict=True):
        out[0].append(stage.process(piece_a, states[0], LiveParams()))
        out[1].append(stage.process(piece_b, states[1], LiveParams()))
    assert np.array_equal(np.concatenate(out[0]), run(stage, a, FRAME_SAMPLES)), "two streams mix"
    assert np.array_equal(np.concatenate(out[1]), run(stage, b, FRAME_SAMPLES)), "two streams mix"


def silence_stays_silence(make: MakeStage) -> None:
    assert np.abs(run(make(), np.zeros(48_000, np.float32))).max() < 1e-4, "sound out of silence"


def finite_stays_finite(make: MakeStage) -> None:
    for level in (1e-30, 1.0, 8.0):
        assert np.isfinite(run(make(), noise(24_000, level=level))).all(), f"not finite at level {level}"


def input_is_not_written(make: MakeStage) -> None:
    x = noise(9_600)
    before = x.copy()
    run(make(), x, FRAME_SAMPLES)
    assert np.array_equal(x, before), "the input was written to"


def memory_does_not_grow(make: MakeStage) -> None:
    stage = make()
    state = stage.prepare(StreamSpec())
    block = noise(FRAME_SAMPLES)
    for _ in range(200):
        stage.process(block, state, LiveParams())
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(2_000):
        stage.process(block, state, LiveParams())
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000, f"{grown} bytes more after 20 s"


LAWS = (
    chunking_changes_nothing,
    latency_is_as_declared,
    fresh_state_is_a_reset,
    streams_do_not_mix,
    silence_stays_silence,
    finite_stays_finite,
    input_is_not_written,
    memory_does_not_grow,
)
