"""Pitch by SwiftF0, the default: a small network, one answer every 10 ms, 20 ms late.

The network looks 160 ms ahead when it is given a recording. Here it is given 19 ms of future, mirrored to fill its windows: against the
full view the pitch differs by 6 cents (median) with no gross error, and some 3 % of voiced frames come out less sure, most of them at the
ends of words; the threshold below makes up for that. Source: the `swift-f0` package (MIT), recut by models/graphs/swiftf0.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio, DetectorTiming, Frames, StreamSpec
from engine.dsp.frame_windows import FrameWindows, WindowState
from engine.inference.sessions import open_session
from engine.pitch.catalogue import DetectorParts
from engine.pitch.graphs import SWIFTF0_FILE, shipped_graph

LOW_HZ, HIGH_HZ = 50.0, 1100.0

HOP = 256
PAST_COLUMNS, FUTURE_COLUMNS = 5, 2
WINDOW_SIZES = (512, 1024, 2048)
WIDEST = max(WINDOW_SIZES)
FUTURE_16K = 309

BEGINS_AT = 0.45
"""Voicing score from which an unvoiced stretch becomes voiced. The network's own threshold, with the full view of the future, is 0.5."""

ENDS_BELOW = 0.30
"""Voicing score below which a voiced stretch ends."""


@dataclass(slots=True)
class SwiftF0State:
    """One stream: its past, and whether the newest frame was voiced."""

    windows: WindowState
    voiced: bool = False


TIMING = DetectorTiming(latency_samples=960)


class SwiftF0:
    """A PitchDetector: 50-1100 Hz, 20 ms late, one network evaluation a frame."""

    name = "swiftf0"
    latency_samples = TIMING.latency_samples
    stride_frames = TIMING.stride_frames
    phase_frames = TIMING.phase_frames

    def __init__(self, graph: Path) -> None:
        """`graph`: the file that `python -m bench.export_pitch_models` makes. Raises InferenceError."""
        # One thread: a second one costs more than it saves in a millisecond of work.
        self._session = open_session(graph, n_threads=1)
        self._log_pitch = np.array([float(value) for value in self._session.get_modelmeta().custom_metadata_map["log_pitch"].split()])
        pitch = np.exp(self._log_pitch)
        self._outside = (pitch < LOW_HZ) | (pitch > HIGH_HZ)
        self._hann = {size: _hann(size) for size in WINDOW_SIZES}
        windows = FrameWindows(stride_frames=1, before=PAST_COLUMNS * HOP + WIDEST // 2, after=FUTURE_16K)
        self._windows = FrameWindows(1, windows.before, windows.after, self.latency_samples - windows.latency_samples)
        self._columns = _column_samples(self._windows)

    def prepare(self, spec: StreamSpec) -> SwiftF0State:
        """A fresh stream."""
        return SwiftF0State(self._windows.prepare())

    def process(self, block: Audio, state: SwiftF0State) -> Frames:
        """`block` [n] float32 at 48 kHz, any n; returns the frames that have become due, f0 in Hz, 0 where unvoiced."""
        return np.array([self._frame(window, state) for window in self._windows.push(block, state.windows)], np.float32)

    def _frame(self, window: Audio, state: SwiftF0State) -> float:
        if self._windows.silent(window)[0]:
            state.voiced = False
            return 0.0
        logits, voicing = self._session.run(None, self._spectra(window))
        score = 1.0 / (1.0 + np.exp(-float(voicing[0])))
        inside = not self._outside[logits.argmax()]
        state.voiced = bool(inside and score >= (ENDS_BELOW if state.voiced else BEGINS_AT))
        return self._pitch_hz(logits) if state.voiced else 0.0

    def _spectra(self, window: Audio) -> dict[str, NDArray[np.float32]]:
        """Magnitude spectra [columns, size / 2 + 1] of the columns around the frame, for every window size."""
        columns = window[self._columns]
        cuts = {size: columns[:, (WIDEST - size) // 2 : (WIDEST + size) // 2] * hann for size, hann in self._hann.items()}
        return {f"spectrum{size}": np.abs(np.fft.rfft(cut)) for size, cut in cuts.items()}

    def _pitch_hz(self, logits: NDArray[np.float32]) -> float:
        """The strongest candidate inside the range, refined by its two neighbours."""
        inside = np.where(self._outside, -np.inf, logits.astype(np.float64))
        best = int(inside.argmax())
        near = slice(max(0, best - 1), best + 2)
        weights = np.exp(inside[near] - inside[best])
        return float(np.exp(weights @ self._log_pitch[near] / weights.sum()))


def _hann(size: int) -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)


def _column_samples(windows: FrameWindows) -> NDArray[np.int64]:
    """[columns, WIDEST] which sample of the window each sample of each column is; the missing future is the past's mirror image."""
    centres = windows.before + HOP * np.arange(-PAST_COLUMNS, FUTURE_COLUMNS + 1)
    numbers = centres[:, None] + np.arange(-WIDEST // 2, WIDEST // 2)
    last = windows.length - 1
    return np.where(numbers > last, 2 * last - numbers, numbers)


def open_swiftf0(parts: DetectorParts) -> SwiftF0:
    """The detector, its graph from the program. Raises InferenceError."""
    return SwiftF0(shipped_graph(SWIFTF0_FILE))


def timing(parts: DetectorParts) -> DetectorTiming:
    """Always the same."""
    return TIMING
