"""From the name of a pitch detector to the detector."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from engine.config import DETECTORS
from engine.contracts import PitchDetector
from engine.errors import ConfigError
from engine.pitch.graphs import CREPE_TINY_FILE, SWIFTF0_FILE, cached_crepe_full, shipped_graph

if TYPE_CHECKING:
    from models.foundation import FoundationShelf


def detector(name: str, foundation: FoundationShelf | None = None) -> PitchDetector[Any]:
    """The detector called `name` (one of config.DETECTORS), its model loaded. foundation: where RMVPE is; None is the user's shelf.

    Raises ConfigError `config.choice` with the nearest names, InferenceError where its model cannot be had.
    """
    # Each import here, so that a detector's libraries are loaded only where it is chosen.
    match name:
        case "swiftf0":
            from engine.pitch.swiftf0 import SwiftF0

            return SwiftF0(shipped_graph(SWIFTF0_FILE))
        case "harvest":
            from engine.pitch.harvest import Harvest

            return Harvest()
        case "crepe-tiny":
            from engine.pitch.crepe import TINY, Crepe

            return Crepe(TINY, shipped_graph(CREPE_TINY_FILE))
        case "crepe-full":
            from engine.pitch.crepe import FULL, Crepe

            return Crepe(FULL, cached_crepe_full())
        case "rmvpe":
            from engine.pitch.rmvpe import open_rmvpe
            from models.foundation import FoundationShelf

            return open_rmvpe(foundation or FoundationShelf())
    nearest = difflib.get_close_matches(name.lower(), DETECTORS, n=3, cutoff=0.4)
    raise ConfigError("config.choice", "choose a pitch detector", name, nearest=nearest, choices=list(DETECTORS))
