"""Effects against formulas written down elsewhere: the responses of filters, the curve of the compressor, the decay of the reverb."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.effects.catalogue import EFFECTS
from engine.effects.contract import Signal

DOCS = Path(__file__).parents[3] / "docs" / "effects.md"
N = 1 << 16
HZ = np.geomspace(30.0, 20_000.0, 60)
Response = NDArray[np.complex128]


def through(name: str, x: Signal, **values: float) -> Signal:
    effect = EFFECTS[name]
    usual = {parameter.name: parameter.default for parameter in effect.parameters}
    return np.asarray(effect.process(x, {**usual, **values}, effect.prepare(0)))


def response(name: str, **values: float) -> Response:
    """At the frequencies HZ, of the effect while nothing is turned."""
    impulse = np.zeros(N)
    impulse[0] = 1.0
    y = through(name, impulse, **values)
    turns = np.exp(-2j * np.pi * np.outer(HZ, np.arange(N)) / SAMPLE_RATE_HZ)
    return np.asarray(turns @ y)


def warped(corner_hz: float) -> Response:
    """The bilinear transform's s at HZ, 1j at the corner."""
    return np.asarray(1j * np.tan(np.pi * HZ / SAMPLE_RATE_HZ) / math.tan(math.pi * corner_hz / SAMPLE_RATE_HZ))


@pytest.mark.parametrize("db", [-18.0, -3.0, 6.0, 18.0])
def test_the_equaliser_answers_as_the_audio_cookbook_says(db: float) -> None:
    """Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients"."""
    a, q = 10.0 ** (db / 40.0), math.sqrt(0.5)
    s = warped(900.0)
    bell = (s**2 + s * a / 2.0 + 1.0) / (s**2 + s / (a * 2.0) + 1.0)
    assert np.abs(response("equaliser", mid_db=db, mid_hz=900.0, mid_q=2.0) - bell).max() < 1e-6 * max(1.0, a**2)
    s = warped(150.0)
    low = a * (s**2 + math.sqrt(a) / q * s + a) / (a * s**2 + math.sqrt(a) / q * s + 1.0)
    assert np.abs(response("equaliser", low_db=db, low_hz=150.0) - low).max() < 1e-6 * max(1.0, a**2)
    s = warped(4_000.0)
    high = a * (a * s**2 + math.sqrt(a) / q * s + 1.0) / (s**2 + math.sqrt(a) / q * s + a)
    assert np.abs(response("equaliser", high_db=db, high_hz=4_000.0) - high).max() < 1e-6 * max(1.0, a**2)


def test_the_phaser_is_the_sound_and_its_six_allpasses() -> None:
    s = warped(200.0)
    delay = np.exp(-2j * np.pi * HZ / SAMPLE_RATE_HZ)
    passed = ((1.0 - s) / (1.0 + s)) ** 6
    wanted = 0.5 * (1.0 + passed / (1.0 - 0.5 * delay * passed))
    assert np.abs(response("phaser", depth=0.0, feedback=0.5) - wanted).max() < 1e-6


@pytest.mark.parametrize("feedback", [-0.7, 0.0, 0.7])
def test_the_flanger_is_a_comb(feedback: float) -> None:
    late = np.exp(-2j * np.pi * HZ * 48 / SAMPLE_RATE_HZ)
    wanted = 0.5 * (1.0 + late / (1.0 - feedback * late))
    assert np.abs(response("flanger", depth_ms=0.0, feedback=feedback) - wanted).max() < 1e-6


