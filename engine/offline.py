"""A file through the pipeline: the very calls of a live run, fed from disk.

The result is as long as the input and in step with it: the pipeline's delay is cut off in front and flushed out at the end. It is what a
live run of the same input sends out, to the bit, `latency_samples` earlier.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from engine.audio.files import AudioFileReader, AudioFileWriter
from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.fifo import Fifo
from engine.pipeline import Pipeline, PipelineState
from jobs.context import JobContext


@dataclass(frozen=True, slots=True)
class Report:
    """Of one conversion: seconds of audio, seconds of computing per second of audio, input samples that were not finite, and `notes` of
    the reader."""

    seconds: float
    rtf: float
    repaired: int
    notes: tuple[str, ...] = ()


def convert_file(source: Path, target: Path, pipeline: Pipeline, params: LiveParams, context: JobContext, channel: int = 0) -> Report:
    """Writes `source`, spoken by `pipeline`, to `target` (48 kHz mono; the format follows the suffix).

    channel: of the source, from 1; 0 is what sounds.

    Raises AudioFileError, WorkCancelled; the target is then as it was.
    """
    started = time.perf_counter()
    state = pipeline.prepare()
    n_samples = 0
    with AudioFileReader(source, channel=channel) as reader, AudioFileWriter(target, SAMPLE_RATE_HZ) as writer:
        for block in convert_blocks(reader, pipeline, state, params):
            context.check()
            writer.write(block)
            n_samples += len(block)
            context.say(reader.progress, "converting")
        repaired, notes = reader.repaired + state.repaired, tuple(reader.notes)
    seconds = n_samples / SAMPLE_RATE_HZ
    return Report(seconds, (time.perf_counter() - started) / max(seconds, 1e-9), repaired, notes)


def convert_blocks(blocks: Iterable[Audio], pipeline: Pipeline, state: PipelineState, params: LiveParams) -> Iterator[Audio]:
    """The output for `blocks` ([n] each, any n), as many samples in all, in step with the input."""
    hop, pending = pipeline.hop_samples, Fifo(8 * pipeline.hop_samples)
    to_skip, owed = pipeline.latency_samples, 0
    tail = np.zeros(pipeline.latency_samples + hop, np.float32)
    for n_real, block in chain(((len(block), block) for block in blocks), [(0, tail)]):
        owed += n_real
        pending.push(block)
        while len(pending) >= hop:
            out = pipeline.process(pending.pop(hop), state, params)
            skipped = min(to_skip, len(out))
            to_skip -= skipped
            out = out[skipped : skipped + owed]
            owed -= len(out)
            if len(out):
                yield out
