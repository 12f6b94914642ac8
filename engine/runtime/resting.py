"""Pipelines that were heard a moment ago: who goes back to a voice does not wait until it has been loaded again.

Thread: `rest` is the monitor's, `note` and `take` are whoever's makes the next pipeline.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from engine.assemble import Making
from engine.pipeline import Pipeline

MOST_RESTING = 2
"""A full-size voice beside another one holds some 150 to 250 MB."""


class Resting:
    """The newest ones; older ones go. A pipeline that is in use is not here."""

    def __init__(self) -> None:
        self._makings: WeakKeyDictionary[Pipeline, Making] = WeakKeyDictionary()
        self._pipelines: deque[Pipeline] = deque(maxlen=MOST_RESTING)

    def note(self, pipeline: Pipeline, making: Making) -> None:
        """How a pipeline was made."""
        self._makings[pipeline] = making

    def rest(self, pipeline: Pipeline, wanted: Callable[[Making], bool]) -> None:
        """Keeps it, if what it says may be asked for again; those of which that is not true any more go."""
        self._pipelines.append(pipeline)
        for one in tuple(self._pipelines):
            if not wanted(self._makings[one]):
                self._remove(one)

    def take(self, making: Making) -> Pipeline | None:
        """A pipeline that was made like this; it is not here then."""
        for pipeline in tuple(self._pipelines):
            if self._makings[pipeline] == making and self._remove(pipeline):
                return pipeline
        return None

    def _remove(self, pipeline: Pipeline) -> bool:
        """False where somebody else was first."""
        try:
            self._pipelines.remove(pipeline)
        except ValueError:
            return False
        return True
