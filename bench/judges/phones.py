"""The speech sounds that a small Conformer hears (package hama, Linux and macOS)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.dsp.whisper_mel import SAMPLE_RATE_HZ
from training.neural.parts import fetch


class PhoneJudge:
    """A recogniser of phones. parts: the folder of `training.neural.parts.fetch`."""

    def __init__(self, parts: Path) -> None:
        place = str(fetch("phones", parts))
        if place not in sys.path:
            sys.path.append(place)
        from hama.asr import ASRModel

        self._model: Any = ASRModel()

    def phones(self, audio: NDArray[np.float32]) -> list[str]:
        """Of audio [n] float32, 16 kHz."""
        return list(self._model.transcribe_waveform(audio, sample_rate=SAMPLE_RATE_HZ).phonemes)
