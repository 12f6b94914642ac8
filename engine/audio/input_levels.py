"""What a microphone hears, in a few numbers: noise floor, level of speech, the speaker's pitch.

Thread: a job's; nothing here is real-time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, PitchDetector, StreamSpec
from engine.dsp.fifo import Fifo

FLOOR_DB = -120.0
NOISE_SHARE = 0.95
"""The peak that this share of the 10 ms frames stay under is called the noise: one click does not raise it."""
SPEECH_RANGE_DB = 20.0
"""Frames within so much of the loudest count as speech; pauses between words do not."""
LOUDEST_SHARE = 0.95
LEAST_VOICED_FRAMES = 30
LEAST_SPEECH_FRAMES = 80
"""So many loud frames are somebody who reads, and no cough."""
OVER_NOISE_DB, UNDER_LOUDEST_DB = 6.0, 30.0
"""A frame is loud above the noise, and not so far under the loudest: a room that grew louder since is no speech."""


@dataclass(frozen=True, slots=True)
class InputSummary:
    """Of everything that was heard. Levels in dBFS, FLOOR_DB at least.

    noise_db   peak level that 95 % of the frames stay under: the floor, if nobody spoke
    speech_db  rms level of the frames within 20 dB of the loudest: the level of speech, if somebody did
    peak_db    the highest sample
    f0_hz      median pitch of the voiced frames, 0 where there were fewer than 0.3 s of them
    clipped    samples at full scale
    """

    seconds: float
    noise_db: float
    speech_db: float
    peak_db: float
    f0_hz: float
    clipped: int


@dataclass(slots=True)
class InputLevels:
    """Collects frames of 10 ms. `detector` hears the pitch."""

    detector: PitchDetector[Any]
    _pitch: Any = None
    _rest: Fifo = field(default_factory=lambda: Fifo(4 * SAMPLE_RATE_HZ))
    _peaks: list[float] = field(default_factory=list)
    _powers: list[float] = field(default_factory=list)
    _f0_hz: list[float] = field(default_factory=list)
    _clipped: int = 0

    def __post_init__(self) -> None:
        self._pitch = self.detector.prepare(StreamSpec())

    def take(self, block: Audio) -> None:
        """`block` [n] float32 at 48 kHz, any n."""
        self._clipped += int(np.count_nonzero(np.abs(block) >= 0.999))
        self._rest.push(block)
        n_frames = len(self._rest) // FRAME_SAMPLES
        frames = self._rest.pop(n_frames * FRAME_SAMPLES)
        for frame in frames.reshape(n_frames, FRAME_SAMPLES):
            self._peaks.append(float(np.abs(frame).max()))
            self._powers.append(float(np.mean(np.square(frame, dtype=np.float64))))
        self._f0_hz.extend(float(f0) for f0 in self.detector.process(frames, self._pitch))

    @property
    def seconds(self) -> float:
        return len(self._peaks) * FRAME_SAMPLES / SAMPLE_RATE_HZ

    @property
    def f0_hz(self) -> float:
        """The newest frame's pitch, 0 where unvoiced."""
        return self._f0_hz[-1] if self._f0_hz else 0.0

    def newest(self, first_frame: int) -> tuple[float, float]:
        """(peak, rms) in dBFS of the frames from `first_frame` on; FLOOR_DB where there are none."""
        peaks, powers = self._peaks[first_frame:], self._powers[first_frame:]
        return decibels(max(peaks, default=0.0)), decibels(math.sqrt(sum(powers) / max(1, len(powers))))

    def has_ended(self, quiet_s: float, noise_db: float) -> bool:
        """Whether somebody has spoken, above noise of `noise_db` (peak dBFS), and has been silent since for `quiet_s`."""
        n_quiet = round(quiet_s * SAMPLE_RATE_HZ / FRAME_SAMPLES)
        if len(self._peaks) <= n_quiet:
            return False
        peaks = np.array(self._peaks)
        loud = peaks > max(10.0 ** ((noise_db + OVER_NOISE_DB) / 20.0), float(peaks.max()) * 10.0 ** (-UNDER_LOUDEST_DB / 20.0))
        return int(np.count_nonzero(loud)) >= LEAST_SPEECH_FRAMES and not loud[-n_quiet:].any()

    @property
    def n_frames(self) -> int:
        return len(self._peaks)

    def summary(self) -> InputSummary:
        """All of it so far."""
        if not self._peaks:
            return InputSummary(0.0, FLOOR_DB, FLOOR_DB, FLOOR_DB, 0.0, 0)
        powers = np.array(self._powers)
        loud = powers >= np.quantile(powers, LOUDEST_SHARE) * 10.0 ** (-SPEECH_RANGE_DB / 10.0)
        voiced = [f0 for f0 in self._f0_hz if f0 > 0.0]
        return InputSummary(
            seconds=self.seconds,
            noise_db=decibels(float(np.quantile(self._peaks, NOISE_SHARE))),
            speech_db=decibels(math.sqrt(float(powers[loud].mean()))),
            peak_db=decibels(max(self._peaks)),
            f0_hz=float(np.median(voiced)) if len(voiced) >= LEAST_VOICED_FRAMES else 0.0,
            clipped=self._clipped,
        )


def decibels(level: float) -> float:
    """dBFS of a linear level, not below FLOOR_DB."""
    return max(FLOOR_DB, 20.0 * math.log10(level)) if level > 0.0 else FLOOR_DB
