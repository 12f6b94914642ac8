"""From settings and a voice to a pipeline that is ready to run."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from engine.audio.demo import demo_speech
from engine.audio.priority import aside
from engine.config import AUTO, PROPOSED, EngineConfig, LiveParams, of_pipeline
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Stage
from engine.effects.chain import Effects
from engine.foreign.process import never
from engine.inference.blas import one_blas_thread
from engine.inference.choice import placement_of
from engine.inference.int8 import int8_path
from engine.inference.opening import Opening, Placed, Preparing
from engine.inference.profile import Profile, read_profile
from engine.kinds.detectors import detector_kind
from engine.kinds.loading import loaded
from engine.kinds.voices import voice_kind
from engine.pipeline import LONG_SAMPLES, HopCost, Pipeline, Stages
from engine.pitch import detector
from engine.stages.denoise import Denoise
from engine.synth.opener import Around, VoiceOpener
from models.foundation import FoundationLibrary
from models.package import MANIFEST
from models.voice import Voice

FIRST_HOPS = 4
"""One may be shorter, one has nothing behind it, one is like those to come, and one is the first of these on what was made for them."""
TIMED_SAMPLES = 10 * FRAME_SAMPLES
"""Short hops are timed for as long as this: some stages compute only every few hops."""
PREPARING_HOP_MS, PREPARING_S = 160, 2.4

_FINE_CLOCK = time.get_clock_info("process_time").resolution < 1e-4


def assemble(
    config: EngineConfig,
    voice: Voice,
    foundation: FoundationLibrary | None = None,
    opening: Opening | None = None,
    beside: Pipeline | None = None,
    leave: Callable[[], bool] = never,
) -> Pipeline:
    """A warm pipeline: models loaded, code compiled, one short stream already run through it.

    foundation: where foundation models are; None is the user's library. opening: where large graphs run; None is as `config` and the
    machine's calibration say. beside: a pipeline that runs already; where the new one would hear with the same models, it shares them, and
    can go on with that one's stream (`Pipeline.follow`). leave: asked while a foreign graph is waited for, now and as long as it speaks;
    True ends that.
    Raises ConfigError; InferenceError (`inference.missing` with the `model` that is missing); BadVoiceFile, FoundationBroken.
    """
    one_blas_thread()
    models = foundation or FoundationLibrary()
    opening, pitch_opening = (opening, opening) if opening else _openings(config, voice, models, beside is not None)
    analysis_key = _analysis_key(config, voice)
    if beside is not None and shares_analysis(config, voice, beside):
        return _successor(voice, Around(config, models, beside.stages.pitch, _late_frames(beside.stages.denoise), opening, leave), beside)
    denoise = Denoise() if config.denoise else None
    late_frames = _late_frames(denoise)
    opener = voice_opener(voice)
    pitch = detector(config.detector, models, opener.hop_frames(config), late_frames, pitch_opening)
    synthesizer = opener.open(voice, Around(config, models, pitch, late_frames, opening, leave))
    stages = Stages(denoise=denoise, pitch=pitch, synthesizer=synthesizer, effects=Effects(voice.effects))
    pipeline = Pipeline(stages, config.hop_ms, config.seed, analysis_key)
    _warm_up(pipeline)
    return pipeline


@dataclass(frozen=True, slots=True)
class PipelineKey:
    """All that decides what a pipeline says: of two with the same key, either may speak for the other. `written_ns` is when the voice's
    files were."""

    config: EngineConfig
    voice: Voice
    written_ns: int
    profile: Profile | None


def pipeline_key(config: EngineConfig, voice: Voice) -> PipelineKey:
    """Of the pipeline that `assemble` would make of these now."""
    manifest = voice.rvc.folder / MANIFEST if voice.rvc is not None else None
    written_ns = manifest.stat().st_mtime_ns if manifest is not None and manifest.exists() else 0
    return PipelineKey(of_pipeline(config), voice, written_ns, read_profile())


def shares_analysis(config: EngineConfig, voice: Voice, other: Pipeline) -> bool:
    """Whether all that a pipeline for `voice` would hold of its own, beside `other`, are the voice's networks."""
    analysis_key = _analysis_key(config, voice)
    return analysis_key is not None and other.analysis_key == analysis_key


def _analysis_key(config: EngineConfig, voice: Voice) -> Hashable:
    """What decides everything in the pipeline of a voice but its own networks; None where it has nothing to share."""
    analysis_key = voice_opener(voice).analysis_key(voice, config)
    return None if analysis_key is None else (voice.kind, voice.effects, analysis_key)


def voice_opener(voice: Voice) -> VoiceOpener:
    """What opens voices of this kind. Raises InferenceError `inference.kind`."""
    opener: VoiceOpener = loaded(voice_kind(voice).opens)()
    return opener


