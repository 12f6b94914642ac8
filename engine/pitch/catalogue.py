"""From the name of a pitch detector to the detector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.contracts import DetectorTiming, PitchDetector
from engine.kinds.detectors import detector_kind
from engine.kinds.loading import loaded

if TYPE_CHECKING:
    from engine.inference.opening import Opening
    from models.foundation import FoundationLibrary


@dataclass(frozen=True, slots=True)
class DetectorParts:
    """What a detector is opened into; each takes what it can use.

    foundation   where foundation models are; None is the user's library
    hop_frames   the hop of the voice beside it, None where any hop will do
    late_frames  what the stages before hold back
    opening      where large graphs run; None is the processor, exact
    """

    foundation: FoundationLibrary | None = None
    hop_frames: int | None = None
    late_frames: int = 0
    opening: Opening | None = None


def detector(
    name: str,
    foundation: FoundationLibrary | None = None,
    hop_frames: int | None = None,
    late_frames: int = 0,
    opening: Opening | None = None,
) -> PitchDetector[Any]:
    """The detector called `name` (a row of engine/kinds/detectors.py), its model loaded; the others as DetectorParts says.

    Raises ConfigError `config.choice` with the nearest names, InferenceError where its model cannot be had.
    """
    opened: PitchDetector[Any] = loaded(detector_kind(name).opens)(DetectorParts(foundation, hop_frames, late_frames, opening))
    return opened


def detector_timing(name: str, hop_frames: int | None = None, late_frames: int = 0) -> DetectorTiming:
    """When the detector that `detector` gives for the same answers; nothing is opened. Raises ConfigError as `detector`."""
    timing: DetectorTiming = loaded(detector_kind(name).times)(DetectorParts(hop_frames=hop_frames, late_frames=late_frames))
    return timing
