"""The recipe: what happens to a sample between the microphone and the virtual microphone.

    gain -> gate -> denoise -> pitch ┐
                          └----------┴-> synthesizer -> effects -> (bypass) -> level -> limiter

Plain calls in this order. A `Pipeline` holds stages (weights, settings) and no stream; `PipelineState` is one stream, one field a stage.
`process` takes whole hops and gives as many samples back, `latency_samples` late: the first ones are silence.

Thread: worker. A hop of a warm stream takes no lock and does no I/O.
"""

from __future__ import annotations

import math
import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import (
    FRAME_MS,
    FRAME_SAMPLES,
    SAMPLE_RATE_HZ,
    Audio,
    PitchDetector,
    PitchTiming,
    Stage,
    StreamSpec,
    Successor,
    Synthesizer,
    VoiceTiming,
    pitch_delay_frames,
)
from engine.dsp.crossfade import BypassSwitch
from engine.dsp.fifo import Fifo
from engine.stages.gain import InputGain
from engine.stages.gate import Gate
from engine.stages.level import Level
from engine.stages.limiter import Limiter

STAGES = ("gain", "gate", "denoise", "pitch", "synthesizer", "effects", "level", "limiter")
BUILT_IN = "CPU (built-in)"
FULL_SCALE_GUARD = 8.0  # +18 dBFS: nothing a microphone says; keeps a broken driver's values from reaching the analysis


@dataclass(frozen=True, slots=True)
class Stages:
    """What a pipeline is made of; `denoise` is None when switched off."""

    denoise: Stage[Any] | None
    pitch: PitchDetector[Any]
    synthesizer: Synthesizer[Any]
    effects: Stage[Any]


LONG_SAMPLES = 8 * SAMPLE_RATE_HZ // 1000
"""A hop that takes longer than this to compute is long: its worker gets in the way of the sound server if it is real-time, a reserve can
help it, and what makes it quicker is worth computing beside it."""


@dataclass(frozen=True, slots=True)
class HopCost:
    """How long hops take to compute, in samples at 48 kHz: the mean, and the longest of those that come again and again (some stages
    compute only every few hops). 0 is unknown."""

    mean_samples: float = 0.0
    longest_samples: int = 0


@dataclass(slots=True)
class PipelineState:
    """One stream through a pipeline: a field a stage, the dry path for bypass, and what has been measured.

    `stage_ns` [len(STAGES)] int64 sums the computing time of each stage over `blocks`; `f0_hz` is the newest pitch heard; `repaired` counts
    samples that were not finite.
    """

    gain: Any
    gate: Any
    denoise: Any
    pitch: Any
    synthesizer: Any
    effects: Any
    level: Any
    limiter: Any
    dry: Fifo
    switch: BypassSwitch
    out: Fifo
    stage_ns: NDArray[np.int64]
    blocks: int = 0
    f0_hz: float = 0.0
    repaired: int = 0

    @property
    def spoken_hz(self) -> float:
        """The newest pitch that the synthesizer spoke at, 0 where unvoiced."""
        return float(getattr(self.synthesizer, "spoken_hz", 0.0))


