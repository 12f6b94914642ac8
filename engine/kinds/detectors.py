"""The pitch detectors."""

from __future__ import annotations

from dataclasses import dataclass

from engine.kinds.loading import chosen


@dataclass(frozen=True, slots=True)
class DetectorKind:
    """One detector.

    opens        a function of a `DetectorParts` (engine/pitch/catalogue.py) that gives the PitchDetector
    times        a function of a `DetectorParts` that gives the DetectorTiming which that PitchDetector would have; it opens nothing
    foundation   the foundation model that it needs; "" where all it needs comes with the program
    placed       it is as heavy as a voice: its graph runs where those of the voice run, in the precision that calibration allows it
    lighter      the detector that takes its place where the machine cannot follow, or its model is not there; "" where none does
    recommended  calibration begins with it
    """

    name: str
    opens: str
    times: str
    foundation: str = ""
    placed: bool = False
    lighter: str = ""
    recommended: bool = False


DETECTORS = (
    DetectorKind("swiftf0", "engine.pitch.swiftf0:open_swiftf0", "engine.pitch.swiftf0:timing"),
    DetectorKind("harvest", "engine.pitch.harvest:open_harvest", "engine.pitch.harvest:timing"),
    DetectorKind("fcpe", "engine.pitch.fcpe:open_fcpe", "engine.pitch.fcpe:timing"),
    DetectorKind("crepe-tiny", "engine.pitch.crepe:open_tiny", "engine.pitch.crepe:timing_tiny"),
    DetectorKind("crepe-full", "engine.pitch.crepe:open_full", "engine.pitch.crepe:timing_full"),
    DetectorKind(
        "rmvpe",
        "engine.pitch.rmvpe:open_from",
        "engine.pitch.rmvpe:timing",
        foundation="rmvpe",
        placed=True,
        lighter="swiftf0",
        recommended=True,
    ),
)
DETECTOR_NAMES = tuple(kind.name for kind in DETECTORS)
RECOMMENDED = next(kind for kind in DETECTORS if kind.recommended)


def detector_kind(name: str) -> DetectorKind:
    """The detector called `name`. Raises ConfigError `config.choice` with the nearest names."""
    return chosen(DETECTORS, name, "choose a pitch detector")
