"""`analyse`: loudness, peaks, clipping, pitch range, key and tempo, and a picture of the spectrum."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import Frames, audio_info, read_blocks
from studio.loudness import Meter, TruePeak
from studio.pitch import median_hz, pitch_of, range_hz
from studio.png import png_bytes
from studio.step import Facts, Params, StepKind, Work
from studio.tonality import Tonality

CLIP_LEVEL, CLIP_RUN = 0.999, 3
"""So many samples in a row at full scale are a clipped peak; a single one may just be the highest."""
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 320
PICTURE_WINDOW = 4096
PICTURE_RANGE_DB = 80.0
LOWEST_HZ, HIGHEST_HZ = 40.0, 20_000.0
SCAN_SHARE = 0.7


class AnalyseParams(Params):
    """pitch: whether a voice's range is looked for."""

    pitch: bool = True


def analyse(work: Work[AnalyseParams]) -> Facts:
    """Raises AudioFileError, StudioError, WorkCancelled."""
    source, context = work.inputs["audio"], work.context
    info = audio_info(source)
    n_frames = round(info.seconds * SAMPLE_RATE_HZ)
    meter, peak, tonality, clipped, n = Meter(), TruePeak(), Tonality(), 0, 0
    picture = _Picture(n_frames)
    for block in read_blocks(source, SAMPLE_RATE_HZ):
        n += len(block)
        context.step(SCAN_SHARE * min(1.0, n / n_frames), "analysing")
        for part in (meter, peak, tonality, picture):
            part.add(block)
        clipped += clipped_peaks(block)
    facts: Facts = {
        "seconds": info.seconds,
        "rate_hz": info.rate_hz,
        "channels": info.channels,
        "lufs": meter.integrated_lufs(),
        "range_lu": meter.range_lu(),
        "true_peak_db": peak.db(),
        "clipped": clipped,
        "key": tonality.key(),
        "tempo_bpm": tonality.tempo_bpm(),
    }
    if work.params.pitch:
        f0_hz = pitch_of(source, context.part(SCAN_SHARE, 1.0))
        facts |= {"median_hz": median_hz(f0_hz), "range_hz": list(range_hz(f0_hz))}
    work.outputs["picture"].write_bytes(png_bytes(picture.pixels()))
    work.outputs["report"].write_text(json.dumps(facts), encoding="utf-8")
    return facts


def clipped_peaks(block: Frames) -> int:
    """Runs of CLIP_RUN or more samples at full scale, in all channels."""
    full = np.pad((np.abs(block) >= CLIP_LEVEL).astype(np.int8), ((1, 1), (0, 0)))
    count = 0
    for channel in np.diff(full, axis=0).T:
        starts, ends = np.flatnonzero(channel == 1), np.flatnonzero(channel == -1)
        count += int(np.count_nonzero(ends - starts >= CLIP_RUN))
    return count


class _Picture:
    """Level over time and frequency, a column every `step` samples."""

    def __init__(self, n_frames: int) -> None:
        self._step = max(PICTURE_WINDOW // 4, n_frames // PICTURE_WIDTH)
        self._window = np.hanning(PICTURE_WINDOW)
        edges_hz = np.geomspace(LOWEST_HZ, HIGHEST_HZ, PICTURE_HEIGHT)
        self._bins = np.clip(np.round(edges_hz * PICTURE_WINDOW / SAMPLE_RATE_HZ).astype(int), 1, PICTURE_WINDOW // 2)
        self._rest = np.zeros(0)
        self._columns: list[NDArray[np.float64]] = []

    def add(self, block: Frames) -> None:
        held = np.concatenate([self._rest, block.mean(axis=1)])
        at = 0
        while len(held) - at >= max(PICTURE_WINDOW, self._step):
            self._columns.append(self._column(held[at : at + PICTURE_WINDOW]))
            at += self._step
        self._rest = held[at:]

    def pixels(self) -> NDArray[np.uint8]:
        """[height, width, 3], low frequencies at the bottom: dark to warm."""
        levels = np.array(self._columns or [self._column(np.zeros(PICTURE_WINDOW))]).T[::-1]
        share = np.clip(1.0 + levels / PICTURE_RANGE_DB, 0.0, 1.0)
        stops, colours = [0.0, 0.35, 0.7, 1.0], np.array([[12, 10, 24], [86, 22, 100], [232, 90, 60], [252, 244, 180]])
        return np.stack([np.interp(share, stops, colours[:, channel]) for channel in range(3)], axis=-1).astype(np.uint8)

    def _column(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
        magnitudes = np.abs(np.fft.rfft(samples * self._window)) * (4.0 / PICTURE_WINDOW)
        column: NDArray[np.float64] = 20.0 * np.log10(np.maximum(magnitudes[self._bins], 1e-6))
        return column


def _outputs(_: AnalyseParams) -> Mapping[str, str]:
    return {"report": ".json", "picture": ".png"}


ANALYSE = StepKind("analyse", "Analyse", 1, AnalyseParams, ("audio",), _outputs, analyse, cost=2.0)
