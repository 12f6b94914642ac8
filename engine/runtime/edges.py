"""Where the pipeline's 48 kHz meets the devices' rates and clocks: one edge for what comes in, one for each output.

The input's clock leads. An output whose device runs faster or slower is followed by changing its resampling ratio by a hair.

Thread: worker.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from engine.audio.drift import DriftController
from engine.audio.resample import Resampler
from engine.audio.streams import SAMPLES, CaptureStream, PlaybackStream
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.crossfade import splice
from engine.dsp.fifo import Fifo
from engine.dsp.slide import Timeline
from engine.runtime.worker import LATE_LIMIT_SAMPLES

BUFFER_SAMPLES = 8192
SETTLING_S = 2.0
STARTING_MS = 8.0
"""More than the margin waits in an output while devices settle: where in a period playing begins is chance, and everything takes longer
for the first time."""
QUIET = 1e-3  # -60 dBFS: what is left out is not missed, what is put in not heard
STEADY_S = 0.05
LEAST_CHANGE_MS = 1.0
SHORT = 0.5
"""Of the margin: where more than that has been missing for a moment, the next block that is a little late runs the output dry, and nobody
knows when it will be quiet."""
LOWEST_OF_S, LEAST_BLOCKS = 0.3, 4


class CaptureEdge:
    """The input, as 48 kHz. Carries what has come to a queue of its own, resampled where the device has another rate."""

    def __init__(self, capture: CaptureStream) -> None:
        self._capture = capture
        self._resampler = Resampler(capture.rate_hz, SAMPLE_RATE_HZ)
        self._resampling = self._resampler.prepare()
        self._queue = Fifo(2 * BUFFER_SAMPLES)
        self._buffer = np.zeros(BUFFER_SAMPLES, np.float32)

    @property
    def available(self) -> int:
        """Samples that can be pulled now."""
        while n := self._capture.ring.read_into(self._buffer):
            self._queue.push(self._resampler.process(self._buffer[:n], self._resampling))
        return len(self._queue)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come: a file has been read to its end."""
        return bool(getattr(self._capture, "ended", False)) and not self._capture.ring.available

    @property
    def delay_ms(self) -> float:
        """What the resampler holds back."""
        return self._resampler.latency_ms(self._resampling)

    def pull(self, n: int) -> Audio:
        """The oldest n samples, [n]."""
        return self._queue.pop(n)


