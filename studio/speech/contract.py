"""What the studio needs of something that speaks a text."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SpokenAudio = tuple[int, NDArray[np.float32]]
"""(rate in Hz, samples [n])"""


class Speaker(Protocol):
    """Speaks one sentence at a time. The same text, voice and speed give the same samples."""

    def speak(self, text: str, voice: str = "", speed: float = 1.0) -> SpokenAudio:
        """`voice`: one of the engine's, "" its first. speed: 1 is its own pace. Empty where the text holds nothing to say."""
        ...

    def sentences(self, text: str) -> list[str]:
        """The text cut where a speaker would breathe."""
        ...
