"""From a voice to its synthesizer: what every kind of voice answers, with the usual answers of one that has no networks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.config import EngineConfig
from engine.contracts import PitchDetector, PitchTiming, Synthesizer, VoiceTiming
from engine.foreign.process import never
from engine.inference.opening import Opening
from models.foundation import FoundationLibrary
from models.voice import Voice


@dataclass(frozen=True, slots=True)
class Around:
    """What a synthesizer is opened into: `pitch` is the detector beside it, the stages before both hold `late_frames` back, large graphs
    are opened by `opening`, and a foreign one is waited for until `leave` says True."""

    config: EngineConfig
    foundation: FoundationLibrary
    pitch: PitchDetector[Any]
    late_frames: int
    opening: Opening
    leave: Callable[[], bool] = never


class VoiceOpener:
    """One kind of voice. A row of engine/kinds/voices.py names it."""

    def open(self, voice: Voice, around: Around) -> Synthesizer[Any]:
        """The synthesizer. Raises InferenceError, BadVoiceFile, FoundationBroken."""
        raise NotImplementedError

    def timing(self, voice: Voice, config: EngineConfig, pitch: PitchTiming, late_frames: int) -> VoiceTiming:
        """What the synthesizer that `open` gives would have, beside `pitch` and after stages that hold `late_frames` back; nothing is
        opened."""
        raise NotImplementedError

    def hop_frames(self, config: EngineConfig) -> int | None:
        """The hop that the voice works in, for a detector that can compute once in it; None where any hop will do."""
        return None

    def heavy_graphs(self, voice: Voice, foundation: FoundationLibrary) -> tuple[Path, ...]:
        """The files where most of the time goes, and which stand int8. Raises as `open` does."""
        return ()

    def analysis_key(self, voice: Voice, config: EngineConfig) -> Hashable:
        """All that decides what the pipeline is made of but the voice's own networks: of two voices of this kind where it is equal, one can
        be opened beside the other. None where none can."""
        return None

    def open_beside(self, voice: Voice, around: Around, other: Synthesizer[Any]) -> Synthesizer[Any]:
        """A warm synthesizer that shares with `other`, in use and of equal `analysis_key`, all that is not the voice's own. Raises as
        `open`."""
        raise NotImplementedError

    def opens_with_patience(self, opening: Opening) -> bool:
        """Whether a thread that lets others go first may open it without the voice computing like that ever after."""
        return False
