"""Every kind of long work that the engine does, by the command that asks for it."""

from __future__ import annotations

from engine.jobs.calibrate import CALIBRATE
from engine.jobs.convert import CONVERT
from engine.jobs.listen import LISTEN
from engine.jobs.measure import LiveSession, measuring
from engine.jobs.play import PLAY_SOUND
from jobs.kind import Registry


def engine_jobs(live: LiveSession) -> Registry:
    """`live` gives the running stream, or raises EngineError where there is none."""
    return Registry(CONVERT, CALIBRATE, LISTEN, PLAY_SOUND, measuring(live))
