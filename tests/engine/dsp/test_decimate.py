"""48 to 16 kHz: what passes, what does not, when, and the windows cut from it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.contracts import Audio
from engine.dsp.decimate import DELAY_SAMPLES, decimate, prepare_decimator
from engine.dsp.frame_windows import FrameWindows


def run(x: Audio, chunk: int) -> Audio:
    state = prepare_decimator()
    return np.concatenate([decimate(x[start : start + chunk], state) for start in range(0, len(x), chunk)])


def tone(hz: float, n: int = 12_000) -> Audio:
    return np.cos(2 * np.pi * hz * np.arange(n) / 48_000).astype(np.float32)


def test_delay_is_at_most_a_millisecond_and_exact() -> None:
    assert DELAY_SAMPLES <= 48
    state = prepare_decimator()
    n_out = 0
    for n_in in range(1, 400):
        n_out += len(decimate(np.ones(1, np.float32), state))
        assert n_out == max(0, (n_in - DELAY_SAMPLES + 2) // 3)


def test_output_sample_m_is_the_input_around_3m() -> None:
    x = np.zeros(600, np.float32)
    x[300] = 1.0
    y = run(x, 600)
    assert y.argmax() == 100
    assert np.array_equal(y[80:100], y[120:100:-1])


@pytest.mark.parametrize("hz", [50.0, 1_000.0, 4_000.0, 6_400.0])
def test_pitch_and_its_harmonics_pass(hz: float) -> None:
    y = run(tone(hz), 997)
    wanted = np.cos(2 * np.pi * hz * np.arange(len(y)) / 16_000)
    assert np.abs(y[20:] - wanted[20:]).max() < 0.012


@pytest.mark.parametrize("hz", [9_600.0, 12_000.0, 15_900.0, 16_100.0, 22_000.0])
def test_what_would_fold_back_is_gone(hz: float) -> None:
    assert np.abs(run(tone(hz), 997)[20:]).max() < 2e-3


@pytest.mark.parametrize("chunk", [1, 2, 3, 64, 65, 480, 997])
def test_cutting_the_input_changes_no_bit(chunk: int) -> None:
    x = np.random.default_rng(0).standard_normal(5_000).astype(np.float32)
    assert np.array_equal(run(x, chunk), run(x, len(x)))


def test_windows_belong_to_frames_and_start_before_the_stream() -> None:
    """A ramp says where each sample of a window comes from."""
    ramp = (np.arange(48_000) / 48_000).astype(np.float32)
    windows = FrameWindows(stride_frames=3, before=400, after=100)
    got = windows.push(ramp, windows.prepare())
    assert len(got) == (((48_000 - windows.latency_samples) // 480) + 1) // 3
    for group, window in enumerate(got):
        assert window.shape == (windows.length,)
        numbers = 3 * (160 * 3 * group - 400 + np.arange(windows.length))
        known = numbers > DELAY_SAMPLES
        assert np.allclose(window[known], numbers[known] / 48_000, atol=1e-4)
    assert not got[0][:380].any()


@pytest.mark.parametrize("chunk", [1, 479, 480, 5_000])
def test_windows_do_not_depend_on_the_cut(chunk: int) -> None:
    x = np.random.default_rng(1).standard_normal(20_000).astype(np.float32)
    windows = FrameWindows(stride_frames=2, before=0, after=160, extra_latency_samples=7)
    whole = windows.push(x, windows.prepare())
    state = windows.prepare()
    pieces = [window for start in range(0, len(x), chunk) for window in windows.push(x[start : start + chunk], state)]
    assert np.array_equal(np.stack(pieces), np.stack(whole))


def test_a_frame_is_silent_by_what_is_around_it() -> None:
    windows = FrameWindows(stride_frames=4, before=200, after=200)
    window = np.zeros(windows.length, np.float32)
    window[200 + 160 * 2 + 20] = 0.5
    assert windows.silent(window).tolist() == [True, True, False, True]
