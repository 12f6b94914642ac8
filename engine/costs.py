"""What settings make of the delay and the load, told without opening anything. Pure functions.

The delay is exact: it is composed as the pipeline composes it, from the same timings. The load is only ever what has been measured on this
machine, by its calibration, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.assemble import voice_opener
from engine.config import EngineConfig
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ
from engine.effects.chain import Effects
from engine.inference.profile import Measured
from engine.kinds.voices import voice_kind
from engine.pipeline import hop_ms_beside, latency_parts
from engine.pitch import detector_timing
from engine.stages.denoise import Denoise
from models.voice import Voice


@dataclass(frozen=True, slots=True)
class OwnDelay:
    """The part of the delay that the settings make, computing and devices aside: the block, what each stage waits for (name, samples), and
    what lies ready before it is played."""

    hop_ms: int
    parts: tuple[tuple[str, int], ...]
    margin_ms: float

    @property
    def ms(self) -> float:
        """All of it."""
        return self.hop_ms + 1000 * sum(samples for _, samples in self.parts) / SAMPLE_RATE_HZ + self.margin_ms


def own_delay(config: EngineConfig, voice: Voice) -> OwnDelay:
    """Of `voice` under `config`: the hop and the latency of the pipeline that `assemble` would make. Raises InferenceError where the voice
    is of no known kind, EffectError."""
    denoise_samples = Denoise.latency_samples if config.denoise else 0
    late_frames = denoise_samples // FRAME_SAMPLES
    opener = voice_opener(voice)
    pitch = detector_timing(config.detector, opener.hop_frames(config), late_frames)
    speaks = opener.timing(voice, config, pitch, late_frames)
    parts = latency_parts(denoise_samples, pitch, speaks, Effects(voice.effects).latency_samples)
    return OwnDelay(hop_ms_beside(config.hop_ms, pitch, speaks), tuple(parts), config.margin_ms)


def measured_load(config: EngineConfig, voice: Voice, provider: str, tried: Sequence[Measured]) -> float | None:
    """Seconds of computing per second of audio of `voice` on `provider` under `config`, from what calibration has `tried`; None where that
    says nothing of it: a voice that calibration is not for, another context or detector, or a hop outside of those that were timed."""
    if not voice_kind(voice).calibrates:
        return None
    hop_ms = own_delay(config, voice).hop_ms
    alike = [one for one in tried if one.provider == provider and not one.refused and one.rtf > 0.0]
    alike = [one for one in alike if (one.context_s, one.detector) == (config.context_s, config.detector)]
    compute_ms = {one.hop_ms: one.rtf * one.hop_ms for one in alike}
    shorter = max((hop for hop in compute_ms if hop <= hop_ms), default=None)
    longer = min((hop for hop in compute_ms if hop >= hop_ms), default=None)
    if shorter is None or longer is None:
        return None
    share = (hop_ms - shorter) / (longer - shorter) if longer > shorter else 0.0
    return ((1 - share) * compute_ms[shorter] + share * compute_ms[longer]) / hop_ms