def square(level_db: float, n: int = 96_000) -> Signal:
    return np.asarray(10.0 ** (level_db / 20.0) * np.where(np.arange(n) // 60 % 2, 1.0, -1.0))


@pytest.mark.parametrize("ratio", [1.0, 2.0, 8.0])
@pytest.mark.parametrize("level_db", [-50.0, -32.0, -30.0, -28.5, -20.0, -3.0])
def test_the_compressor_follows_its_curve(ratio: float, level_db: float) -> None:
    """Threshold -30 dB, knee 6 dB: Giannoulis and others, formula 4."""
    y = through("compressor", square(level_db), threshold_db=-30.0, ratio=ratio, makeup_db=3.0)
    over = level_db + 30.0
    if 2.0 * over < -6.0:
        wanted_db = level_db
    elif 2.0 * abs(over) <= 6.0:
        wanted_db = level_db + (1.0 / ratio - 1.0) * (over + 3.0) ** 2 / 12.0
    else:
        wanted_db = -30.0 + over / ratio
    assert 20.0 * math.log10(np.abs(y[-480:]).mean()) == pytest.approx(wanted_db + 3.0, abs=0.01)


def test_attack_and_release_take_their_time() -> None:
    """A step of 20 dB at 1:2 is 10 dB less in the end; after one time constant 1/e of the way is left."""
    x = np.concatenate([square(-30.0, 24_000), square(-10.0, 48_000), square(-60.0, 48_000)])
    y = through("compressor", x, threshold_db=-30.0, ratio=2.0, attack_ms=20.0, release_ms=200.0)
    reduction_db = -20.0 * np.log10(np.abs(y / x))
    begun = reduction_db[23_999]
    left = math.exp(-1.0)
    assert reduction_db[24_000 + 959] == pytest.approx(10.0 - (10.0 - begun) * left, abs=0.05)
    assert reduction_db[71_999] == pytest.approx(10.0, abs=0.01)
    assert reduction_db[72_000 + 9_599] == pytest.approx(10.0 * left, abs=0.05)


@pytest.mark.parametrize("decay_s", [0.5, 1.5, 4.0])
def test_the_reverb_decays_in_its_time(decay_s: float) -> None:
    """Schroeder's integration from -5 to -35 dB of lows, which the damping leaves alone."""
    n = int((decay_s + 0.5) * SAMPLE_RATE_HZ)
    x = np.zeros(n)
    t = np.arange(9_600) / SAMPLE_RATE_HZ
    x[:9_600] = np.hanning(9_600) * sum(np.sin(2 * np.pi * hz * t + hz) for hz in (110.0, 171.0, 233.0, 307.0))
    tail = through("reverb", x, decay_s=decay_s, damping_hz=16_000.0)[9_600:]
    curve_db = 10.0 * np.log10(np.cumsum(tail[::-1] ** 2)[::-1] / np.sum(tail**2))
    first, last = np.argmax(curve_db < -5.0), np.argmax(curve_db < -35.0)
    assert 2.0 * (last - first) / SAMPLE_RATE_HZ == pytest.approx(decay_s, rel=0.08)


def test_damping_makes_the_highs_of_a_room_shorter() -> None:
    def late(hz: float, damping_hz: float) -> float:
        x = np.zeros(48_000)
        x[:4_800] = np.hanning(4_800) * np.sin(2 * np.pi * hz * np.arange(4_800) / SAMPLE_RATE_HZ)
        y = through("reverb", x, damping_hz=damping_hz)
        return float(np.sum(y[28_800:] ** 2) / np.sum(y[4_800:9_600] ** 2))

    assert late(6_000.0, 1_500.0) < 0.01 * late(6_000.0, 16_000.0)
    assert late(200.0, 1_500.0) > 0.3 * late(200.0, 16_000.0)


def test_a_room_is_as_loud_whatever_its_decay() -> None:
    hiss = 0.1 * np.random.default_rng(3).standard_normal(6 * SAMPLE_RATE_HZ)
    loudness = [np.std(through("reverb", hiss, decay_s=decay_s)[-96_000:]) for decay_s in (0.4, 1.5, 5.0)]
    assert max(loudness) < 2.0 * min(loudness)


def tone_through_the_de_esser(hz: float, level_db: float) -> float:
    """dB by which it comes out softer; threshold -30 dB, at most 9 dB, above 5 kHz."""
    x = 10.0 ** (level_db / 20.0) * np.sin(2 * np.pi * hz * np.arange(48_000) / SAMPLE_RATE_HZ)
    y = through("de_esser", x, threshold_db=-30.0, most_db=9.0, corner_hz=5_000.0)
    return float(20.0 * np.log10(np.std(x[24_000:]) / np.std(y[24_000:])))


def test_the_de_esser_takes_from_loud_highs_alone() -> None:
    assert tone_through_the_de_esser(12_000.0, -6.0) == pytest.approx(9.0, abs=0.7)
    assert tone_through_the_de_esser(12_000.0, -40.0) == pytest.approx(0.0, abs=0.01)
    assert tone_through_the_de_esser(300.0, -6.0) == pytest.approx(0.0, abs=0.1)


def test_echoes_fade_by_the_feedback() -> None:
    impulse = np.zeros(48_000)
    impulse[0] = 1.0
    y = through("echo", impulse, delay_ms=100.0, feedback=0.6)
    assert y[4_800:24_000:4_800] == pytest.approx([1.0, 0.6, 0.36, 0.216])


def test_the_table_in_the_docs_is_of_these_effects() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(EFFECTS)
    for row, effect in zip(rows, EFFECTS.values(), strict=True):
        for one in effect.parameters:
            unit = f" {one.unit}" if one.unit else ""
            assert f"`{one.name}` {one.low:g} to {one.high:g}{unit} ({one.default:g})" in row
