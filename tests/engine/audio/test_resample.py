"""The live resampler: quality, delay, and that neither blocks nor ratios leave a mark."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.audio import resample
from engine.audio.resample import MAX_DRIFT, PASSBAND_EDGE, Resampler

RATES = [(48_000, 44_100), (44_100, 48_000), (48_000, 16_000), (8_000, 48_000), (192_000, 48_000), (48_000, 192_000), (96_000, 48_000)]
Signal = NDArray[np.float32]


def sine(f_hz: float, rate_hz: int, n: int) -> Signal:
    return np.sin(2 * np.pi * f_hz * np.arange(n) / rate_hz).astype(np.float32)


def steady(in_rate_hz: int, out_rate_hz: int, f_hz: float, ratio: float = 1.0) -> NDArray[np.float64]:
    """What comes out for a quarter of a second of a sine, without its start."""
    resampler = Resampler(in_rate_hz, out_rate_hz)
    out = resampler.process(sine(f_hz, in_rate_hz, in_rate_hz // 4), resampler.prepare(), ratio)
    return out[2 * resampler.latency_samples * out_rate_hz // in_rate_hz + 16 :].astype(np.float64)


def fitted(out: NDArray[np.float64], f_hz: float, rate_hz: float) -> tuple[float, float]:
    """(amplitude, rest in dB below it) of the sine at `f_hz` in `out`."""
    phase = 2 * np.pi * f_hz * np.arange(len(out)) / rate_hz
    basis = np.stack([np.sin(phase), np.cos(phase)], axis=1)
    weights, *_ = np.linalg.lstsq(basis, out, rcond=None)
    amplitude = float(np.hypot(*weights))
    rest = float(np.sqrt(2 * np.mean((out - basis @ weights) ** 2)))
    return amplitude, 20 * np.log10(rest / amplitude)


@pytest.mark.parametrize(("in_rate_hz", "out_rate_hz"), RATES)
def test_passband_is_flat_and_free_of_images(in_rate_hz: int, out_rate_hz: int) -> None:
    edge_hz = PASSBAND_EDGE * min(in_rate_hz, out_rate_hz) / 2
    for f_hz in np.linspace(60.0, edge_hz, 12):
        amplitude, rest_db = fitted(steady(in_rate_hz, out_rate_hz, f_hz), f_hz, out_rate_hz)
        assert abs(20 * np.log10(amplitude)) < 0.01
        assert rest_db < -90


@pytest.mark.parametrize(("in_rate_hz", "out_rate_hz"), [pair for pair in RATES if pair[0] > pair[1]])
def test_what_would_alias_is_eighty_db_down(in_rate_hz: int, out_rate_hz: int) -> None:
    for f_hz in np.linspace(1.001 * out_rate_hz / 2, 0.999 * in_rate_hz / 2, 25):
        level = np.sqrt(2 * np.mean(steady(in_rate_hz, out_rate_hz, f_hz) ** 2))
        assert 20 * np.log10(level + 1e-12) < -80


@pytest.mark.parametrize(("in_rate_hz", "out_rate_hz"), RATES)
def test_output_sample_k_is_the_input_at_its_own_time(in_rate_hz: int, out_rate_hz: int) -> None:
    resampler = Resampler(in_rate_hz, out_rate_hz)
    n_in, width = in_rate_hz // 4, 0.002
    at_s = np.arange(n_in) / in_rate_hz
    out = resampler.process(np.exp(-(((at_s - 0.1) / width) ** 2)).astype(np.float32), resampler.prepare())
    out_s = np.arange(len(out)) / out_rate_hz
    np.testing.assert_allclose(out, np.exp(-(((out_s - 0.1) / width) ** 2)), atol=1e-4)
    certain = (n_in - resampler.latency_samples) * out_rate_hz / in_rate_hz
    assert certain <= len(out) < certain + out_rate_hz / in_rate_hz + 1


@given(
    cuts=st.lists(st.integers(0, 700), min_size=1, max_size=30), rates=st.sampled_from([*RATES, (48_000, 48_000)]), seed=st.integers(0, 9)
)
@settings(deadline=None, max_examples=40)
def test_cutting_the_input_differently_changes_no_bit(cuts: list[int], rates: tuple[int, int], seed: int) -> None:
    signal = np.random.default_rng(seed).standard_normal(3000).astype(np.float32)
    resampler = Resampler(*rates)
    ratio = 1.0 if seed % 2 else 1.0013
    whole = resampler.process(signal, resampler.prepare(), ratio)
    state, pieces, at = resampler.prepare(), [], 0
    for n in [*cuts, len(signal)]:
        pieces.append(resampler.process(signal[at : at + n], state, ratio))
        at += n
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_equal_rates_pass_untouched_and_at_once() -> None:
    resampler = Resampler(48_000, 48_000)
    state = resampler.prepare()
    signal = np.random.default_rng(0).standard_normal(4800).astype(np.float32)
    out = resampler.process(signal, state)
    np.testing.assert_array_equal(out, signal)
    assert out is not signal
    assert resampler.latency_ms(state) == 0.0


def test_the_first_correction_leaves_no_seam() -> None:
    resampler = Resampler(48_000, 48_000)
    state = resampler.prepare()
    signal = sine(1000.0, 48_000, 9600)
    out = np.concatenate([resampler.process(signal[:4800], state), resampler.process(signal[4800:], state, 1.0005)])
    assert resampler.latency_ms(state) == pytest.approx(1.125)
    at = np.concatenate([np.arange(4800), 4800 + np.arange(len(out) - 4800) / 1.0005])
    np.testing.assert_allclose(out, np.sin(2 * np.pi * 1000 * at / 48_000), atol=2e-4)


def test_changing_ratios_keeps_the_phase_and_makes_the_samples_asked_for() -> None:
    resampler = Resampler(48_000, 44_100)
    state = resampler.prepare()
    signal = sine(440.0, 48_000, 48_000)
    ratios = 1 + MAX_DRIFT * np.sin(np.arange(100))
    out = np.concatenate([resampler.process(signal[480 * i : 480 * i + 480], state, ratios[i]) for i in range(100)])
    smooth = 2 * np.pi * 440 / 44_100
    assert np.abs(np.diff(out[200:])).max() < 1.01 * smooth
    assert np.abs(np.diff(out[200:], n=2)).max() < 1.05 * smooth**2
    assert len(out) == pytest.approx(44_100 * ratios.mean() - 50, abs=5)


def test_ratio_is_limited() -> None:
    resampler = Resampler(48_000, 48_000)
    out = resampler.process(np.zeros(48_000, dtype=np.float32), resampler.prepare(), 1.5)
    assert len(out) == pytest.approx(48_000 * (1 + MAX_DRIFT), abs=80)


def test_input_is_not_written_to_and_state_does_not_grow() -> None:
    resampler = Resampler(44_100, 48_000)
    state = resampler.prepare()
    block = np.random.default_rng(0).standard_normal(441).astype(np.float32)
    before = block.copy()
    sizes = []
    for _ in range(500):
        resampler.process(block, state)
        sizes.append(len(state.history))
    np.testing.assert_array_equal(block, before)
    assert max(sizes) <= 2 * resampler.latency_samples + 2


def test_a_constant_comes_out_constant() -> None:
    resampler = Resampler(44_100, 48_000)
    out = resampler.process(np.ones(4410, dtype=np.float32), resampler.prepare())
    np.testing.assert_allclose(out[200:], 1.0, atol=2e-6)


@pytest.mark.parametrize("rate_hz", [7_999, 192_001, 0])
def test_refuses_rates_outside_its_range(rate_hz: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Resampler(rate_hz, 48_000)


def test_what_computes_is_loaded_before_the_first_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal rates first need it when the clocks have come apart: loading or compiling it then would be a dropout."""
    kinds: list[list[str]] = []
    real = resample._interpolate

    def told(*arguments: Any) -> tuple[int, int, float]:
        kinds.append([f"{type(argument)} {np.ndim(argument)} {getattr(argument, 'dtype', '')}" for argument in arguments])
        return real(*arguments)

    monkeypatch.setattr(resample, "_interpolate", told)
    resample._load_kernel.cache_clear()
    resampler = Resampler(48_000, 48_000)
    state = resampler.prepare()
    assert len(kinds) == 1
    resampler.process(sine(220.0, 48_000, 480), state, 1.0005)
    assert kinds[0] == kinds[1]
