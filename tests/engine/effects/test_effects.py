"""Each effect against what it says of itself; the laws of a stage are in tests/laws."""

from __future__ import annotations

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio, StreamSpec
from engine.effects.catalogue import EFFECTS
from engine.effects.chain import Effects
from models.voice import Effect

TYPICAL: dict[str, float] = {
    "high_pass": 300.0,
    "low_pass": 3000.0,
    "drive": 20.0,
    "ring": 70.0,
    "tremolo": 5.0,
    "chorus": 3.0,
    "echo": 100.0,
    "gain": 6.0,
}
RADIO = (
    Effect("high_pass", 300.0),
    Effect("drive", 18.0),
    Effect("low_pass", 3800.0),
    Effect("echo", 90.0, 0.3),
    Effect("chorus", 2.0, 0.5),
)


def run(effects: tuple[Effect, ...], x: Audio, chunk: int = 1_000_000, first_frame: int = 0) -> Audio:
    stage = Effects(effects)
    state = stage.prepare(StreamSpec(first_frame=first_frame))
    return np.concatenate([stage.process(x[i : i + chunk], state, LiveParams()) for i in range(0, len(x), chunk)])


def sine(hz: float, seconds: float = 1.0, level: float = 0.1) -> Audio:
    t = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def hiss(n: int, level: float = 0.1) -> Audio:
    return (level * np.random.default_rng(1).standard_normal(n)).astype(np.float32)


def gain_db(effects: tuple[Effect, ...], hz: float) -> float:
    x = sine(hz)
    y = run(effects, x)
    return float(20 * np.log10(np.std(y[24_000:]) / np.std(x[24_000:])))


def level_at(y: Audio, hz: float) -> float:
    """Amplitude of the sine of `hz` (a whole number) in one second of `y`."""
    return float(2 * np.abs(np.fft.rfft(y)[round(hz)]) / len(y))


def test_the_effects_that_voices_have_used_from_the_start_are_there() -> None:
    assert TYPICAL.keys() <= EFFECTS.keys()


def test_none_passes_the_block_through() -> None:
    x = hiss(1000)
    assert np.array_equal(run((), x), x)
    assert Effects(()).latency_samples == 0


@pytest.mark.parametrize("chunk", [1, 64, 65, 480, 997])
@pytest.mark.parametrize("name", TYPICAL)
def test_chunking_changes_nothing(name: str, chunk: int) -> None:
    x = hiss(9_000)
    effects = (Effect(name, TYPICAL[name], 0.7),)
    assert np.array_equal(run(effects, x, chunk), run(effects, x))


def test_chunking_changes_nothing_down_a_chain() -> None:
    x = hiss(20_000)
    assert np.array_equal(run(RADIO, x, 997), run(RADIO, x))


@pytest.mark.parametrize("name", TYPICAL)
def test_no_mix_leaves_the_input(name: str) -> None:
    x = hiss(9_000)
    assert np.array_equal(run((Effect(name, TYPICAL[name], 0.0),), x), x)


def test_filters_cut_3_db_at_the_corner_and_24_db_an_octave_on() -> None:
    for corner in (300.0, 3000.0):
        high, low = (Effect("high_pass", corner),), (Effect("low_pass", corner),)
        for effects, side in ((high, 1.0), (low, -1.0)):
            assert abs(gain_db(effects, corner) + 3.0) < 0.1
            assert abs(gain_db(effects, corner * 4.0**side)) < 0.1
            assert gain_db(effects, corner * 2.0**-side) == pytest.approx(-24.1, abs=1.5)


def test_drive_keeps_its_pivot_level_and_bends_what_is_louder() -> None:
    effects = (Effect("drive", 24.0),)
    at_pivot = run(effects, np.full(10, 0.1, np.float32))
    assert np.allclose(at_pivot, 0.1, atol=1e-6)
    loud = run(effects, sine(200.0, level=0.8))
    assert np.abs(loud).max() < 0.2
    assert level_at(loud, 600.0) > 0.2 * level_at(loud, 200.0)


def test_ring_moves_a_tone_to_sum_and_difference() -> None:
    y = run((Effect("ring", 70.0),), sine(1000.0))
    assert level_at(y, 1000.0) < 1e-4
    assert level_at(y, 930.0) == pytest.approx(0.05, rel=0.01)
    assert level_at(y, 1070.0) == pytest.approx(0.05, rel=0.01)


def test_tremolo_swings_between_full_and_nothing() -> None:
    y = run((Effect("tremolo", 5.0),), np.ones(SAMPLE_RATE_HZ, np.float32))
    assert y[0] == 1.0
    assert y.min() < 1e-4
    assert level_at(y, 5.0) == pytest.approx(0.5, rel=0.01)


def test_chorus_copies_come_within_their_delays() -> None:
    x = np.zeros(4800, np.float32)
    x[0] = 1.0
    y = run((Effect("chorus", 3.0),), x)
    heard = np.flatnonzero(np.abs(y) > 1e-3) / 48.0
    assert heard.min() >= 12.0 - 0.1
    assert heard.max() <= 18.0 + 0.1
    assert y.sum() == pytest.approx(1.4, rel=0.01)


def test_echo_repeats_and_fades() -> None:
    x = np.zeros(24_000, np.float32)
    x[0] = 1.0
    y = run((Effect("echo", 100.0, 0.5),), x)
    assert np.flatnonzero(np.abs(y) > 1e-3)[:4].tolist() == [0, 4800, 9600, 14_400]
    assert y[[0, 4800, 9600]].tolist() == pytest.approx([0.5, 0.5, 0.225])


def test_gain() -> None:
    assert gain_db((Effect("gain", 6.0),), 1000.0) == pytest.approx(6.0, abs=1e-3)


def test_swings_go_by_the_absolute_frame() -> None:
    x = np.ones(9_600, np.float32)
    for name in ("ring", "tremolo"):
        effects = (Effect(name, 3.0),)
        assert np.array_equal(run(effects, x, first_frame=10)[:4800], run(effects, x)[4800:])


@pytest.mark.parametrize("name", TYPICAL)
@pytest.mark.parametrize("edge", ["low", "high"])
def test_limits_of_the_amount_are_safe(name: str, edge: str) -> None:
    amount: float = getattr(EFFECTS[name].parameters[0], edge)
    y = run((Effect(name, amount),), np.concatenate([hiss(24_000, 1.0), np.zeros(480_000, np.float32)]))
    assert np.isfinite(y).all()
    assert np.abs(y).max() < 80.0
    assert np.abs(y[-480:]).max() < 0.05
