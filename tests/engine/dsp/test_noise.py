"""Counter-based noise: its bits, its keys, its statistics."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dsp.noise import gaussian, uniform

MASK = 2**64 - 1


def mix(value: int) -> int:
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def reference_bits(seed: int, frame: int, counter: int, stream: int) -> int:
    """The hash in Python's unbounded integers: what every machine has to give."""
    key = (seed * 0x9E3779B97F4A7C15 + stream * 0xD1342543DE82EF95) & MASK
    return mix((mix(key ^ mix(frame & MASK)) + counter * 0x9E3779B97F4A7C15) & MASK)


@pytest.mark.parametrize(("seed", "frame", "stream"), [(0, 0, 0), (7, 123_456, 1), (2**31 - 1, -3, 2)])
def test_bits_are_those_of_the_reference(seed: int, frame: int, stream: int) -> None:
    flat, bell = uniform(seed, frame, 1, 5, stream)[0], gaussian(seed, frame, 1, 5, stream)[0]
    for i in range(5):
        assert flat[i] == (reference_bits(seed, frame, i + 1, stream) >> 40) / 2**24
        lanes = [(reference_bits(seed, frame, 2 * i + half, stream) >> shift) & 0xFFFF for half in (1, 2) for shift in (0, 16, 32, 48)]
        assert bell[i] == np.float32((sum(lanes) - 4 * 65535) / (8 * (65536**2 - 1) / 12) ** 0.5)


def test_a_frame_is_the_same_however_it_is_asked_for() -> None:
    whole = gaussian(5, -10, 40, 480)
    assert np.array_equal(gaussian(5, 3, 2, 480), whole[13:15])
    assert np.array_equal(gaussian(5, -10, 40, 100), whole[:, :100])


def test_seed_frame_and_stream_each_change_everything() -> None:
    base = gaussian(1, 0, 1, 4800)[0]
    for other in (gaussian(2, 0, 1, 4800), gaussian(1, 1, 1, 4800), gaussian(1, 0, 1, 4800, stream=1)):
        assert abs(float(np.corrcoef(base, other[0])[0, 1])) < 0.06


def test_statistics() -> None:
    bell, flat = gaussian(3, 0, 1000, 480).astype(np.float64), uniform(3, 0, 1000, 480).astype(np.float64)
    assert abs(bell.mean()) < 0.01
    assert abs(bell.var() - 1.0) < 0.01
    assert 2.7 < np.mean(bell**4) < 3.0
    assert flat.min() >= 0.0
    assert flat.max() < 1.0
    assert abs(flat.mean() - 0.5) < 0.003
    assert abs(flat.var() * 12 - 1.0) < 0.01
    spectrum = np.abs(np.fft.rfft(bell.ravel()[: 2**18])) ** 2
    bands = spectrum[1:].reshape(-1, 2**13).mean(axis=1)
    assert bands.max() / bands.min() < 1.2, "not white"