class PlaybackEdge:
    """One output. Starts with `margin_ms` and `reserve_samples` of silence in its ring, and keeps that much there before each block, and
    `starting_ms` more at first. `gain` (a factor) may be changed by another thread: the next block slides to it."""

    def __init__(
        self, playback: PlaybackStream, margin_ms: float, gain: float = 1.0, reserve_samples: int = 0, starting_ms: float = 0.0
    ) -> None:
        self._playback, self.gain = playback, gain
        self._gain_in_force = gain
        self._margin_samples = round(margin_ms * playback.rate_hz / 1000)
        self._starting_samples = round(starting_ms * playback.rate_hz / 1000)
        self._resampler = Resampler(SAMPLE_RATE_HZ, playback.rate_hz)
        self._resampling = self._resampler.prepare()
        self._drift = DriftController(self._margin_samples, playback.rate_hz)
        self._skipped: Audio | None = None
        self._settled_after = round(SETTLING_S * playback.rate_hz)
        self.late_blocks = self.late_samples = 0
        self.reserve_samples, self.spare_samples = reserve_samples, 0
        self._sounded = False
        playback.ring.write(np.zeros(round(self._target_level), np.float32))
        self._steady_level = self._target_level
        self._levels: deque[float] = deque()
        self._said = Timeline(0)

    @property
    def margin_samples(self) -> int:
        """What should always lie in the ring before a block comes, in 48 kHz samples."""
        return round(self._margin_samples * SAMPLE_RATE_HZ / self._playback.rate_hz)

    @property
    def excess_samples(self) -> int:
        """How much more lies in the ring than the margin and the reserve, in 48 kHz samples."""
        return max(0, self._beyond_margin(self._playback.level_samples() - self._reserve_level - self._starting_level))

    @property
    def waiting_s(self) -> float:
        """How long a sample that is put in now waits for its turn, the resampler included."""
        return self._playback.level_samples() / self._playback.rate_hz + self._resampler.latency_ms(self._resampling) / 1000

    def push(self, block: Audio) -> None:
        """Puts in `block`, [n] at 48 kHz; or skips it, when too much is waiting already, until only the margin is left."""
        if self._skip(block):
            return
        if self._skipped is not None:
            block, self._skipped = splice(self._skipped, block), None
        block = self._drawn_out(self._settled(block))
        level = self._playback.level_samples()
        self.spare_samples = self._beyond_margin(level)
        ratio = self._drift.update(level - self._target_level + self._margin_samples, len(block) / SAMPLE_RATE_HZ)
        out = self._resampler.process(self._levelled(block), self._resampling, ratio)
        self._playback.ring.write(out)

    @property
    def _target_level(self) -> float:
        """What should lie in the ring before each block."""
        return self._margin_samples + self._reserve_level + self._starting_level

    @property
    def _starting_level(self) -> int:
        return self._starting_samples if self._settling else 0

    @property
    def _settling(self) -> bool:
        """Whether the device has played for so short a time that nothing is sure."""
        return int(self._playback.counters.values[SAMPLES]) < self._settled_after

    @property
    def _reserve_level(self) -> float:
        return self.reserve_samples * self._playback.rate_hz / SAMPLE_RATE_HZ

    def _beyond_margin(self, level: float) -> int:
        """Of `level`, samples of the ring; in 48 kHz samples."""
        return round((level - self._margin_samples) * SAMPLE_RATE_HZ / self._playback.rate_hz)

    def _settled(self, block: Audio) -> Audio:
        """`block`, after the silence that is missing in the ring, or without as much as is always too much there: where nobody hears it."""
        quiet = _quiet(block)
        self._sounded = self._sounded or not quiet
        level = self._playback.level_samples()
        missing = self._missing(level, len(block))
        too_much = self._too_much(level, len(block))
        if not quiet:
            return block
        least = LEAST_CHANGE_MS * self._playback.rate_hz / 1000
        if missing > least:
            self._playback.ring.write(np.zeros(missing, np.float32))
            self._steady_level += missing
            self._drift.restart()
        elif too_much > least + self._reserve_level:
            # Where hops take long they take longer at times: as much again as is kept in reserve is let be, and drains by the drift.
            n = min(len(block), too_much * SAMPLE_RATE_HZ // self._playback.rate_hz)
            self._steady_level -= too_much
            self._drift.restart()
            self._levels.clear()
            return block[n:]
        return block

    def _drawn_out(self, block: Audio) -> Audio:
        """`block`, with a period of the sound said twice where the margin has all but gone. Only of blocks so short that the steady level
        is one of several: what long ones need is the slot's business."""
        self._said.push(block)
        # Now, too: after a gap the ring has been filled again.
        n, missing = len(block), self._margin_samples - max(self._steady_level, self._playback.level_samples())
        if n > STEADY_S * SAMPLE_RATE_HZ or missing <= SHORT * self._margin_samples:
            return self._said.take(n)
        out = self._said.take_sliding(n, -round(missing * SAMPLE_RATE_HZ / self._playback.rate_hz))
        out = np.concatenate([out, self._said.take(self._said.available)])
        if len(out) > n:
            self._steady_level += (len(out) - n) * self._playback.rate_hz / SAMPLE_RATE_HZ
            self._drift.restart()
        return out

    def _missing(self, level: float, n: int) -> int:
        """Of the steady level, now that `level` has been seen before a block of n: where playing began in a device's period is chance, and
        the first blocks take longer than others."""
        share = 1 - math.exp(-n / SAMPLE_RATE_HZ / STEADY_S) if self._sounded else 1.0
        self._steady_level += share * (level - self._steady_level)
        return round(self._target_level - self._steady_level)

    def _too_much(self, level: float, n: int) -> int:
        """What has been too much before every block of the last LOWEST_OF_S: after a gap more waits than before it, and would go on to."""
        n_blocks = max(LEAST_BLOCKS, round(LOWEST_OF_S * SAMPLE_RATE_HZ / n))
        self._levels.append(level)
        while len(self._levels) > n_blocks:
            self._levels.popleft()
        return round(min(self._levels) - self._target_level) if len(self._levels) == n_blocks else 0

    def _levelled(self, block: Audio) -> Audio:
        before, self._gain_in_force = self._gain_in_force, self.gain
        if before == self._gain_in_force:
            return block if before == 1.0 else block * np.float32(before)
        return block * np.linspace(before, self._gain_in_force, len(block), dtype=np.float32)

    def _skip(self, block: Audio) -> bool:
        """Whether `block` is left out: at once while devices settle or nobody speaks, else only when LATE_LIMIT is waiting.

        Only the last costs anyone anything, and is counted.
        """
        free = self._settling or _quiet(block)
        limit = len(block) if free or self._skipped is not None else LATE_LIMIT_SAMPLES + len(block)
        if self.excess_samples <= limit:
            return False
        if not free:
            self.late_blocks += self._skipped is None
            self.late_samples += len(block)
        self._skipped = block.copy() if self._skipped is None else self._skipped
        return True


def _quiet(block: Audio) -> bool:
    return float(np.abs(block).max(initial=0.0)) < QUIET
