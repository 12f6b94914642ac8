"""How the graphs of one voice are opened: all on one placement, the ones that profit in int8 where that was chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from engine.inference.int8 import Preparation, int8_path
from engine.inference.placement import EXACT, Placement
from engine.inference.runtime import OpenedSession
from engine.inference.sessions import open_on


class Opening(Protocol):
    """Opens one graph. heavy: most of the time goes there, and it stands int8. Raises InferenceError."""

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession: ...


class Placed:
    """Opens on `wish`. A heavy graph that should be int8 and has not been prepared is opened in floating point."""

    def __init__(self, wish: Placement = EXACT) -> None:
        self.wish = wish

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession:
        prepared = int8_path(graph) if heavy and self.wish.precision == "int8" and graph.exists() else graph
        return open_on(prepared if prepared.exists() else graph, self.wish)


class Preparing:
    """Opens heavy graphs that have no int8 form yet so that they learn one; `keep` writes what they have learnt."""

    def __init__(self, n_threads: int = 0) -> None:
        self._exact = Placement(n_threads=n_threads)
        self._learning: list[Preparation] = []

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession:
        if not heavy or int8_path(graph).exists():
            return open_on(graph, self._exact)
        self._learning.append(Preparation(graph, self._exact.n_threads))
        return self._learning[-1]

    def keep(self) -> tuple[Path, ...]:
        """The files written. Raises OSError."""
        return tuple(preparation.keep() for preparation in self._learning)
