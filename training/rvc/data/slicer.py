"""Cuts a recording at its silences.

Frames of 15 ms are silent below -42 dB (RMS over four frames). A silence of 0.4 s or more ends a slice of 1.5 s or more; at most 0.5 s
of it are kept at each side. Cuts fall on the quietest frame in reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

THRESHOLD_DB = -42.0
HOP_MS = 15
WINDOW_HOPS = 4
LEAST_SLICE_MS = 1500
LEAST_SILENCE_MS = 400
KEPT_SILENCE_MS = 500

Doubles = NDArray[np.float64]
Span = tuple[int, int]
"""First sample and the one after the last."""


@dataclass(frozen=True, slots=True)
class _Lengths:
    """In samples: hop, window. In frames: the shortest slice, the shortest silence, silence that is kept."""

    hop: int
    window: int
    slice_frames: int
    silence_frames: int
    kept_frames: int


def slice_spans(audio: Doubles, rate_hz: int) -> list[Span]:
    """The slices of audio [n] (after the high-pass), in samples."""
    lengths = _lengths(rate_hz)
    if len(audio) <= lengths.slice_frames:
        return [(0, len(audio))]
    loudness = frame_loudness(audio, lengths.window, lengths.hop)
    cuts = _cuts(loudness, lengths)
    if not cuts:
        return [(0, len(audio))]
    starts = [0, *(after for _, after in cuts)]
    ends = [*(before for before, _ in cuts), len(loudness)]
    spans = [(start, end) for start, end in zip(starts, ends, strict=True)]
    # A cut at the very beginning or end leaves nothing before or after it.
    if cuts[0][0] <= 0:
        spans = spans[1:]
    if cuts[-1][1] >= len(loudness):
        spans = spans[:-1]
    return [(start * lengths.hop, min(len(audio), end * lengths.hop)) for start, end in spans]


def frame_loudness(audio: Doubles, window: int, hop: int) -> Doubles:
    """RMS of windows around every `hop` samples, silence beyond the ends; [1 + n // hop]."""
    padded = np.pad(audio, window // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, window)[::hop]
    return np.array([np.sqrt(np.mean(np.abs(part) ** 2)) for part in windows])


def _lengths(rate_hz: int) -> _Lengths:
    hop = round(rate_hz * HOP_MS / 1000)
    least_silence = rate_hz * LEAST_SILENCE_MS / 1000
    return _Lengths(
        hop=hop,
        window=min(round(least_silence), WINDOW_HOPS * hop),
        slice_frames=round(rate_hz * LEAST_SLICE_MS / 1000 / hop),
        silence_frames=round(least_silence / hop),
        kept_frames=round(rate_hz * KEPT_SILENCE_MS / 1000 / hop),
    )


def _cuts(loudness: Doubles, lengths: _Lengths) -> list[Span]:
    """(last frame of the slice before, first frame of the slice after) of every cut."""
    threshold = 10 ** (THRESHOLD_DB / 20.0)
    cuts: list[Span] = []
    silent_from: int | None = None
    slice_from = 0
    for i, level in enumerate(loudness):
        if level < threshold:
            silent_from = i if silent_from is None else silent_from
            continue
        if silent_from is None:
            continue
        leading = silent_from == 0 and i > lengths.kept_frames
        between = i - silent_from >= lengths.silence_frames and i - slice_from >= lengths.slice_frames
        if leading or between:
            cuts.append(_cut(loudness, silent_from, i, lengths.kept_frames))
            slice_from = cuts[-1][1]
        silent_from = None
    if silent_from is not None and len(loudness) - silent_from >= lengths.silence_frames:
        end = min(len(loudness), silent_from + lengths.kept_frames)
        cuts.append((_quietest(loudness, silent_from, end), len(loudness) + 1))
    return cuts


def _cut(loudness: Doubles, first: int, end: int, kept: int) -> Span:
    """Where the silence of the frames `first` .. `end` is cut."""
    if end - first <= kept:
        at = _quietest(loudness, first, end)
        return (0, at) if first == 0 else (at, at)
    before, after = _quietest(loudness, first, first + kept), _quietest(loudness, end - kept, end)
    if first == 0:
        return 0, after
    if end - first <= 2 * kept:
        middle = _quietest(loudness, end - kept, first + kept)
        return min(before, middle), max(after, middle)
    return before, after


def _quietest(loudness: Doubles, first: int, last: int) -> int:
    """The quietest frame of `first` .. `last`, both included."""
    return first + int(loudness[first : last + 1].argmin())
