"""The recording that comes with the program, as something to measure with."""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np

from engine.audio.files import AudioFileReader
from engine.contracts import SAMPLE_RATE_HZ, Audio


def demo_speech(seconds: float) -> Audio:
    """[48000 * seconds] float32 of the bundled recording, over and over."""
    with as_file(files("resources") / "audio" / "demo.flac") as path, AudioFileReader(path) as reader:
        speech = np.concatenate(list(reader))
    n = round(seconds * SAMPLE_RATE_HZ)
    return np.tile(speech, -(-n // len(speech)))[:n]
