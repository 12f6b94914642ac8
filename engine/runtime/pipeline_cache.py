"""Pipelines that were heard a moment ago, or are kept ready: who changes to such a voice does not wait until it has been loaded.

Thread: `rest` is the monitor's and the maker's, the others the maker's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from weakref import WeakKeyDictionary

from engine.assemble import PipelineKey
from engine.pipeline import Pipeline

MOST_CACHED = 2
"""A full-size voice beside another one holds some 80 to 250 MB."""


class PipelineCache:
    """The newest ones; older ones go, except those that are kept ready. A pipeline that is in use is not here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: WeakKeyDictionary[Pipeline, PipelineKey] = WeakKeyDictionary()
        self._pipelines: list[Pipeline] = []

    def note(self, pipeline: Pipeline, key: PipelineKey) -> None:
        """How a pipeline was made."""
        with self._lock:
            self._keys[pipeline] = key

    def knows(self, key: PipelineKey) -> bool:
        """Whether there is a pipeline that was made like this, here or in use."""
        with self._lock:
            return key in self._keys.values()

    def put(self, pipeline: Pipeline, wanted: Callable[[PipelineKey], bool], ready: Callable[[PipelineKey], bool]) -> None:
        """Keeps it, if what it says may be asked for again; those of which that is not true any more go. `ready` are kept however old."""
        with self._lock:
            kept = [one for one in (*self._pipelines, pipeline) if wanted(self._keys[one])]
            passing = [one for one in kept if not ready(self._keys[one])]
            self._pipelines = [one for one in kept if one not in passing[:-MOST_CACHED]]

    def take(self, key: PipelineKey) -> Pipeline | None:
        """A pipeline that was made like this; it is not here then."""
        with self._lock:
            found = next((one for one in self._pipelines if self._keys[one] == key), None)
            if found is not None:
                self._pipelines.remove(found)
            return found
