"""Cuts slices into the segments that training reads, and brings them to one level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np
from numpy.typing import NDArray

from training.rvc.data.slicer import Doubles, Span

SEGMENT_S = 3.7
OVERLAP_S = 0.3
LOUDEST = 2.5
"""A segment with a higher peak is dropped: something is wrong with it."""
PEAK, SHARE = 0.9, 0.75
"""The level that a segment is brought to, and how much of it is."""


def segment_spans(start: int, length: int, rate_hz: int) -> Iterator[Span]:
    """The segments of a slice that begins at sample `start`; each begins 3.4 s after the one before, the last may be 4 s long."""
    for i in count():
        first = int(rate_hz * (SEGMENT_S - OVERLAP_S) * i)
        if length - first <= (SEGMENT_S + OVERLAP_S) * rate_hz:
            yield start + first, start + length
            return
        yield start + first, start + first + int(SEGMENT_S * rate_hz)


def levelled(segment: Doubles) -> NDArray[np.float32] | None:
    """segment [n] at the level that training expects, float32; None where it is silent, too loud or not finite."""
    peak = np.abs(segment).max(initial=0.0)
    if not np.isfinite(peak) or peak == 0.0 or peak > LOUDEST:
        return None
    level: NDArray[np.float32] = (segment / peak * (PEAK * SHARE) + (1 - SHARE) * segment).astype(np.float32)
    return level
