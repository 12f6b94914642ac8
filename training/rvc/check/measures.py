"""What is measured of one recording, in numbers that faults are told from. Arrays [n] float32; places in seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Spans = list[tuple[float, float]]

FRAME_MS = 20
SPEECH_BELOW_PEAK_DB = 35.0
PAUSE_S = 1.0
FLOOR_DB = -60.0
"""Below it nothing is speech, however quiet the recording."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Levels in dB of frames of 20 ms, which of them are speech, and the rate of the recording."""

    db: Floats
    speech: NDArray[np.bool_]

    @property
    def seconds(self) -> float:
        return len(self.db) * FRAME_MS / 1000

    @property
    def speech_seconds(self) -> float:
        """With the pauses of up to a second between words."""
        return sum(last - first for first, last in runs(self.speech, FRAME_MS / 1000, 0.0, PAUSE_S))


def loudness(audio: Floats, rate_hz: int) -> Loudness:
    """Levels of a mono recording; speech is what lies at most 35 dB below its loud frames."""
    n = rate_hz * FRAME_MS // 1000
    frames = audio[: len(audio) // n * n].reshape(-1, n).astype(np.float64)
    db = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    loud = float(np.percentile(db, 98)) if len(db) else FLOOR_DB
    return Loudness(db.astype(np.float32), db > max(FLOOR_DB, loud - SPEECH_BELOW_PEAK_DB))


def runs(marks: NDArray[np.bool_], step_s: float, least_s: float, join_s: float = 0.0) -> Spans:
    """Where `marks` stays true for `least_s` or more, in seconds; gaps up to `join_s` are bridged."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    spans = [(float(first * step_s), float(last * step_s)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    joined: Spans = []
    for first, last in spans:
        if joined and first - joined[-1][1] <= join_s:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [(first, last) for first, last in joined if last - first >= least_s - 1e-9]


CLIPPED_SAMPLES = 4
CLIP_SHARE = 0.985
"""Of the recording's peak: a sample that flat and that near the top has been cut."""
CLIP_STEP = 2e-3
LEAST_CLIPS = 4
"""Within half a second of each other: a single flat top may be a soft sound."""
CLIP_JOIN_S = 0.5


def clipped(audio: Floats, rate_hz: int) -> Spans:
    """Where peaks are cut flat: runs of samples at the very top that hardly differ."""
    peak = float(np.abs(audio).max(initial=0.0))
    if peak < 0.05:
        return []
    top = np.abs(audio) >= CLIP_SHARE * peak
    flat = np.concatenate([[False], np.abs(np.diff(audio)) < CLIP_STEP * peak])
    marks = top & (flat | np.roll(flat, -1))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    cut = ends - starts >= CLIPPED_SAMPLES
    at_s = starts[cut] / rate_hz
    marks = np.zeros(len(audio) // (rate_hz // 100) + 1, bool)
    marks[(at_s * 100).astype(int)] = True
    spans = runs(marks, 0.01, 0.0, CLIP_JOIN_S)
    return [span for span in spans if np.count_nonzero((at_s >= span[0] - 0.01) & (at_s < span[1])) >= LEAST_CLIPS]


NARROW_HZ = 8500.0
BELOW_HZ = (4000.0, 7500.0)
CLIFF_DB = 32.0


def is_narrow(audio: Floats, rate_hz: int) -> bool:
    """Whether the sound ends at 8 kHz: a recording at 16 kHz, whatever rate the file says. Speech itself falls by some 15 dB there."""
    if rate_hz / 2 <= NARROW_HZ:
        return True
    n_fft = 2048
    if len(audio) < n_fft:
        return False
    frames = np.lib.stride_tricks.sliding_window_view(audio, n_fft)[:: n_fft // 2]
    frames = frames[:: max(1, len(frames) // 2000)]
    power = np.mean(np.abs(np.fft.rfft(frames * np.hanning(n_fft), axis=1)) ** 2, axis=0)
    at_hz = np.fft.rfftfreq(n_fft, 1 / rate_hz)
    below = float(np.mean(power[(at_hz > BELOW_HZ[0]) & (at_hz < BELOW_HZ[1])]))
    above = float(np.mean(power[(at_hz > NARROW_HZ) & (at_hz < min(16_000.0, rate_hz / 2))]))
    return below > 0 and 10 * np.log10(below / max(above, 1e-30)) > CLIFF_DB


OPPOSED = -0.5
OPPOSED_BLOCK_S = 1.0


def opposed(channels: NDArray[np.float32], rate_hz: int) -> Spans:
    """Where two channels [n, 2] contradict each other, so that they cancel when they are added."""
    if channels.ndim != 2 or channels.shape[1] != 2:
        return []
    n = int(rate_hz * OPPOSED_BLOCK_S)
    blocks = channels[: len(channels) // n * n].reshape(-1, n, 2).astype(np.float64)
    blocks = blocks - blocks.mean(axis=1, keepdims=True)
    power = np.mean(blocks**2, axis=1)
    both = np.sqrt(power[:, 0] * power[:, 1])
    alike = np.mean(blocks[..., 0] * blocks[..., 1], axis=1) / np.maximum(both, 1e-12)
    return runs((alike < OPPOSED) & (both > 1e-7), OPPOSED_BLOCK_S, 2 * OPPOSED_BLOCK_S)


SILENCE_S = 8.0


def long_silences(levels: Loudness) -> Spans:
    """Stretches of `SILENCE_S` and more in which nobody speaks."""
    return runs(~levels.speech, FRAME_MS / 1000, SILENCE_S)


FALL_DB = (4.0, 24.0)
"""The stretch of a fall that is timed, below where it began."""
REVERB_S = 0.32
LEAST_FALLS = 5
FALL_WITHIN_S = 0.8
FALL_STEP_MS = 10


def decay_s(audio: Floats, rate_hz: int) -> float:
    """How long the room goes on speaking: seconds of a fall by 60 dB, from the steeper half of all ends; 0 where there are few."""
    n = rate_hz * FALL_STEP_MS // 1000
    frames = audio[: len(audio) // n * n].reshape(-1, n).astype(np.float64)
    db = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    if not len(db):
        return 0.0
    loud = float(np.percentile(db, 95))
    most = int(FALL_WITHIN_S * 1000 / FALL_STEP_MS)
    times: list[float] = []
    i = 0
    while i < len(db) - 2:
        if db[i] > loud - 12 and db[i + 1] < db[i] - 1.0:
            after = db[i : i + most]
            ends = np.flatnonzero(after < db[i] - FALL_DB[1])
            risen = np.flatnonzero(after[1:] > np.minimum.accumulate(after)[:-1] + 5.0)
            if len(ends) and (not len(risen) or risen[0] + 1 > ends[0]):
                begins = int(np.flatnonzero(after < db[i] - FALL_DB[0])[0])
                times.append((ends[0] - begins + 1) * FALL_STEP_MS / 1000 * 60 / (FALL_DB[1] - FALL_DB[0]))
                i += int(ends[0])
        i += 1
    return float(np.percentile(times, 25)) if len(times) >= LEAST_FALLS else 0.0


MUSIC_BLOCK_S = 0.32
MUSIC_BELOW_DB = 40.0
"""Music that is softer than that below the speech does no harm that can be told from noise."""
TONAL_SHARE = 0.5
MUSIC_LEAST_S = 6.0


def tonality(block: Floats, rate_hz: int) -> float:
    """0..1: which part of a block's energy between 100 Hz and 4 kHz stands in lines that last through all of it."""
    n = len(block) // 2
    first, second = (np.abs(np.fft.rfft(part * np.hanning(n))) ** 2 for part in (block[:n], block[n : 2 * n]))
    both = np.minimum(first, second)
    at_hz = np.fft.rfftfreq(n, 1 / rate_hz)
    inside = (at_hz > 100) & (at_hz < 4000)
    both, total = both[inside], float((first + second)[inside].sum()) / 2
    floor = np.median(both)
    return float(both[both > 30 * floor].sum() / max(total, 1e-20))


def music(audio: Floats, rate_hz: int) -> float:
    """Which part of the recording's quietest blocks is tones that last: music goes on where speech pauses. 0 where pauses are quiet."""
    n = int(rate_hz * MUSIC_BLOCK_S)
    blocks = audio[: len(audio) // n * n].reshape(-1, n)
    if len(blocks) < 8:
        return 0.0
    db = 10 * np.log10(np.mean(blocks.astype(np.float64) ** 2, axis=1) + 1e-12)
    quiet = np.argsort(db)[: max(4, len(db) // 10)]
    heard = quiet[db[quiet] > np.percentile(db, 90) - MUSIC_BELOW_DB]
    if len(heard) < len(quiet) / 2:
        return 0.0
    return float(np.mean([tonality(blocks[i], rate_hz) > TONAL_SHARE for i in heard]))


def envelope(levels: Loudness, first_s: float, last_s: float) -> Floats:
    """The levels of a stretch, around their mean: what tells whether two stretches are one recording."""
    part = levels.db[int(first_s * 1000 / FRAME_MS) : int(last_s * 1000 / FRAME_MS)]
    shape: Floats = np.maximum(part, part.max(initial=FLOOR_DB) - 50)
    return shape - shape.mean() if len(shape) else shape


SAME = 0.985
LEAST_SAME_S = 1.2


def same(one: Floats, other: Floats) -> bool:
    """Whether two envelopes are those of one recording, up to its level and a frame or two at the ends."""
    n = min(len(one), len(other))
    if n * FRAME_MS / 1000 < LEAST_SAME_S or abs(len(one) - len(other)) > 3:
        return False
    best = 0.0
    for shift in (-2, -1, 0, 1, 2):
        a, b = one[max(0, shift) : n + min(0, shift)], other[max(0, -shift) : n + min(0, -shift)]
        best = max(best, float(np.corrcoef(a, b)[0, 1]))
    return best > SAME
