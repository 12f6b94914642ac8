"""Streamed equals offline, to the bit: every built-in voice, every hop offered, and whatever pieces a device brings the sound in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle

import numpy as np
import pytest

from engine.assemble import assemble, params_of
from engine.config import HOPS_MS, EngineConfig, LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.offline import convert_blocks
from engine.pipeline import Pipeline
from engine.runtime.crossfader import Crossfader, RunningPipeline
from engine.runtime.telemetry import TelemetryCounters
from engine.runtime.worker import Worker
from models.builtin import builtin_voices
from models.voice import Voice
from tests.e2e.speech import speech
from tests.engine.runtime.passing import MemorySink, MemorySource

SECONDS = 0.9
DEVICE_SAMPLES = (480, 1, 239, 961, 64, 2039, 480, 7)
FILE_SAMPLES = (4097, 11)


@pytest.mark.slow
@pytest.mark.parametrize("voice", [voice for voice in builtin_voices() if voice.neural is None], ids=lambda voice: voice.id)
def test_streamed_equals_offline(voice: Voice) -> None:
    said, params = sound(), params_of(voice)
    made = assemble(EngineConfig(), voice)
    offline = np.concatenate(list(convert_blocks(pieces(said, FILE_SAMPLES), made, made.prepare(), params)))
    assert len(offline) == len(said)
    assert np.abs(offline).max() > 0.01
    for hop_ms in HOPS_MS:
        pipeline = Pipeline(made.stages, hop_ms, EngineConfig().seed)
        assert pipeline.hop_ms == hop_ms
        streamed = live(pipeline, params, said)
        n = len(streamed) - pipeline.latency_samples
        assert n > len(said) - pipeline.hop_samples - pipeline.latency_samples
        assert np.array_equal(streamed[pipeline.latency_samples :], offline[:n]), f"hop {hop_ms} ms"


@pytest.mark.slow
@pytest.mark.parametrize("hop_ms", [hop if hop in (20, 100) else pytest.param(hop, marks=pytest.mark.thorough) for hop in HOPS_MS])
def test_a_neural_voice_streamed_equals_offline_whatever_the_pieces(hop_ms: int) -> None:
    """Its hop decides what it hears at once, so a file is converted on the same grid; all its voices are rows of one network."""
    said, voice = sound(), next(voice for voice in builtin_voices() if voice.neural is not None)
    pipeline, params = assemble(EngineConfig(hop_ms=hop_ms), voice), params_of(voice)
    offline = np.concatenate(list(convert_blocks(pieces(said, FILE_SAMPLES), pipeline, pipeline.prepare(), params)))
    assert len(offline) == len(said)
    assert np.abs(offline).max() > 0.01
    streamed = live(pipeline, params, said)
    n = len(streamed) - pipeline.latency_samples
    assert n > len(said) - pipeline.hop_samples - pipeline.latency_samples
    assert np.array_equal(streamed[pipeline.latency_samples :], offline[:n])


@cache
def sound() -> Audio:
    """[n] speech with a beginning, an end, and a silence within."""
    said = speech(SECONDS + 0.3)[round(0.3 * SAMPLE_RATE_HZ) :].copy()
    said[30_000:33_000] = 0.0
    said.setflags(write=False)
    return said


def live(pipeline: Pipeline, params: LiveParams, said: Audio) -> Audio:
    """What the worker sends out for `said`, arriving in the pieces of a device."""
    source, sink = MemorySource(), MemorySink()
    crossfader = Crossfader(RunningPipeline(pipeline, pipeline.prepare(), params))
    worker = Worker(source, [sink], crossfader, TelemetryCounters())
    for piece in pieces(said, DEVICE_SAMPLES):
        source.queue.push(piece)
        while worker.step():
            pass
    assert worker.telemetry.late_blocks == 0
    return sink.audio


def pieces(said: Audio, lengths: tuple[int, ...]) -> Iterator[Audio]:
    position = 0
    for length in cycle(lengths):
        if position >= len(said):
            return
        yield said[position : position + length]
        position += length
