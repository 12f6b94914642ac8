"""What the worker measures, kept so that readers take snapshots without ever stopping or resetting it.

The worker writes one row a hop into a ring of rows and counts hops; a reader remembers the hop it has read up to and takes what is newer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, Audio

ROWS = 1024
FLOOR_DB = -120.0
STALE_S = 1.5
INPUT_PEAK, OUTPUT_PEAK, COMPUTE_S, BLOCK_S, WAIT_OUT_S = range(5)


@dataclass(slots=True)
class TelemetryCounters:
    """`rows` [ROWS, 5] float64: peak in, peak out (full scale), seconds of computing, seconds of block, seconds waiting in the output ring.

    `late_blocks`, `late_samples`: input skipped because the worker was late.
    """

    rows: NDArray[np.float64] = field(default_factory=lambda: np.zeros((ROWS, 5)))
    hops: int = 0
    samples: int = 0
    late_blocks: int = 0
    late_samples: int = 0

    def note(self, block: Audio, out: Audio, compute_s: float, wait_out_s: float) -> None:
        """Worker: one hop is done."""
        row = self.rows[self.hops % ROWS]
        row[INPUT_PEAK] = np.abs(block).max(initial=0.0)
        row[OUTPUT_PEAK] = np.abs(out).max(initial=0.0)
        row[COMPUTE_S] = compute_s
        row[BLOCK_S] = len(block) / SAMPLE_RATE_HZ
        row[WAIT_OUT_S] = wait_out_s
        self.hops += 1
        self.samples += len(block)


@dataclass(frozen=True, slots=True)
class Recent:
    """What has happened since the last snapshot. Peaks in dBFS, `load` = computing time over block time."""

    input_db: float
    output_db: float
    load: float
    compute_ms: float
    wait_out_ms: float


NOTHING = Recent(FLOOR_DB, FLOOR_DB, 0.0, 0.0, 0.0)


class TelemetryReader:
    """One reader of a Telemetry; any number may exist."""

    def __init__(self, telemetry: TelemetryCounters, clock: Callable[[], float] = time.monotonic) -> None:
        self._telemetry = telemetry
        self._read_up_to = 0
        self._clock = clock
        self._last, self._last_s = NOTHING, clock()

    def recent(self) -> Recent:
        """Summary of the hops since the last call (at most the newest half of the ring, which the worker cannot be writing). Where none has
        come since, the same again: a hop may last longer than a reader waits; but nothing once none has come for STALE_S."""
        hops = self._telemetry.hops
        first = max(self._read_up_to, hops - ROWS // 2)
        self._read_up_to = hops
        if first == hops:
            return self._last if self._clock() - self._last_s < STALE_S else NOTHING
        self._last_s = self._clock()
        rows = self._telemetry.rows[np.arange(first, hops) % ROWS]
        self._last = Recent(
            input_db=peak_db(rows[:, INPUT_PEAK].max()),
            output_db=peak_db(rows[:, OUTPUT_PEAK].max()),
            load=float(rows[:, COMPUTE_S].sum() / rows[:, BLOCK_S].sum()),
            compute_ms=float(1000 * np.median(rows[:, COMPUTE_S])),
            wait_out_ms=float(1000 * np.median(rows[:, WAIT_OUT_S])),
        )
        return self._last


def peak_db(peak: float) -> float:
    """dBFS of a linear peak, not below FLOOR_DB."""
    return max(FLOOR_DB, 20.0 * math.log10(peak)) if peak > 0.0 else FLOOR_DB
