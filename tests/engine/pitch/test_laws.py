"""What every pitch detector promises, whatever is inside."""

from __future__ import annotations

import gc
import tracemalloc
from typing import Any

import numpy as np
import pytest

from bench.pitch import gliding_tone
from engine.contracts import FRAME_SAMPLES, Audio, Frames, PitchDetector, StreamSpec
from tests.engine.pitch.conftest import Get

QUICK = ("swiftf0", "harvest", "fcpe", "crepe-tiny")
ALL = (*QUICK, pytest.param("crepe-full", marks=pytest.mark.thorough))  # the same code as crepe-tiny

pytestmark = pytest.mark.parametrize("name", ALL)


def voice(n_frames: int, start_frame: int = 250) -> Audio:
    """A stretch of the gliding tone that begins and ends inside silence: voiced and unvoiced, no multiple of a frame long."""
    tone, _ = gliding_tone()
    start = start_frame * FRAME_SAMPLES
    x = tone[start : start + n_frames * FRAME_SAMPLES + 123].copy()
    x[: len(x) // 5] = 0.0
    x[-len(x) // 5 :] = 0.0
    return x


def run(detector: PitchDetector[Any], x: Audio, chunk: int) -> Frames:
    state = detector.prepare(StreamSpec())
    return np.concatenate([detector.process(x[start : start + chunk], state) for start in range(0, len(x), chunk)])


@pytest.mark.parametrize("chunk", [1, 64, 65, 997, FRAME_SAMPLES])
def test_cutting_the_input_changes_no_bit(name: str, chunk: int, get: Get) -> None:
    x = voice(70)
    whole = run(get(name), x, len(x))
    assert whole.dtype == np.float32
    assert (whole > 0).any()
    assert np.array_equal(run(get(name), x, chunk), whole)


def test_frames_come_exactly_when_declared(name: str, get: Get) -> None:
    detector = get(name)
    state = detector.prepare(StreamSpec())
    x = voice(60)
    known = taken = 0
    for step in range(0, len(x) - 40, 40):
        known += len(detector.process(x[step : step + 40], state))
        taken += 40
        due = max(0, (taken - detector.latency_samples) // FRAME_SAMPLES + 1)
        assert known == due // detector.stride_frames * detector.stride_frames, f"after {taken} samples"
    assert known


def test_no_answer_hears_beyond_its_latency(name: str, get: Get) -> None:
    detector = get(name)
    x = voice(70)
    stride = detector.stride_frames
    last = 40 // stride * stride - 1
    end = FRAME_SAMPLES * last + detector.latency_samples
    changed = x.copy()
    changed[end:] = 0.5
    assert np.array_equal(run(detector, x, 480)[: last + 1], run(detector, changed, 480)[: last + 1])


def test_frames_lie_where_they_say(name: str, get: Get) -> None:
    """A glide of 5.8 cents a frame, forwards and backwards: what stays of the difference is time, and must be less than half a frame."""
    tone, truth = gliding_tone()
    x, true_hz = tone[300 * FRAME_SAMPLES : 420 * FRAME_SAMPLES + 1], truth[300:421]
    rising = ahead_cents(get(name), x, true_hz)
    falling = ahead_cents(get(name), np.ascontiguousarray(x[::-1]), true_hz[::-1])
    assert abs(rising - falling) / 2 < 2.9


def ahead_cents(detector: PitchDetector[Any], x: Audio, true_hz: Frames) -> float:
    middle = slice(20, 90)
    f0_hz = run(detector, x, 4800)[middle]
    assert (f0_hz > 0).all()
    return float(np.mean(1200 * np.log2(f0_hz / true_hz[middle])))


def test_two_streams_do_not_mix(name: str, get: Get) -> None:
    detector = get(name)
    a, b = voice(50, 200), voice(50, 500)
    states = detector.prepare(StreamSpec()), detector.prepare(StreamSpec())
    got: tuple[list[Frames], list[Frames]] = ([], [])
    for start in range(0, len(a), 997):
        for x, state, frames in zip((a, b), states, got, strict=True):
            frames.append(detector.process(x[start : start + 997], state))
    assert np.array_equal(np.concatenate(got[0]), run(detector, a, len(a)))
    assert np.array_equal(np.concatenate(got[1]), run(detector, b, len(b)))


@pytest.mark.parametrize("level", [0.0, 1e-30, 5e-4])
def test_silence_is_unvoiced(name: str, level: float, get: Get) -> None:
    hum = level * np.sin(2 * np.pi * 150 * np.arange(60 * FRAME_SAMPLES) / 48_000)
    f0_hz = run(get(name), hum.astype(np.float32), 480)
    assert len(f0_hz)
    assert not f0_hz.any()


def test_pitch_is_finite_and_in_range_on_hard_input(name: str, get: Get) -> None:
    rng = np.random.default_rng(5)
    loud = 8 * np.sign(rng.standard_normal(30 * FRAME_SAMPLES))
    click = np.zeros(30 * FRAME_SAMPLES)
    click[7000] = 1.0
    constant = np.full(30 * FRAME_SAMPLES, 0.9)
    for x in (loud, click, constant):
        f0_hz = run(get(name), x.astype(np.float32), 480)
        assert len(f0_hz)
        assert np.isfinite(f0_hz).all()
        assert ((f0_hz == 0) | ((f0_hz > 45) & (f0_hz < 1150))).all()


def test_the_input_is_not_written_to(name: str, get: Get) -> None:
    x = voice(50)
    x.flags.writeable = False
    run(get(name), x, 997)


def test_nothing_grows(name: str, get: Get) -> None:
    """A kept block would add 12 kB each time at 16 kHz; the runtime's own pool of small objects settles at some 30 kB."""
    detector = get(name)
    state = detector.prepare(StreamSpec())
    block = voice(20)[: 20 * FRAME_SAMPLES]
    tracemalloc.start()
    for _ in range(4):
        detector.process(block, state)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(8 if name == "crepe-full" else 40):
        detector.process(block, state)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 64_000
