"""Noise that depends on nothing but (seed, frame number, position): a counter-based generator.

A draw is a hash of its coordinates, so a stream cut into other blocks, restarted in the middle or rendered again later meets the same
noise. Only integer arithmetic and one exact multiplication are used (no log, no cosine): the bits are the same on every machine and numpy
version.

The hash is the finaliser of splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014) over a key of
seed, stream and frame. Gaussian values are sums of eight 16-bit uniforms (Irwin-Hall): unit variance, excess kurtosis -0.15, never beyond
+-4.9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.dsp.kernel import kernel

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_STREAM = np.uint64(0xD1342543DE82EF95)
_LANE = np.uint64(0xFFFF)
_IRWIN_HALL_MEAN = 8 * 65535 / 2
_IRWIN_HALL_SCALE = 1.0 / (8 * (65536.0**2 - 1.0) / 12.0) ** 0.5


def uniform(seed: int, first_frame: int, n_frames: int, n_per_frame: int, stream: int = 0) -> NDArray[np.float32]:
    """[n_frames, n_per_frame] float32, evenly spread over [0, 1), row i belonging to frame first_frame + i.

    `stream` separates independent uses of one seed. Frame numbers may be negative.
    """
    out = np.empty((n_frames, n_per_frame), np.float32)
    _fill_uniform(_key(seed, stream), np.int64(first_frame), out)
    return out


def gaussian(seed: int, first_frame: int, n_frames: int, n_per_frame: int, stream: int = 0) -> NDArray[np.float32]:
    """[n_frames, n_per_frame] float32, mean 0, variance 1, row i belonging to frame first_frame + i (see `uniform`)."""
    out = np.empty((n_frames, n_per_frame), np.float32)
    _fill_gaussian(_key(seed, stream), np.int64(first_frame), out)
    return out


def _key(seed: int, stream: int) -> np.uint64:
    return np.uint64((seed * int(_GOLDEN) + stream * int(_STREAM)) & 0xFFFFFFFFFFFFFFFF)


@kernel
def _mix(value: np.uint64) -> np.uint64:
    value = (value ^ (value >> np.uint64(30))) * _MIX_1
    value = (value ^ (value >> np.uint64(27))) * _MIX_2
    return value ^ (value >> np.uint64(31))


@kernel
def _fill_uniform(key: np.uint64, first_frame: np.int64, out: NDArray[np.float32]) -> None:
    for row in range(out.shape[0]):
        base = _mix(key ^ _mix(np.uint64(first_frame + row)))
        for column in range(out.shape[1]):
            bits = _mix(base + np.uint64(column + 1) * _GOLDEN)
            out[row, column] = np.float32(bits >> np.uint64(40)) * np.float32(2.0**-24)


@kernel
def _fill_gaussian(key: np.uint64, first_frame: np.int64, out: NDArray[np.float32]) -> None:
    for row in range(out.shape[0]):
        base = _mix(key ^ _mix(np.uint64(first_frame + row)))
        for column in range(out.shape[1]):
            total = np.int64(0)
            for half in range(2):
                bits = _mix(base + np.uint64(2 * column + half + 1) * _GOLDEN)
                for lane in range(4):
                    total += np.int64((bits >> np.uint64(16 * lane)) & _LANE)
            out[row, column] = np.float32((np.float64(total) - _IRWIN_HALL_MEAN) * _IRWIN_HALL_SCALE)
