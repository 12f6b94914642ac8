"""`convert`: into another voice, through the engine's own pipeline; stereo stays stereo."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field

from engine.assemble import assemble, params_of
from engine.config import with_values
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import InferenceError
from engine.offline import convert_blocks
from engine.synth.rvc_open import check_speaker
from engine.tuning import file_config
from jobs.context import JobContext
from models.voice import Voice
from models.voices import find_voice
from studio.audio import Frames, WorkWriter, audio_info, read_blocks
from studio.pitch import median_hz, pitch_of
from studio.step import Facts, Params, StepKind, Work, one_wav

SIDE_DB = -50.0
"""Channels that differ by less than this against what they share are one voice in the middle."""
OCTAVE_ST = 12
SINGING_SHARE = 0.2
"""Of the time a step takes: finding the octave."""


class ConvertParams(Params):
    """voice: by id or name. pitch_st: semitones, None as the voice proposes. keep_key: for singing; only whole octaves, the one nearest to
    where the voice is at home. settings: live controls by name (`formant_st`, `index_rate`, ...). engine: settings of the pipeline."""

    voice: str
    pitch_st: float | None = None
    keep_key: bool = False
    settings: dict[str, float | str | bool] = Field(default_factory=dict)
    engine: dict[str, float | str | bool] = Field(default_factory=dict)


def convert(work: Work[ConvertParams]) -> Facts:
    """Raises EngineError, ModelError, StudioError, WorkCancelled."""
    params, source, context = work.params, work.inputs["audio"], work.context
    voice = find_voice(params.voice)
    facts: Facts = {"voice": voice.id}
    live = with_values(params_of(voice), dict(params.settings))
    pitch_st = params.pitch_st
    if pitch_st is None and params.keep_key:
        facts["median_hz"] = heard = median_hz(pitch_of(source, context.part(0.0, SINGING_SHARE)))
        pitch_st = octave_for(voice, heard)
    if pitch_st is not None:
        live = with_values(live, {"pitch_st": pitch_st})
    live = check_speaker(voice, live)
    facts["pitch_st"] = live.pitch_st
    info = audio_info(source)
    one = info.channels == 1 or is_one_voice(source, context)
    config = with_values(file_config(voice), dict(params.engine))
    try:
        pipeline = assemble(config, voice, leave=context.cancelled)
        voices = [
            convert_blocks(_channel(source, None if one else channel), pipeline, pipeline.prepare(), live)
            for channel in range(1 if one else info.channels)
        ]
        _write(voices, work.outputs["audio"], info.channels, round(info.seconds * SAMPLE_RATE_HZ), context.part(SINGING_SHARE, 1.0))
    except InferenceError:
        context.check()  # a foreign graph that nobody waits for any more
        raise
    return facts


def octave_for(voice: Voice, heard_hz: float) -> float:
    """Semitones, whole octaves: towards the pitch where the voice is at home, or as far as it proposes to move."""
    home_hz = voice.defaults.target_f0_hz
    octaves = math.log2(home_hz / heard_hz) if home_hz and heard_hz else voice.defaults.pitch_st / OCTAVE_ST
    return float(OCTAVE_ST * round(octaves))


def is_one_voice(source: Path, context: JobContext) -> bool:
    """Whether the channels of a stereo file carry the same, but for next to nothing."""
    middle = side = 0.0
    for block in read_blocks(source):
        context.check()
        middle += float(np.square(block.sum(axis=1), dtype=np.float64).sum())
        side += float(np.square(block[:, 0] - block[:, -1], dtype=np.float64).sum())
    return bool(side <= middle * 10.0 ** (SIDE_DB / 10.0))


def _channel(source: Path, channel: int | None) -> Iterator[Audio]:
    for block in read_blocks(source, SAMPLE_RATE_HZ):
        yield np.ascontiguousarray(block.mean(axis=1) if channel is None else block[:, channel], np.float32)


def _write(voices: list[Iterator[Audio]], target: Path, channels: int, n_frames: int, context: JobContext) -> None:
    """All channels in step; each comes in blocks of its own lengths."""
    held = [np.zeros(0, np.float32) for _ in voices]
    with WorkWriter(target, channels) as writer:
        while writer.n_frames < n_frames:
            context.step(writer.n_frames / n_frames, "changing the voice")
            for number, voice in enumerate(voices):
                if not len(held[number]):
                    held[number] = next(voice)
            n = min(len(one) for one in held)
            frames: Frames = np.stack([one[:n] for one in held], axis=1)
            writer.write(frames if len(voices) == channels else np.repeat(frames, channels, axis=1))
            held = [one[n:] for one in held]


def voice_files(params: ConvertParams) -> str:
    """What a conversion depends on beside its parameters: everything that the voice is. Raises ModelError."""
    voice = find_voice(params.voice)
    parts: list[Any] = [repr(voice)]
    if voice.rvc is not None:
        files = (path.stat() for path in sorted(voice.rvc.folder.rglob("*")) if path.is_file())
        parts += [(state.st_size, state.st_mtime_ns) for state in files]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


CONVERT = StepKind("convert", "Change the voice", 1, ConvertParams, ("audio",), one_wav, convert, voice_files, cost=10.0)
