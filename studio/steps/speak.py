"""`speak`: one sentence, spoken."""

from __future__ import annotations

import numpy as np
import soxr
from pydantic import Field

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import QUALITY, WorkWriter
from studio.speech.engines import USUAL, speaker
from studio.step import Facts, Params, StepKind, Work, one_wav


class SpeakParams(Params):
    """engine, voice: who; "" is its usual one. speed: 1 is its own pace."""

    text: str
    engine: str = USUAL
    voice: str = ""
    speed: float = Field(default=1.0, ge=0.5, le=2.0)


def speak(work: Work[SpeakParams]) -> Facts:
    """Raises StudioError, WorkCancelled."""
    params = work.params
    work.context.step(0.0, "speaking")
    rate_hz, samples = speaker(params.engine).speak(params.text, params.voice, params.speed)
    spoken = soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ, quality=QUALITY) if len(samples) else np.zeros(0)
    # A sentence that holds nothing to say is a moment of silence.
    spoken = spoken if len(spoken) else np.zeros(SAMPLE_RATE_HZ // 100)
    with WorkWriter(work.outputs["audio"], 1) as writer:
        writer.write(np.asarray(spoken, np.float32)[:, np.newaxis])
    return {}


SPEAK = StepKind("speak", "Speak", 1, SpeakParams, (), one_wav, speak, cost=0.5)
