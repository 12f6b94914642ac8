"""Real speech for the end-to-end tests: the bundled recording."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from engine.contracts import SAMPLE_RATE_HZ, Audio

DEMO = Path(__file__).resolve().parents[2] / "resources/audio/demo.flac"


def speech(seconds: float) -> Audio:
    """[n] float32 at 48 kHz: the demo recording, repeated as long as asked."""
    audio, rate_hz = soundfile.read(DEMO, dtype="float32")
    assert rate_hz == SAMPLE_RATE_HZ
    return np.resize(audio, round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)
