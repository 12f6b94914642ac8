"""`double`: another take of a voice, as the same singer would sing it again: a little early or late, a little sharp or flat.

What is between the takes moves all the time, so their sum has no comb.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import Frames, WorkWriter, audio_info, read_blocks
from studio.step import Facts, Params, StepKind, Work, one_wav

KNOT_S = 1.5
"""So often the take decides anew how early or late it is."""
LEAST_SHARE = 0.4
"""Of the spread: nearer to the first take the two would sound as one with a comb."""
TAPS = 32


class DoubleParams(Params):
    """spread_ms: how far it is from the first take at most, early or late. seed: another one, another take."""

    spread_ms: Annotated[float, Field(ge=1, le=30)] = 25.0
    seed: int = 1


def double(work: Work[DoubleParams]) -> Facts:
    """Raises AudioFileError, StudioError, WorkCancelled."""
    source, params = work.inputs["audio"], work.params
    info = audio_info(source)
    n_frames = round(info.seconds * SAMPLE_RATE_HZ)
    lag = lags(n_frames, params.spread_ms, params.seed)
    with WorkWriter(work.outputs["audio"], info.channels) as writer:
        for block in warped(read_blocks(source, SAMPLE_RATE_HZ), n_frames, lag):
            work.context.step(writer.n_frames / n_frames, "singing it again")
            writer.write(block)
    return {"spread_ms": params.spread_ms}


class Lags:
    """How many samples late the take is, at any sample: smooth between knots."""

    def __init__(self, knots: NDArray[np.float64]) -> None:
        self._knots = knots

    def at(self, start: int, n: int) -> NDArray[np.float64]:
        """[n] for the samples from `start`."""
        place = (start + np.arange(n)) / (KNOT_S * SAMPLE_RATE_HZ)
        number = np.minimum(place.astype(int), len(self._knots) - 2)
        # A half cosine from knot to knot: the speed, and with it the pitch, never jumps.
        share = 0.5 - 0.5 * np.cos(np.pi * (place - number))
        late: NDArray[np.float64] = self._knots[number] * (1 - share) + self._knots[number + 1] * share
        return late


def lags(n_frames: int, spread_ms: float, seed: int) -> Lags:
    """Of one take: knots on one side of the first take, between LEAST_SHARE of the spread and all of it."""
    rng = np.random.default_rng(seed)
    n_knots = int(n_frames / (KNOT_S * SAMPLE_RATE_HZ)) + 2
    side = 1.0 if seed % 2 else -1.0
    return Lags(side * rng.uniform(LEAST_SHARE, 1.0, n_knots) * spread_ms * SAMPLE_RATE_HZ / 1000.0)


def warped(blocks: Iterator[Frames], n_frames: int, lag: Lags) -> Iterator[Frames]:
    """`blocks` [n, channels] read where `lag` says: as many samples, silence before the beginning and after the end."""
    edge = round(0.03 * SAMPLE_RATE_HZ) + TAPS
    held, held_from, done = np.zeros((0, 0), np.float32), -edge, 0
    for block in blocks:
        if not held.size:
            held = np.zeros((edge, block.shape[1]), np.float32)
        held = np.concatenate([held, block])
        n = held_from + len(held) - edge - done
        if n > 0:
            yield _read(held, held_from, done, n, lag)
            done += n
            cut = max(0, done - edge - held_from)
            held, held_from = held[cut:], held_from + cut
    if done < n_frames and held.size:
        held = np.concatenate([held, np.zeros((2 * edge, held.shape[1]), np.float32)])
        yield _read(held, held_from, done, n_frames - done, lag)


def _read(held: Frames, held_from: int, start: int, n: int, lag: Lags) -> Frames:
    """Windowed-sinc reading between samples."""
    place = start + np.arange(n) - lag.at(start, n) - held_from
    whole = np.floor(place).astype(int)
    out = np.zeros((n, held.shape[1]))
    for tap in range(-TAPS // 2 + 1, TAPS // 2 + 1):
        distance = place - (whole + tap)
        weight = np.sinc(distance) * np.square(np.cos(np.pi * distance / (TAPS + 2)))
        out += weight[:, np.newaxis] * held[whole + tap]
    return out.astype(np.float32)


DOUBLE = StepKind("double", "Sing it again", 1, DoubleParams, ("audio",), one_wav, double, cost=2.0)
