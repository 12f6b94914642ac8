"""What the vocoder spends its time on: seconds of computing per second of audio, by part, in one run over the demo recording.

    python -m bench.vocoder

The pitch is found beforehand (pyworld's Harvest, not timed). `whole` is the vocoder fed by 10 ms; the parts are its own functions timed
alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pyworld
import soundfile

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, StreamSpec
from engine.synth.analysis import HIGHEST_F0_HZ, LOWEST_F0_HZ, FrameAnalysis, analyse
from engine.synth.shaping import Shape, filters_of
from engine.synth.vocoder import LOOK_AHEAD_FRAMES, Vocoder
from models.builtin import find_voice

PAD = 8192
RUNS = 5


def main() -> None:
    audio, _ = soundfile.read(Path(str(resources.files("resources").joinpath("audio/demo.flac"))), dtype="float32")
    f0_hz, _ = pyworld.harvest(audio.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=50.0, f0_ceil=1100.0, frame_period=10.0)
    n_frames = len(audio) // FRAME_SAMPLES - LOOK_AHEAD_FRAMES
    pitch = np.where(f0_hz > 0, np.clip(f0_hz, LOWEST_F0_HZ, HIGHEST_F0_HZ), 0.0)[:n_frames]
    padded = np.pad(audio.astype(np.float64), PAD)
    shape = Shape(formant_st=2.0, breath=0.1, tilt_db=0.0)
    vocoder = Vocoder(find_voice("natural"))

    def hear() -> list[FrameAnalysis]:
        return [
            analyse(padded, PAD + n * FRAME_SAMPLES, PAD + (n + LOOK_AHEAD_FRAMES) * FRAME_SAMPLES, float(pitch[n]))
            for n in range(n_frames)
        ]

    def whole() -> None:
        state = vocoder.prepare(StreamSpec())
        for n in range(n_frames):
            block = audio[n * FRAME_SAMPLES : (n + 1) * FRAME_SAMPLES]
            vocoder.process(block, pitch[n : n + 1].astype(np.float32), state, LiveParams(formant_st=2.0, breath=0.1))

    heard = hear()
    seconds = n_frames * FRAME_SAMPLES / SAMPLE_RATE_HZ
    parts = {
        "analysis": _best(hear) / seconds,
        "shaping": _best(lambda: [filters_of(frame, shape, frame.f0_hz) for frame in heard]) / seconds,
        "whole": _best(whole) / seconds,
    }
    parts["speaking"] = parts["whole"] - parts["analysis"] - parts["shaping"]
    for name, cost in parts.items():
        print(f"{name:10}{cost:8.4f}   {cost / parts['whole']:5.0%}")


def _best(work: Callable[[], object]) -> float:
    """The shortest of RUNS times, in seconds; a first run warms up."""
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
