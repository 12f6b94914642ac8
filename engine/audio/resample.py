"""Changes the rate of a live stream, and by up to 0.5 % more to follow another device's clock.

A windowed sinc, read at any fractional position by interpolating a table of its phases. Its delay is half its length, 54 samples of the
lower rate (1.1 ms at 48 kHz): it exists because soxr's streaming mode holds back 19 to 175 ms (docs/decisions/0002-live-resampler.md).

Thread: the worker's. Output depends on the samples and the ratios only, never on how the samples were cut into blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.audio.ring import Samples
from engine.dsp.kernel import kernel

HALF_LENGTH_SAMPLES = 54
"""Samples of the lower rate on each side of the filter's centre: enough for the two numbers below (Kaiser's formula)."""
STOPBAND_DB = 85.0
PASSBAND_EDGE = 0.9
"""Of the lower Nyquist frequency; the stopband starts at that Nyquist frequency."""
PHASES = 512
"""Steps between two input samples; linear interpolation between them errs by (pi/PHASES)^2/8 = -107 dB at most."""
MAX_DRIFT = 0.005
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000


@dataclass(slots=True)
class ResamplerState:
    """Where a stream stands. `history` is float32 input from `first` on (absolute sample numbers); the next output lies at input position
    `position` + `fraction`, 0 <= fraction < 1. `engaged` says whether the filter runs, or samples go through untouched."""

    history: Samples
    first: int
    position: int
    fraction: float
    engaged: bool


class Resampler:
    """From `in_rate_hz` to `out_rate_hz` (8 to 192 kHz); holds the filter, not the stream.

    At equal rates samples pass untouched and undelayed until the first ratio that is not 1; from then on the filter runs, which holds back
    `latency_samples` once, without a seam.

    Raises ValueError for a rate outside the range.
    """

    def __init__(self, in_rate_hz: int, out_rate_hz: int) -> None:
        for rate_hz in (in_rate_hz, out_rate_hz):
            if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
                raise ValueError(f"rate {rate_hz} Hz is outside {MIN_RATE_HZ} to {MAX_RATE_HZ} Hz")
        self.in_rate_hz = in_rate_hz
        self.out_rate_hz = out_rate_hz
        self._step = in_rate_hz / out_rate_hz
        self._stretch = max(1.0, self._step)
        self._half = int(np.ceil(HALF_LENGTH_SAMPLES * self._stretch))
        self._table = _phase_table(self._half, self._stretch)

    @property
    def transparent(self) -> bool:
        """Whether samples pass untouched as long as the ratio stays 1."""
        return self.in_rate_hz == self.out_rate_hz

    @property
    def latency_samples(self) -> int:
        """Input samples held back while the filter runs (0 before that, where `transparent`)."""
        return self._half

    def latency_ms(self, state: ResamplerState) -> float:
        """What `state` holds back now, in ms."""
        return 1000.0 * self._half / self.in_rate_hz if state.engaged else 0.0

    def prepare(self) -> ResamplerState:
        """A fresh stream; before its first sample lies silence."""
        _load_kernel()
        history = np.zeros(self._half - 1, dtype=np.float32)
        return ResamplerState(history, first=1 - self._half, position=0, fraction=0.0, engaged=not self.transparent)

    def process(self, block: Samples, state: ResamplerState, ratio: float = 1.0) -> Samples:
        """What has become certain after `block`, [n] float32 at the input rate; output k lies at the input time of k output periods.

        `ratio` (within 1 +- 0.005, clipped) is how many samples come out per nominal one: below 1 to drain a ring that is too full.
        """
        if ratio != 1.0:
            state.engaged = True
        history = np.concatenate((state.history, block))
        end = state.first + len(history)
        if state.engaged:
            step = self._step / min(max(ratio, 1.0 - MAX_DRIFT), 1.0 + MAX_DRIFT)
            out = np.empty(max(0, int((end - state.position) / step) + 2), dtype=np.float32)
            offset = state.position - state.first
            n, offset, state.fraction = _interpolate(history, offset, state.fraction, step, self._table, out)
            state.position = state.first + offset
            out = out[:n]
        else:
            out = block.copy()
            state.position = end
        keep_from = min(max(state.position - self._half + 1, state.first), end)
        state.history = history[keep_from - state.first :].copy()
        state.first = keep_from
        return out


def _phase_table(half: int, stretch: float) -> NDArray[np.float32]:
    """[phases + 1, 2 * half] float32: row p holds the taps for a position p/phases of an input sample after tap half - 1.

    A filter stretched for a lower output rate is smoother by as much, and needs as many fewer phases.
    """
    n_phases = max(16, int(np.ceil(PHASES / stretch)))
    cutoff = 0.5 * (1.0 + PASSBAND_EDGE) / stretch
    beta = 0.1102 * (STOPBAND_DB - 8.7)
    taps = np.arange(2 * half) - (half - 1)
    at = taps[np.newaxis, :] - np.arange(n_phases + 1)[:, np.newaxis] / n_phases
    inside = np.maximum(0.0, 1.0 - (at / half) ** 2)
    table = cutoff * np.sinc(cutoff * at) * np.i0(beta * np.sqrt(inside)) / np.i0(beta)
    # Every phase passes a constant exactly, or a constant would come out with a tone.
    return np.ascontiguousarray(table / table.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def _load_kernel() -> None:
    """A stream at equal rates first needs it when clocks have come apart, amid sound: it would be read then, or even compiled."""
    silence = np.zeros(8, dtype=np.float32)
    _interpolate(silence, 1, 0.0, 1.0, np.zeros((17, 2), dtype=np.float32), np.zeros_like(silence))


@kernel
def _interpolate(
    history: Samples, offset: int, fraction: float, step: float, table: NDArray[np.float32], out: Samples
) -> tuple[int, int, float]:
    """Fills `out` as far as `history` reaches; position `offset` + `fraction` is within `history`. Returns the count and the next position.

    Two running sums, because one would wait for each addition; the order of additions is fixed.
    """
    half = table.shape[1] // 2
    n_phases = table.shape[0] - 1
    n = 0
    while offset + half < history.shape[0]:
        phase = fraction * n_phases
        row = int(phase)
        weight = np.float32(phase - row)
        first = offset - half + 1
        even = 0.0
        odd = 0.0
        for tap in range(0, 2 * half, 2):
            near = table[row, tap]
            even += history[first + tap] * (near + weight * (table[row + 1, tap] - near))
            near = table[row, tap + 1]
            odd += history[first + tap + 1] * (near + weight * (table[row + 1, tap + 1] - near))
        out[n] = even + odd
        n += 1
        fraction += step
        whole = int(fraction)
        offset += whole
        fraction -= whole
    return n, offset, fraction
