"""The one place where graphs are opened.

Where a session runs is a fact of the opened session, not of what was asked for: `obtained` says it, and why it is not the wish.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import onnxruntime as ort

from engine.errors import InferenceError
from engine.inference.onnx_runtime import open_ort
from engine.inference.placement import EXACT, Obtained, Placement
from engine.inference.runtime import DeviceFound, OpenedSession, Runtime
from engine.inference.streaming_graph import StreamingGraph
from engine.kinds.loading import loaded
from engine.kinds.runtimes import RUNTIMES
from models.graphs.builder import tiny_graph

CPU = "CPUExecutionProvider"


@cache
def runtimes() -> tuple[Runtime, ...]:
    """Every inference library of the program; each is loaded when it is first used."""
    return tuple(loaded(kind.opens)() for kind in RUNTIMES)


def devices() -> tuple[DeviceFound, ...]:
    """What all of them find on this machine."""
    return tuple(device for runtime in runtimes() for device in runtime.devices())


def open_on(graph: Path | bytes, wish: Placement = EXACT) -> OpenedSession:
    """`graph` where it was wished for, or on the next best, with the reason in `obtained`.

    Raises InferenceError `inference.graph` where the file is missing or no graph, `inference.runtime` where nothing takes it.
    """
    reason = ""
    last: InferenceError | None = None
    for placement in _from_best(wish):
        try:
            session = _runtime(placement).open(graph, placement)
        except InferenceError as error:
            if error.code != "inference.runtime":
                raise
            reason = reason or str(error.facts.get("reason", error.code))
            last = error
            continue
        session.obtained = Obtained(placement, reason)
        return session
    assert last is not None
    raise last


def why_not(wish: Placement) -> str:
    """Why the device of `wish` does not answer at all, "" where it does; a wheel with CUDA lists CUDA on every machine."""
    return open_on(tiny_graph(), wish.in_float()).obtained.reason


def open_graph(graph: Path | bytes, wish: Placement = EXACT) -> StreamingGraph:
    """`open_on` as a graph whose states are kept apart. Raises as that does."""
    return StreamingGraph(open_on(graph, wish))


def open_session(graph: Path | bytes, n_threads: int = 0, providers: Sequence[str] = (CPU,)) -> ort.InferenceSession:
    """A plain session of ONNX Runtime, for the small graphs. n_threads: of the processor, 0 lets the runtime choose.

    Raises InferenceError `inference.graph`, `inference.runtime`.
    """
    return open_ort(graph, n_threads, providers)


def provider_of(session: ort.InferenceSession) -> str:
    """The execution provider that a plain session actually got, the first where it has several."""
    return str(session.get_providers()[0])


def _from_best(wish: Placement) -> Iterator[Placement]:
    """The wish, then ever plainer ways to the same result."""
    tried = [wish, wish.in_float(), Placement(wish.runtime, n_threads=wish.n_threads), Placement(n_threads=wish.n_threads)]
    yield from dict.fromkeys(tried)


def _runtime(placement: Placement) -> Runtime:
    return next(runtime for runtime in runtimes() if runtime.name == placement.runtime)
