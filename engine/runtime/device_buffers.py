"""Where the pipeline's 48 kHz meets the devices' rates and clocks: one buffer for what comes in, one for each output.

The input's clock leads. An output whose device runs faster or slower is followed by changing its resampling ratio by a hair.

Thread: worker.
"""

from __future__ import annotations

import numpy as np

from engine.audio.drift import DriftController
from engine.audio.resample import Resampler
from engine.audio.streams import SAMPLES, XRUNS, CaptureStream, PlaybackStream
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.crossfade import splice
from engine.dsp.fifo import Fifo
from engine.dsp.slide import Timeline
from engine.runtime.level import Cut, Decision, Hurry, LevelHistory, Pad, Stretch, decide, fill_error
from engine.runtime.worker import LATE_LIMIT_SAMPLES

BUFFER_SAMPLES = 8192
STARTING_S = 2.0
STARTING_MS = 8.0
"""More than the margin waits in an output while devices start: where in a period playing begins is chance, and everything takes longer
for the first time."""
QUIET = 1e-3  # -60 dBFS: what is left out is not missed, what is put in not heard
DISTURBED_MS = 5.0
"""A change of the level by more than that, and every gap, is not the clocks' doing."""


class CaptureBuffer:
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


class PlaybackBuffer:
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
        self._started_after = round(STARTING_S * playback.rate_hz)
        self.late_blocks = self.late_samples = 0
        self.reserve_samples, self.spare_samples = reserve_samples, 0
        playback.ring.write(np.zeros(round(self._target_level), np.float32))
        self._history = LevelHistory(playback.rate_hz, self._margin_samples, self._target_level)
        self._waiting = Timeline(0)
        self._gaps = 0

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
        level, quiet, n = self._playback.level_samples(), _quiet(block), len(block)
        self._note_gaps()
        self._history.note(level, n, quiet)
        held = self._at_device_rate(self._waiting.available)
        self._waiting.push(block)
        decision = decide(self._history, level, self._target_level, self._reserve_level, n, quiet, held)
        self._history.decided(decision, n)
        block = self._carried_out(decision, n)
        level = self._playback.level_samples()
        self.spare_samples = self._beyond_margin(level)
        ratio = self._ratio(decision, level, n)
        out = self._resampler.process(self._levelled(block), self._resampling, ratio)
        self._playback.ring.write(out)

    def _note_gaps(self) -> None:
        gaps = int(self._playback.counters.values[XRUNS])
        if gaps != self._gaps:
            self._gaps = gaps
            self._drift.restart(disturbed=True)

    def _ratio(self, decision: Decision, level: float, n: int) -> float:
        if isinstance(decision, Hurry):
            return self._drift.clocks_only()
        error = fill_error(self._history, level, self._target_level, n)
        return self._drift.update(error + self._margin_samples, n / SAMPLE_RATE_HZ)

    def _carried_out(self, decision: Decision, n: int) -> Audio:
        """What goes to the device of what is waiting, `n` of which have just come."""
        waiting, n_before = self._waiting, self._waiting.available - n
        match decision:
            case Pad(samples):
                self._playback.ring.write(np.zeros(samples, np.float32))
                self._changed(samples)
            case Cut(samples):
                n_cut = min(waiting.available, self._at_48_khz(samples))
                waiting.seek(waiting.next + n_cut)
                self._changed(-samples)
                return waiting.take(waiting.available)
            case Stretch(samples):
                out = waiting.take_sliding(n, -self._at_48_khz(samples))
                out = np.concatenate([out, waiting.take(waiting.available)])
                if len(out) > n:
                    self._changed(self._at_device_rate(len(out) - n))
                return out
            case Hurry(samples):
                # What is to be left out is held back first: a move needs what lies ahead.
                wanted = self._at_48_khz(samples)
                hold = min(max(0, wanted - n_before), n // 2)
                out = waiting.take_sliding(n - hold, wanted)
                if hold:
                    self._changed(-self._at_device_rate(hold))
                return out
        if n_before:
            self._changed(self._at_device_rate(n_before))
        return waiting.take(waiting.available)

    def _changed(self, samples: int) -> None:
        """The level has been changed by so much on purpose (of the device's rate)."""
        self._history.changed(samples)
        self._drift.restart(disturbed=abs(samples) > DISTURBED_MS * self._playback.rate_hz / 1000)

    def _at_48_khz(self, samples: int) -> int:
        return round(samples * SAMPLE_RATE_HZ / self._playback.rate_hz)

    def _at_device_rate(self, samples: int) -> int:
        return round(samples * self._playback.rate_hz / SAMPLE_RATE_HZ)

    @property
    def _target_level(self) -> float:
        """What should lie in the ring before each block."""
        return self._margin_samples + self._reserve_level + self._starting_level

    @property
    def _starting_level(self) -> int:
        return self._starting_samples if self._starting else 0

    @property
    def _starting(self) -> bool:
        """Whether the device has played for so short a time that nothing is sure."""
        return int(self._playback.counters.values[SAMPLES]) < self._started_after

    @property
    def _reserve_level(self) -> float:
        return self.reserve_samples * self._playback.rate_hz / SAMPLE_RATE_HZ

    def _beyond_margin(self, level: float) -> int:
        """Of `level`, samples of the ring; in 48 kHz samples."""
        return round((level - self._margin_samples) * SAMPLE_RATE_HZ / self._playback.rate_hz)

    def _levelled(self, block: Audio) -> Audio:
        before, self._gain_in_force = self._gain_in_force, self.gain
        if before == self._gain_in_force:
            return block if before == 1.0 else block * np.float32(before)
        return block * np.linspace(before, self._gain_in_force, len(block), dtype=np.float32)

    def _skip(self, block: Audio) -> bool:
        """Whether `block` is left out: at once while devices start or nobody speaks, else only when LATE_LIMIT is waiting.

        Only the last costs anyone anything, and is counted.
        """
        free = self._starting or _quiet(block)
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