class Pipeline:
    """Every stage of one voice, ready to run any number of streams. `analysis_key`: of two pipelines where it is equal (and not None), one
    may take its stages but the synthesizer from the other."""

    def __init__(self, stages: Stages, hop_ms: int, seed: int = 0, analysis_key: Hashable = None) -> None:
        self._gain, self._gate, self._level, self._limiter = InputGain(), Gate(), Level(), Limiter()
        self.stages, self.analysis_key = stages, analysis_key
        self._seed = seed
        self.cost = HopCost()
        """As measured when warm."""
        self.hop_ms = hop_ms_beside(hop_ms, stages.pitch, stages.synthesizer)
        self.hop_samples = self.hop_ms * SAMPLE_RATE_HZ // 1000

    @property
    def provider(self) -> str:
        """What computes the voice, by the name that its session gives; built-in voices need none."""
        return str(getattr(self.stages.synthesizer, "provider", BUILT_IN))

    @property
    def built_in(self) -> bool:
        """Whether nothing but our own code computes the voice."""
        return self.provider == BUILT_IN

    @property
    def stride_samples(self) -> int:
        """`process` takes multiples of this."""
        return stride_frames(self.stages.pitch, self.stages.synthesizer) * FRAME_SAMPLES

    @property
    def latency_samples(self) -> int:
        """How far the output lags behind the input, the hop not counted."""
        return sum(samples for _, samples in self.latency_parts())

    def latency_parts(self) -> list[tuple[str, int]]:
        """(stage, samples) for every stage that waits for the future; pitch and synthesizer wait side by side."""
        stages = self.stages
        denoise_samples = stages.denoise.latency_samples if stages.denoise else 0
        return latency_parts(denoise_samples, stages.pitch, stages.synthesizer, stages.effects.latency_samples)

    def prepare(self, first_frame: int = 0) -> PipelineState:
        """A fresh stream whose random draws count from `first_frame`."""
        stages = self.stages
        spec = StreamSpec(self._seed, first_frame)
        return PipelineState(
            gain=self._gain.prepare(spec),
            gate=self._gate.prepare(spec),
            denoise=stages.denoise.prepare(spec) if stages.denoise else None,
            pitch=stages.pitch.prepare(spec),
            synthesizer=stages.synthesizer.prepare(spec),
            effects=stages.effects.prepare(spec),
            level=self._level.prepare(spec),
            limiter=self._limiter.prepare(spec),
            dry=Fifo(4 * self.hop_samples + 16 * FRAME_SAMPLES),
            switch=BypassSwitch(),
            out=Fifo(4 * self.hop_samples, primed_zeros=self.latency_samples),
            stage_ns=np.zeros(len(STAGES), np.int64),
        )

    def can_follow(self, other: Pipeline) -> bool:
        """Whether it can go on with a stream of `other`: then every stage but the synthesizer is the same."""
        ours, theirs = self.stages, other.stages
        shared = ours.denoise is theirs.denoise and ours.pitch is theirs.pitch and ours.effects is theirs.effects
        successor = ours.synthesizer
        return (
            shared
            and self.hop_samples == other.hop_samples
            and isinstance(successor, Successor)
            and successor.can_follow(theirs.synthesizer)
        )

    def follow(self, other: Pipeline, state: PipelineState, params: LiveParams) -> PipelineState:
        """`state`, a stream of `other` under `params`, as a stream of this one; at a block's end."""
        successor = self.stages.synthesizer
        assert isinstance(successor, Successor)
        state.synthesizer = successor.follow(other.stages.synthesizer, state.synthesizer, params)
        return state

    def has_taken_over(self, state: PipelineState) -> bool:
        """Whether nothing is heard any more of the voice that it followed."""
        successor = self.stages.synthesizer
        return not isinstance(successor, Successor) or successor.has_taken_over(state.synthesizer)

    def specialise(self) -> None:
        """After some hops: makes what can be made for hops like these, off the worker's thread."""
        if isinstance(self.stages.synthesizer, Successor):
            self.stages.synthesizer.specialise()

    def process(self, block: Audio, state: PipelineState, params: LiveParams) -> Audio:
        """`block` [n] and as much out, n a multiple of `stride_samples`. The output belongs to the input `latency_samples` earlier."""
        clock, spent = time.perf_counter_ns, state.stage_ns
        times = [clock()]
        x = self._gain.process(_finite(block, state), state.gain, params)
        times.append(clock())
        x = self._gate.process(x, state.gate, params)
        times.append(clock())
        if self.stages.denoise:
            x = self.stages.denoise.process(x, state.denoise, params)
        times.append(clock())
        f0_hz = self.stages.pitch.process(x, state.pitch)
        times.append(clock())
        y = self.stages.synthesizer.process(x, f0_hz, state.synthesizer, params)
        times.append(clock())
        y = self.stages.effects.process(y, state.effects, params)
        state.dry.push(x)
        y = state.switch.mix(y, state.dry.pop(len(y)), params.bypass)
        times.append(clock())
        y = self._level.process(y, state.level, params)
        times.append(clock())
        y = self._limiter.process(y, state.limiter, params)
        times.append(clock())
        for i in range(len(STAGES)):
            spent[i] += times[i + 1] - times[i]
        state.blocks += 1
        if len(f0_hz):
            state.f0_hz = float(f0_hz[-1])
        state.out.push(y)
        return state.out.pop(len(block))


def stride_frames(pitch: PitchTiming, voice: VoiceTiming) -> int:
    """What a hop is a multiple of."""
    return math.lcm(pitch.stride_frames, voice.stride_frames)


def hop_ms_beside(hop_ms: int, pitch: PitchTiming, voice: VoiceTiming) -> int:
    """The hop that `hop_ms` becomes. A detector or synthesizer that answers in groups of frames sets the smallest: anything shorter would
    only wait for it."""
    stride_ms = stride_frames(pitch, voice) * FRAME_MS
    return stride_ms * max(1, math.ceil(hop_ms / stride_ms))


def latency_parts(denoise_samples: int, pitch: PitchTiming, voice: VoiceTiming, effects_samples: int) -> list[tuple[str, int]]:
    """(stage, samples) for every stage that waits for the future; pitch and synthesizer wait side by side."""
    pitch_frames = pitch_delay_frames(pitch, denoise_samples // FRAME_SAMPLES) + 1 + voice.lookahead_frames
    waiting_frames = max(math.ceil(voice.latency_samples / FRAME_SAMPLES), pitch_frames)
    return [
        ("denoise", denoise_samples),
        ("pitch and synthesizer", waiting_frames * FRAME_SAMPLES),
        ("effects", effects_samples),
        ("limiter", Limiter.latency_samples),
    ]


def _finite(block: Audio, state: PipelineState) -> Audio:
    """`block` with NaN and infinities made silent and counted, held within FULL_SCALE_GUARD."""
    if np.abs(block).max(initial=0.0) <= FULL_SCALE_GUARD:  # false for NaN too
        return block
    state.repaired += int(np.count_nonzero(~np.isfinite(block)))
    clean = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(clean, -FULL_SCALE_GUARD, FULL_SCALE_GUARD)
