"""Vocals and accompaniment by Spleeter's two networks (models/graphs/spleeter.py), piece by piece: an hour needs no more memory than a
minute.

The short-time spectrum is Spleeter's: 44.1 kHz stereo, Hann windows of 4096 every 1024. The networks see `PIECE_FRAMES` at a time; of its
ends, `MARGIN_FRAMES` are thrown away, where they saw nothing beyond the edge. What they never see, above 11 kHz, is left to the
accompaniment, so that the stems add up to the mix.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from engine.inference.sessions import open_session
from jobs.context import JobContext
from models.graphs.spleeter import FRAME_MULTIPLE, N_BINS

STEMS = ("vocals", "accompaniment")
RATE_HZ = 44_100
WINDOW, HOP = 4096, 1024
PIECE_FRAMES = 512
"""What the networks were trained on: 11.9 s."""
MARGIN_FRAMES = 64
POLL_S = 0.1
_EPS = 1e-10
_WINDOW_GAIN = 1.5
"""What Hann windows a quarter apart add up to, squared."""

Samples = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


def graph_name(stem: str) -> str:
    """The file in resources/models."""
    return f"spleeter_{stem}.onnx"


class Spleeter:
    """The networks, opened. `context` may stop the work, also in the middle of a piece: WorkCancelled."""

    def __init__(self, folder: Path, n_threads: int = 0, context: JobContext | None = None) -> None:
        self._sessions = [open_session(folder / graph_name(stem), n_threads) for stem in STEMS]
        self._context = context or JobContext()

    def separate(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """`blocks` [n, 2] float32 at 44.1 kHz, any n -> [stem, n, 2], as many samples in all, in step with the input."""
        overlap = _OverlapAdd()
        n_owed = 0
        counted = _Counted(blocks)
        for spectrum, kept in _pieces(_frames(counted)):
            shares = self.shares(np.abs(spectrum))
            out = overlap.add(shares[:, :, kept] * spectrum[:, kept])
            n_owed += out.shape[1]
            surplus = max(0, n_owed - counted.n_samples) if counted.ended else 0
            if out.shape[1] > surplus:
                yield out[:, : out.shape[1] - surplus]

    def shares(self, magnitudes: Samples) -> Samples:
        """[2, frames, 2049] -> what of it belongs to each stem, 0..1: [stem, 2, frames, 2049]."""
        n_frames = magnitudes.shape[1]
        padded = np.zeros((1, 2, -(-n_frames // FRAME_MULTIPLE) * FRAME_MULTIPLE, N_BINS), np.float32)
        padded[0, :, :n_frames] = magnitudes[:, :, :N_BINS]
        powers = np.stack([np.square(self._run(session, padded)[0, :, :n_frames]) for session in self._sessions])
        shares = np.zeros((len(powers), *magnitudes.shape), np.float32)
        shares[..., :N_BINS] = (powers + _EPS / 2) / (powers.sum(axis=0) + _EPS)
        shares[STEMS.index("accompaniment"), ..., N_BINS:] = 1.0
        return shares

    def _run(self, session: Any, magnitudes: Samples) -> Samples:
        self._context.check()
        try:
            with _stoppable(self._context) as options:
                stem: Samples = session.run(None, {"magnitudes": magnitudes}, options)[0]
        except ort_errors.Fail:
            self._context.check()
            raise
        return stem


@contextmanager
def _stoppable(context: JobContext) -> Iterator[Any]:
    """Options of a run that ends when the work is told to stop: a piece takes seconds on a slow machine."""
    options, ended = ort.RunOptions(), threading.Event()

    def watch() -> None:
        while not ended.wait(POLL_S):
            if context.cancelled():
                options.terminate = True
                return

    watcher = threading.Thread(target=watch, name="urvc-separate-watch", daemon=True)
    watcher.start()
    try:
        yield options
    finally:
        ended.set()
        watcher.join()


class _Counted:
    """Passes blocks on and counts their samples."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        self._blocks, self.n_samples, self.ended = blocks, 0, False

    def __iter__(self) -> Iterator[Samples]:
        for block in self._blocks:
            self.n_samples += len(block)
            yield block
        self.ended = True


def _frames(blocks: Iterable[Samples]) -> Iterator[Spectrum]:
    """Spectra [2, n, 2049] of everything, from the first frame that holds a sample to the last; the first begins WINDOW - HOP before it."""
    window = _hann()
    rest = np.zeros((WINDOW - HOP, 2), np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        n = (len(rest) - WINDOW) // HOP + 1
        if n > 0:
            yield _spectrum(rest, n, window)
            rest = rest[n * HOP :]
    n = -(-(len(rest)) // HOP)
    yield _spectrum(np.concatenate([rest, np.zeros((WINDOW, 2), np.float32)]), n, window)


def _spectrum(samples: Samples, n: int, window: Samples) -> Spectrum:
    cut = np.lib.stride_tricks.sliding_window_view(samples[: (n - 1) * HOP + WINDOW], WINDOW, axis=0)[::HOP]
    return np.fft.rfft(cut.transpose(1, 0, 2) * window, axis=-1).astype(np.complex64)


def _pieces(spectra: Iterable[Spectrum]) -> Iterator[tuple[Spectrum, slice]]:
    """(a piece, which of its frames to keep): together every frame once, in order."""
    held, begin = np.zeros((2, 0, WINDOW // 2 + 1), np.complex64), 0
    for spectrum in spectra:
        held = np.concatenate([held, spectrum], axis=1)
        while held.shape[1] >= PIECE_FRAMES:
            end = PIECE_FRAMES - MARGIN_FRAMES
            yield held[:, :PIECE_FRAMES], slice(begin, end)
            held, begin = held[:, end - MARGIN_FRAMES :], MARGIN_FRAMES
    if held.shape[1] > begin:
        yield held, slice(begin, None)


class _OverlapAdd:
    """Frames back to samples; the first WINDOW - HOP of all, which lie before the input, are dropped."""

    def __init__(self) -> None:
        self._window = _hann() / np.float32(_WINDOW_GAIN)
        self._tail: Samples | None = None
        self._to_drop = WINDOW - HOP

    def add(self, spectra: Spectrum) -> Samples:
        """[stem, 2, frames, 2049] -> [stem, n, 2], what is certain."""
        frames = np.fft.irfft(spectra, axis=-1).astype(np.float32) * self._window
        n_stems, n_channels, n, _ = frames.shape
        out = np.zeros((n_stems, n_channels, n * HOP + WINDOW - HOP), np.float32)
        if self._tail is not None:
            out[..., : WINDOW - HOP] = self._tail
        for k in range(WINDOW // HOP):
            out[..., k * HOP : (n + k) * HOP] += frames[..., k * HOP : (k + 1) * HOP].reshape(n_stems, n_channels, n * HOP)
        self._tail = out[..., n * HOP :].copy()
        done = out[..., min(self._to_drop, n * HOP) : n * HOP]
        self._to_drop -= min(self._to_drop, n * HOP)
        return np.ascontiguousarray(done.transpose(0, 2, 1))


def _hann() -> Samples:
    window: Samples = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    return window
