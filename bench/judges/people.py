"""People who read aloud, and what they read: five sentences of LibriVox from Debian's package pocketsphinx-testdata (BSD-2-Clause)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from training.neural.parts import fetch


@dataclass(frozen=True)
class Reading:
    """One sentence: name, words, sound (float32 [n]) at `rate_hz`."""

    name: str
    text: str
    sound: NDArray[np.float32]
    rate_hz: int


def readings(parts: Path) -> list[Reading]:
    """All of them. parts: the folder of `training.neural.parts.fetch`."""
    folder = fetch("people", parts) / "usr" / "share" / "pocketsphinx" / "test" / "data" / "librivox"
    found = []
    for line in (folder / "transcription").read_text("utf-8").splitlines():
        matched = re.fullmatch(r"<s> (.*) </s> \((.*)\)", line.strip())
        if matched:
            sound, rate_hz = soundfile.read(folder / f"{matched[2]}.wav", dtype="float32")
            found.append(Reading(matched[2], matched[1], sound, rate_hz))
    return found
