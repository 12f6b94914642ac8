"""Pitch by FCPE: a convolutional network over mel frames, asked once for every four frames.

The published network reads a recording of any length, half a second to either side of an instant. Here it is given a window of frames that
ends AHEAD_FRAMES after the group it is asked for. Source: the `torchfcpe` package (MIT), written anew by models/graphs/fcpe.py.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contracts import Audio, DetectorTiming, Frames, StreamSpec
from engine.dsp.frame_windows import FRAME_16K, FrameWindows, WindowState
from engine.inference.sessions import open_session
from engine.pitch.catalogue import DetectorParts
from engine.pitch.graphs import FCPE_FILE, shipped_graph

LOW_HZ, HIGH_HZ = 50.0, 1100.0
STRIDE_FRAMES = 4
AHEAD_FRAMES = 1
WINDOW_FRAMES = 32
"""Shorter by half than 48 or 96 frames cost nothing in accuracy (docs/pitch.md)."""
WINDOW_16K = 1024
REFERENCE_HZ = 10.0
NEIGHBOURS = 4
VOICED_ABOVE = 0.3
"""Salience above which a frame is voiced. The package takes 0.006, with which breaths are voiced too; ends of words stay above this."""
MAX_THREADS = 2

CENTRED_16K = 80
"""The package cuts its frames so that they are centred half a hop after the instant that they answer for."""

_PAST_FRAMES = WINDOW_FRAMES - STRIDE_FRAMES - AHEAD_FRAMES
WINDOWS = FrameWindows(
    STRIDE_FRAMES,
    before=_PAST_FRAMES * FRAME_16K + WINDOW_16K // 2 - CENTRED_16K,
    after=AHEAD_FRAMES * FRAME_16K + WINDOW_16K // 2 + CENTRED_16K - 1,
)
TIMING = DetectorTiming(WINDOWS.latency_samples, STRIDE_FRAMES)


@dataclass(slots=True)
class FcpeState:
    """One stream: its past."""

    windows: WindowState


class Fcpe:
    """A PitchDetector: 50-1100 Hz, one network evaluation every four frames."""

    name = "fcpe"
    latency_samples = TIMING.latency_samples
    stride_frames = TIMING.stride_frames
    phase_frames = TIMING.phase_frames

    def __init__(self, graph: Path) -> None:
        """`graph`: as models/graphs/fcpe.py makes it. Raises InferenceError."""
        self._session = open_session(graph, min(MAX_THREADS, os.cpu_count() or 1))
        self._cents = np.array([float(value) for value in self._session.get_modelmeta().custom_metadata_map["cents"].split()])
        hz = REFERENCE_HZ * 2.0 ** (self._cents / 1200.0)
        self._outside = (hz < LOW_HZ) | (hz > HIGH_HZ)

    def prepare(self, spec: StreamSpec) -> FcpeState:
        """A fresh stream."""
        return FcpeState(WINDOWS.prepare())

    def process(self, block: Audio, state: FcpeState) -> Frames:
        """`block` [n] float32 at 48 kHz, any n; returns the frames that have become due, f0 in Hz, 0 where unvoiced."""
        groups = [self._group(window) for window in WINDOWS.push(block, state.windows)]
        return np.concatenate([np.zeros(0, np.float32), *groups])

    def _group(self, window: Audio) -> Frames:
        """[stride_frames] from the window that covers them."""
        silent = WINDOWS.silent(window)
        if silent.all():
            return np.zeros(STRIDE_FRAMES, np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(window, WINDOW_16K)[::FRAME_16K]
        spectrum = np.abs(np.fft.rfft(frames * _HANN, axis=1)).astype(np.float32)
        salience = self._session.run(None, {"spectrum": spectrum})[0]
        group = self._decoded(salience[-STRIDE_FRAMES - AHEAD_FRAMES : -AHEAD_FRAMES])
        group[silent] = 0.0
        return group

    def _decoded(self, salience: Frames) -> Frames:
        """[n] f0 in Hz of `salience` [n, 360]: the mean of the pitches around the peak, weighted by their salience."""
        salience = np.where(self._outside, np.float32(0.0), salience)
        peak = salience.argmax(axis=1)
        around = np.clip(peak[:, None] + np.arange(-NEIGHBOURS, NEIGHBOURS + 1), 0, len(self._cents) - 1)
        weights = np.take_along_axis(salience, around, axis=1).astype(np.float64)
        cents = (weights * self._cents[around]).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        return np.where(salience.max(axis=1) > VOICED_ABOVE, REFERENCE_HZ * 2.0 ** (cents / 1200.0), 0.0).astype(np.float32)


_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_16K) / WINDOW_16K)).astype(np.float32)


def open_fcpe(parts: DetectorParts) -> Fcpe:
    """The detector, its graph from the program. Raises InferenceError."""
    return Fcpe(shipped_graph(FCPE_FILE))


def timing(parts: DetectorParts) -> DetectorTiming:
    """Always the same."""
    return TIMING
