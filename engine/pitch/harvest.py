"""Pitch by Harvest (Morise, 2017; WORLD, modified BSD): no network, precise, heavy and late.

Harvest works on a stretch of sound and costs about as much for its start as for 150 ms of it, so it is run over a window of 350 ms every
200 ms. On speech the result is that of the whole recording to within 0.2 cents (median).

Harvest by itself calls nearly everything voiced (half of the unvoiced frames of speech: WORLD decides that elsewhere), which would make a
converted hiss buzz. A frame stays voiced here only if the sound resembles itself one period later.
"""

from __future__ import annotations

import numpy as np
import pyworld

from engine.contracts import FRAME_MS, Audio, DetectorTiming, Frames, StreamSpec
from engine.dsp.decimate import RATE_HZ
from engine.dsp.frame_windows import FRAME_16K, FrameWindows, WindowState
from engine.pitch.catalogue import DetectorParts

LOW_HZ, HIGH_HZ = 50.0, 1100.0

STRIDE_FRAMES = 20
PAST_FRAMES = 10
FUTURE_FRAMES = 5

VOICED_ABOVE = 0.5
"""Normalised correlation of the sound with itself one period on. Of speech, 1.5 % of voiced frames fall below it (0.7: 5 %)."""

CORRELATION_REACH = 160
"""Samples at 16 kHz (10 ms), or one period where that is longer, each side of the middle."""


WINDOWS = FrameWindows(STRIDE_FRAMES, before=PAST_FRAMES * FRAME_16K, after=FUTURE_FRAMES * FRAME_16K)
TIMING = DetectorTiming(WINDOWS.latency_samples, STRIDE_FRAMES)


class Harvest:
    """A PitchDetector: 50-1100 Hz, 51 ms late, answers in groups of 200 ms."""

    name = "harvest"
    latency_samples = TIMING.latency_samples
    stride_frames = TIMING.stride_frames
    phase_frames = TIMING.phase_frames

    def __init__(self) -> None:
        self._windows = WINDOWS

    def prepare(self, spec: StreamSpec) -> WindowState:
        """A fresh stream."""
        return self._windows.prepare()

    def process(self, block: Audio, state: WindowState) -> Frames:
        """`block` [n] float32 at 48 kHz, any n; returns the frames that have become due, f0 in Hz, 0 where unvoiced."""
        groups = [self._group(window) for window in self._windows.push(block, state)]
        return np.concatenate([np.zeros(0, np.float32), *groups])

    def _group(self, window: Audio) -> Frames:
        """[STRIDE_FRAMES] from the window that covers them. The median of three takes out single frames that jump."""
        silent = self._windows.silent(window)
        if silent.all():
            return np.zeros(STRIDE_FRAMES, np.float32)
        f0_hz, _ = pyworld.harvest(window.astype(np.float64), RATE_HZ, f0_floor=LOW_HZ, f0_ceil=HIGH_HZ, frame_period=float(FRAME_MS))
        around = np.stack([f0_hz[PAST_FRAMES + shift : PAST_FRAMES + shift + STRIDE_FRAMES] for shift in (-1, 0, 1)])
        f0_hz = np.median(around, axis=0)
        for frame in np.flatnonzero(f0_hz):
            centre = (PAST_FRAMES + int(frame)) * FRAME_16K
            if silent[frame] or _resemblance(window, centre, round(RATE_HZ / f0_hz[frame])) <= VOICED_ABOVE:
                f0_hz[frame] = 0.0
        return np.asarray(f0_hz, np.float32)


def _resemblance(sound: Audio, centre: int, period: int) -> float:
    """Correlation, -1 to 1, of two stretches of `sound` that lie `period` samples apart around `centre`."""
    reach = max(CORRELATION_REACH, period)
    start = centre - reach - period // 2
    first = sound[start : start + 2 * reach].astype(np.float64)
    second = sound[start + period : start + period + 2 * reach].astype(np.float64)
    return float(np.sum(first * second) / np.sqrt(np.sum(first**2) * np.sum(second**2) + 1e-12))


def open_harvest(parts: DetectorParts) -> Harvest:
    """The detector."""
    return Harvest()


def timing(parts: DetectorParts) -> DetectorTiming:
    """Always the same."""
    return TIMING
