"""Speech to test the vocoder with, its pitch from an independent detector, and the vocoder run in the ways that tests need."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pyworld
import soundfile
import soxr
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, Frames, StreamSpec
from engine.synth.vocoder import Vocoder, VocoderState
from models.voice import VocoderSpec, Voice, VoiceDefaults

WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("yes", "no", "stop", "start", "left", "right", "forward", "computer", "window", "hello"),
)
DETECTOR_LATENCY_SAMPLES = 960


def voice(**vocoder: float) -> Voice:
    return Voice("test", "Test", "A voice for tests.", "vocoder", vocoder=VocoderSpec(**vocoder))


def params_of(defaults: VoiceDefaults) -> LiveParams:
    return LiveParams(pitch_st=defaults.pitch_st, formant_st=defaults.formant_st, breath=defaults.breath, monotone=defaults.monotone)


@cache
def demo() -> Audio:
    """The demo recording that comes with the program: a woman, 7 s, 48 kHz."""
    return _read(Path(str(resources.files("resources").joinpath("audio/demo.flac"))))


@cache
def words(speaker: str) -> Audio:
    """[20 s] the words of `man` or `woman`, one a second, 48 kHz."""
    return _read(Path(__file__).parents[2] / "data" / f"voices_words_{speaker}.flac")


def _read(path: Path) -> Audio:
    audio, rate = soundfile.read(path, dtype="float32")
    speech: Audio = soxr.resample(audio, rate, SAMPLE_RATE_HZ).astype(np.float32)
    speech.flags.writeable = False
    return speech


def harvest(x: Audio) -> Frames:
    """Pitch at 10 ms frames, 0 where unvoiced (pyworld's Harvest over the whole signal)."""
    f0_hz, _ = pyworld.harvest(x.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=50.0, f0_ceil=1100.0, frame_period=10.0)
    frames: Frames = f0_hz.astype(np.float32)
    return frames


@cache
def demo_f0() -> Frames:
    return harvest(demo())


@cache
def words_f0(speaker: str) -> Frames:
    return harvest(words(speaker))


def stream(
    vocoder: Vocoder, x: Audio, f0_hz: Frames, chunk: int, params: LiveParams | None = None, state: VocoderState | None = None
) -> Audio:
    """What comes out when `x` comes in by `chunk`s and each pitch frame 20 ms after its time."""
    state = state or vocoder.prepare(StreamSpec())
    out, given = [np.zeros(0, np.float32)], 0
    for start in range(0, len(x), chunk):
        block = x[start : start + chunk]
        n_known = max(0, (start + len(block) - DETECTOR_LATENCY_SAMPLES) // FRAME_SAMPLES + 1)
        out.append(vocoder.process(block, f0_hz[given:n_known], state, params or LiveParams()))
        given = max(given, n_known)
    return np.concatenate(out)


def speak(who: Voice, x: Audio, f0_hz: Frames, params: LiveParams | None = None) -> Audio:
    """All of `x` in another voice, in step with it and as long."""
    padded = np.concatenate([x, np.zeros(4 * FRAME_SAMPLES, np.float32)])
    pitch = np.concatenate([f0_hz, np.zeros(8, np.float32)])
    return stream(Vocoder(who), padded, pitch, len(padded), params)[: len(x)]


def inner_voiced(f0_hz: Frames, margin: int = 3) -> NDArray[np.bool_]:
    """Frames whose neighbours to `margin` either side are voiced and within a semitone or so: where a pitch can be measured."""
    steady = np.zeros(len(f0_hz), bool)
    for n in range(margin, len(f0_hz) - margin):
        around = f0_hz[n - margin : n + margin + 1]
        steady[n] = bool(around.min() > 0 and around.max() / around.min() < 1.08)
    return steady


def power_db(x: Audio) -> NDArray[np.float64]:
    """Power of each 10 ms frame, averaged over five, in dBFS."""
    frames = x[: len(x) // FRAME_SAMPLES * FRAME_SAMPLES].astype(np.float64).reshape(-1, FRAME_SAMPLES)
    return 10.0 * np.log10(np.convolve(np.mean(frames**2, axis=1), np.ones(5) / 5, "same") + 1e-12)
