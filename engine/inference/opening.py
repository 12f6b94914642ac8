"""How the graphs of one voice are opened: all on one placement, the ones that profit in reduced precision where that was chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from engine.inference.half import in_half
from engine.inference.int8 import Preparation, int8_path
from engine.inference.placement import EXACT, Placement
from engine.inference.runtime import OpenedSession
from engine.inference.sessions import open_on, why_not
from engine.kinds.runtimes import runtime_kind


class Opening(Protocol):
    """Opens one graph. heavy: most of the time goes there, and it stands int8 and float16. Raises InferenceError."""

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession: ...


class Placed:
    """Opens on `wish`. A heavy graph that should be int8 and has not been prepared is opened in floating point."""

    def __init__(self, wish: Placement = EXACT) -> None:
        self.wish = wish

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession:
        return open_on(self._prepared(graph) if heavy and graph.exists() else graph, self.wish)

    def _prepared(self, graph: Path) -> Path:
        """The form that fits the wish, where there is one; some runtimes make float16 by themselves."""
        if self.wish.precision == "int8":
            prepared = int8_path(graph)
            return prepared if prepared.exists() else graph
        half = self.wish.precision == "float16" and runtime_kind(self.wish.runtime).half_on_disk and not why_not(self.wish)
        return in_half(graph) if half else graph


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
