"""`mix`: any number of tracks into one, as loud as is wanted, and nothing above the ceiling."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.gain import db_to_factor
from jobs.context import JobContext
from studio.audio import BLOCK_FRAMES, Frames, WorkWriter, audio_info, read_blocks
from studio.errors import StudioError
from studio.limiter import limit
from studio.loudness import SILENCE_LUFS, Loudness, measure
from studio.step import ANY, Facts, Params, StepKind, Work, one_wav

CLOSE_LU = 0.2
PASSES = 4
"""The limiter makes a mix quieter: the gain before it is raised until what comes out is as loud as wanted, or this often."""
MOST_GAIN_DB = 30.0


class Track(Params):
    """gain_db; pan -1 (left) .. 1 (right); mute; match: another input, as loud as which this one is made before `gain_db`."""

    gain_db: Annotated[float, Field(ge=-60, le=30)] = 0.0
    pan: Annotated[float, Field(ge=-1, le=1)] = 0.0
    mute: bool = False
    match: str = ""


class MixParams(Params):
    """tracks: input -> how it is mixed; an input that is not among them is only listened to. lufs: how loud the mix is to be; like: as loud
    as this input; neither: as it comes. ceiling_db: true peak."""

    tracks: dict[str, Track]
    lufs: Annotated[float, Field(ge=-60, le=-5)] | None = None
    like: str = ""
    ceiling_db: Annotated[float, Field(ge=-20, le=0)] = -1.0


def mix(work: Work[MixParams]) -> Facts:
    """Raises AudioFileError, StudioError, WorkCancelled."""
    params, context = work.params, work.context
    _check(work)
    heard = {name: track for name, track in params.tracks.items() if not track.mute}
    loudness = _Listening(work)
    gains = {name: track.gain_db + loudness.difference_db(track.match, name) for name, track in heard.items()}
    wanted = loudness.of(params.like).lufs if params.like else params.lufs
    n_frames = max(round(audio_info(work.inputs[name]).seconds * SAMPLE_RATE_HZ) for name in params.tracks)
    gain_db, lowest = 0.0, 0.3
    if wanted is not None and wanted > SILENCE_LUFS:
        plain = measure(_summed(work, heard, gains, n_frames, context.part(0.1, lowest)))
        gain_db = min(MOST_GAIN_DB, wanted - plain.lufs) if plain.lufs > SILENCE_LUFS else 0.0
    for number in range(PASSES):
        part = context.part(lowest + (1 - lowest) * number / PASSES, lowest + (1 - lowest) * (number + 1) / PASSES)
        louder = {name: gain + gain_db for name, gain in gains.items()}
        result = _write(work, limit(_summed(work, heard, louder, n_frames, part), params.ceiling_db))
        if wanted is None or wanted <= SILENCE_LUFS or abs(wanted - result.lufs) <= CLOSE_LU:
            break
        gain_db = min(MOST_GAIN_DB, gain_db + wanted - result.lufs)
    return {"lufs": result.lufs, "true_peak_db": result.true_peak_db, "range_lu": result.range_lu, "gains_db": louder}


def _check(work: Work[MixParams]) -> None:
    params = work.params
    named = {*params.tracks, *(track.match for track in params.tracks.values()), params.like} - {""}
    unknown = sorted(named - set(work.inputs))
    if unknown or not params.tracks:
        reason = f"nothing is given under {', '.join(unknown)}" if unknown else "there is no track to mix"
        raise StudioError("studio.recipe", "mix", "", reason=reason)


class _Listening:
    """The loudness of inputs, each measured once."""

    def __init__(self, work: Work[MixParams]) -> None:
        self._work = work
        self._known: dict[str, Loudness] = {}

    def of(self, name: str) -> Loudness:
        if name not in self._known:
            self._known[name] = measure(_checked(read_blocks(self._work.inputs[name], SAMPLE_RATE_HZ), self._work.context))
        return self._known[name]

    def difference_db(self, like: str, name: str) -> float:
        """What makes `name` as loud as `like`; 0 where that is nothing, or one of them is silent."""
        if not like:
            return 0.0
        wanted, is_now = self.of(like).lufs, self.of(name).lufs
        return 0.0 if SILENCE_LUFS in (wanted, is_now) else float(np.clip(wanted - is_now, -MOST_GAIN_DB, MOST_GAIN_DB))


def _checked(blocks: Iterator[Frames], context: JobContext) -> Iterator[Frames]:
    for block in blocks:
        context.check()
        yield block


def _summed(
    work: Work[MixParams], tracks: Mapping[str, Track], gains: Mapping[str, float], n_frames: int, context: JobContext
) -> Iterator[Frames]:
    """The tracks, stereo, in blocks; `n_frames` in all."""
    readers = {name: read_blocks(work.inputs[name], SAMPLE_RATE_HZ) for name in tracks}
    held = {name: np.zeros((0, 2), np.float32) for name in tracks}
    for start in range(0, n_frames, BLOCK_FRAMES):
        context.step(start / n_frames, "mixing")
        n = min(BLOCK_FRAMES, n_frames - start)
        total = np.zeros((n, 2), np.float32)
        for name, track in tracks.items():
            held[name] = _filled(readers[name], held[name], n, track, gains[name])
            total += held[name][:n]
            held[name] = held[name][n:]
        yield total


def _filled(reader: Iterator[Frames], held: Frames, n: int, track: Track, gain_db: float) -> Frames:
    """`held` with what `reader` still has, at least n; silence after its end."""
    while len(held) < n:
        block = next(reader, None)
        if block is None:
            return np.concatenate([held, np.zeros((n - len(held), 2), np.float32)])
        held = np.concatenate([held, panned(block, track.pan) * np.float32(db_to_factor(gain_db))])
    return held


def panned(block: Frames, pan: float) -> Frames:
    """[n, 1 or 2] -> [n, 2]: one channel is moved with constant power, of two the farther one becomes quieter."""
    if block.shape[1] == 1:
        angle = (pan + 1.0) * math.pi / 4.0
        return block * (math.sqrt(2.0) * np.array([math.cos(angle), math.sin(angle)], np.float32))
    return block * np.array([min(1.0, 1.0 - pan), min(1.0, 1.0 + pan)], np.float32)


def _write(work: Work[MixParams], blocks: Iterator[Frames]) -> Loudness:
    path: Path = work.outputs["audio"]

    with WorkWriter(path, 2) as writer:

        def written() -> Iterator[Frames]:
            for block in blocks:
                writer.write(block)
                yield block

        return measure(written())


MIX = StepKind("mix", "Mix", 1, MixParams, (ANY,), one_wav, mix, cost=4.0)
