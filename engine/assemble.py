"""From settings and a voice to a pipeline that is ready to run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.config import EngineConfig, LiveParams
from engine.pipeline import Pipeline, Stages
from engine.pitch import detector
from engine.stages.denoise import Denoise
from engine.stages.effects import Effects
from engine.synth.vocoder import Vocoder
from models.voice import Voice

WARM_UP_HOPS = 3


def assemble(config: EngineConfig, voice: Voice) -> Pipeline:
    """A warm pipeline: models loaded, code compiled, one short stream already run through it.

    Raises ConfigError, InferenceError.
    """
    stages = Stages(
        denoise=Denoise() if config.denoise else None,
        pitch=detector(config.detector),
        synthesizer=Vocoder(voice),
        effects=Effects(voice.effects),
    )
    pipeline = Pipeline(stages, config.hop_ms, config.seed)
    _warm_up(pipeline)
    return pipeline


def params_of(voice: Voice, base: LiveParams | None = None) -> LiveParams:
    """`base` (or the defaults) with the controls that a voice proposes put in."""
    proposed = voice.defaults
    return replace(
        base or LiveParams(),
        pitch_st=proposed.pitch_st,
        formant_st=proposed.formant_st,
        breath=proposed.breath,
        monotone=proposed.monotone,
    )


def _warm_up(pipeline: Pipeline) -> None:
    state = pipeline.prepare()
    t = np.arange(pipeline.hop_samples * (WARM_UP_HOPS + pipeline.latency_samples // pipeline.hop_samples), dtype=np.float32)
    tone = (0.1 * np.sin(t * np.float32(0.03))).astype(np.float32)
    for start in range(0, len(tone), pipeline.hop_samples):
        pipeline.process(tone[start : start + pipeline.hop_samples], state, LiveParams())
