"""The pitch of a file, every 10 ms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, StreamSpec
from engine.pitch import detector
from jobs.context import JobContext
from studio.audio import as_channels, audio_info, read_blocks

DETECTOR = "swiftf0"
LEAST_VOICED_FRAMES = 30
"""Of fewer nothing is said."""


def pitch_of(path: Path, context: JobContext) -> NDArray[np.float64]:
    """f0 in Hz every 10 ms, 0 where there is none. Raises AudioFileError, WorkCancelled."""
    listening = detector(DETECTOR)
    state, found, done = listening.prepare(StreamSpec()), [], 0
    n_frames = round(audio_info(path).seconds * SAMPLE_RATE_HZ)
    for block in read_blocks(path, SAMPLE_RATE_HZ):
        done += len(block)
        context.step(min(1.0, done / max(1, n_frames)), "listening to the pitch")
        found.append(listening.process(np.ascontiguousarray(as_channels(block, 1)[:, 0]), state))
    return np.concatenate([np.asarray(part, np.float64) for part in found]) if found else np.zeros(0)


def median_hz(f0_hz: NDArray[np.float64]) -> float:
    """Of what has a pitch; 0 where that is next to nothing."""
    voiced = f0_hz[f0_hz > 0]
    return float(np.median(voiced)) if len(voiced) >= LEAST_VOICED_FRAMES else 0.0


def range_hz(f0_hz: NDArray[np.float64]) -> tuple[float, float]:
    """From the 5th to the 95th percentile of what has a pitch; (0, 0) where that is next to nothing."""
    voiced = f0_hz[f0_hz > 0]
    if len(voiced) < LEAST_VOICED_FRAMES:
        return 0.0, 0.0
    low, high = np.percentile(voiced, [5, 95])
    return float(low), float(high)
