"""The speech that comes with the program: hibari, one American woman, English, 24 kHz (Apache-2.0; distilled from Kokoro-82M)."""

from __future__ import annotations

from typing import Any

from studio.speech.contract import SpokenAudio

VOICES = ("heart",)
"""The one inside the package; its others would be fetched from a model hub."""
SEED = 0


class Hibari:
    """Opened on first use."""

    def __init__(self) -> None:
        self._model: Any = None

    def speak(self, text: str, voice: str = "", speed: float = 1.0) -> SpokenAudio:
        model = self._opened()
        return int(model.sample_rate), model(text, speed=speed, seed=SEED)

    def sentences(self, text: str) -> list[str]:
        found: list[str] = self._opened().split_sentences(text)
        return found

    def _opened(self) -> Any:
        if self._model is None:
            from hibari import Hibari as Package

            self._model = Package(voice=VOICES[0])
        return self._model
