"""Timing a pipeline on the demo recording: what calibration and the benchmarks measure with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.pipeline import STAGES, Pipeline
from jobs.context import JobContext

LEAD_IN_SHARE = 1 / 3
"""Of the hops: not counted, because contexts fill up and kernels are chosen in them."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians over hops of `hop_ms`: the whole, and each stage, in ms of computing; `worst_ms` is the longest hop. `waiting_ms` is what the
    stages wait for: look-ahead, pitch."""

    hop_ms: int
    compute_ms: float
    worst_ms: float
    waiting_ms: float
    stage_ms: dict[str, float]

    @property
    def rtf(self) -> float:
        """Seconds of computing per second of audio."""
        return self.compute_ms / self.hop_ms


def time_pipeline(
    pipeline: Pipeline,
    audio: Audio,
    params: LiveParams,
    context: JobContext | None = None,
    clock: Callable[[], int] = time.perf_counter_ns,
) -> Timing:
    """Runs `audio` through a fresh stream, hop by hop, as fast as it goes. Raises WorkCancelled."""
    context = context or JobContext()
    state = pipeline.prepare()
    hop = pipeline.hop_samples
    whole: list[int] = []
    stages: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for start in range(0, len(audio) - hop + 1, hop):
        context.check()
        before, spent = clock(), state.stage_ns.copy()
        pipeline.process(audio[start : start + hop], state, params)
        whole.append(clock() - before)
        stages.append(state.stage_ns - spent)
    counted = slice(int(LEAD_IN_SHARE * len(whole)), None)
    by_stage = np.median(np.array(stages[counted]), axis=0) / 1e6
    return Timing(
        pipeline.hop_ms,
        float(np.median(whole[counted]) / 1e6),
        max(whole[counted]) / 1e6,
        1000 * pipeline.latency_samples / SAMPLE_RATE_HZ,
        {name: float(ms) for name, ms in zip(STAGES, by_stage, strict=True)},
    )