def _successor(voice: Voice, around: Around, beside: Pipeline) -> Pipeline:
    """A pipeline with all stages of `beside` but the synthesizer, whose networks alone are warmed up: the others are in use."""
    stages, opener = beside.stages, voice_opener(voice)
    make = partial(opener.open_beside, voice, around, stages.synthesizer)
    # Threads that inherit it would stay as patient as the one that opens them. And where hops are short, one that waits for the processor
    # while it holds the interpreter's lock is worse than one that computes beside them.
    patient = opener.opens_with_patience(around.opening) and beside.cost.mean_samples >= LONG_SAMPLES
    pipeline = Pipeline(
        replace(stages, synthesizer=aside(make) if patient else make()), around.config.hop_ms, around.config.seed, beside.analysis_key
    )
    pipeline.cost = beside.cost  # of the same networks, but for the rate
    return pipeline


def _late_frames(denoise: Stage[Any] | None) -> int:
    return denoise.latency_samples // FRAME_SAMPLES if denoise else 0


def prepare_int8(voice: Voice, foundation: FoundationLibrary, n_threads: int = 0) -> None:
    """Makes the int8 forms of a voice's heavy graphs, where they are not there yet, from what they compute of the demo recording: a few
    seconds, once. Raises InferenceError, OSError."""
    if is_prepared(voice, foundation):
        return
    opening = Preparing(n_threads)
    pipeline = assemble(replace(EngineConfig(), hop_ms=PREPARING_HOP_MS), voice, foundation, opening)
    state = pipeline.prepare()
    speech, hop = demo_speech(PREPARING_S), pipeline.hop_samples
    for start in range(0, len(speech) - hop + 1, hop):
        pipeline.process(speech[start : start + hop], state, params_of(voice))
    opening.keep()


def is_prepared(voice: Voice, foundation: FoundationLibrary) -> bool:
    """Whether everything of `voice` that can be int8 is there in int8."""
    return all(int8_path(graph).exists() for graph in voice_opener(voice).heavy_graphs(voice, foundation))


def opens_at_once(config: EngineConfig, voice: Voice) -> bool:
    """Whether nothing of `voice` must be prepared before it is opened. Raises InferenceError where a model is missing."""
    return placement_of(config, read_profile()).precision != "int8" or is_prepared(voice, FoundationLibrary())


def _openings(config: EngineConfig, voice: Voice, foundation: FoundationLibrary, live: bool) -> tuple[Opening, Opening]:
    """For the voice and for its pitch, as settings and calibration say. live: something speaks meanwhile."""
    if not voice_kind(voice).placed and not detector_kind(config.detector).placed:
        return Placed(), Placed()
    profile = read_profile()
    wish = placement_of(config, profile)
    if wish.precision == "int8":
        prepare = partial(prepare_int8, voice, foundation, wish.n_threads)
        aside(prepare) if live else prepare()
    calibrated = profile is not None and config.precision == AUTO
    return Placed(wish), Placed(replace(wish, precision=profile.pitch_precision) if profile and calibrated else wish)


def params_of(voice: Voice, base: LiveParams | None = None) -> LiveParams:
    """`base` (or the defaults) with the controls that a voice proposes put in."""
    return replace(base or LiveParams(), **{name: getattr(voice.defaults, name) for name in PROPOSED})


def _warm_up(pipeline: Pipeline) -> None:
    """Runs the first hops, lets what can be made for their shapes be made, and notes what warm ones take."""
    state, hop = pipeline.prepare(), pipeline.hop_samples
    n_first, n_timed = FIRST_HOPS + pipeline.latency_samples // hop, max(2, TIMED_SAMPLES // hop)
    t = np.arange(hop * (n_first + n_timed), dtype=np.float32)
    tone = (0.1 * np.sin(t * np.float32(0.03))).astype(np.float32)
    times_s = []
    for k in range(n_first + n_timed):
        if k == n_first - 1:
            pipeline.specialise()
        began = _clocks()
        pipeline.process(tone[k * hop : (k + 1) * hop], state, LiveParams())
        # What other programs take of the time is not the voice's cost: a voice on several threads is done sooner than they have computed,
        # one that was made to wait has computed for less than it took.
        times_s.append(min(now - then for now, then in zip(_clocks(), began, strict=True)))
    usual_s = sorted(times_s[n_first:])[:-1]  # one may have met with something that computes in this very process
    pipeline.cost = HopCost(SAMPLE_RATE_HZ * float(np.mean(usual_s)), round(SAMPLE_RATE_HZ * max(usual_s)))


def _clocks() -> tuple[float, ...]:
    """The time, and how long this process has computed where the system counts that finely (Windows does not), in seconds."""
    return (time.perf_counter(), time.process_time()) if _FINE_CLOCK else (time.perf_counter(),)
