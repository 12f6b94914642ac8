"""How far a reduced precision is from float32, on what a voice really computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio, Frames, PitchDetector, StreamSpec
from engine.inference.opening import Opening
from engine.inference.runtime import OpenedSession, Specialising, TensorInfo
from engine.inference.streaming_graph import STATE_IN, StreamingGraph

LEAST_DECODER_DB = 30.0
MOST_PITCH_CENTS = 5.0
KEPT_RUNS = 4

Feeds = Mapping[str, NDArray[Any]]


class Remembering:
    """A session that keeps what it was given, without the states, the first KEPT_RUNS times after `start`."""

    def __init__(self, session: OpenedSession, kept: Kept) -> None:
        self._session, self._kept = session, kept
        self.obtained = session.obtained
        self.fed: list[Feeds] | None = None

    def start(self) -> None:
        self.fed = []

    def get_inputs(self) -> Sequence[TensorInfo]:
        return self._session.get_inputs()

    def get_outputs(self) -> Sequence[TensorInfo]:
        return self._session.get_outputs()

    def specialise(self) -> None:
        """See Specialising."""
        if self._kept.specialises and isinstance(self._session, Specialising):
            self._session.specialise()

    def run(self, output_names: Sequence[str] | None, input_feed: Feeds) -> Sequence[NDArray[Any]]:
        if self.fed is not None and len(self.fed) < KEPT_RUNS:
            self.fed.append({name: np.array(value) for name, value in input_feed.items() if not name.startswith(STATE_IN)})
        return self._session.run(output_names, input_feed)


@dataclass(slots=True)
class Kept:
    """An Opening that opens each graph once and gives the same session again: for trials that follow each other in one thread. Unless it
    `specialises`, sessions stay as they were opened: which of several ways is the quickest shows without waiting for that."""

    opening: Opening
    specialises: bool = True
    sessions: dict[Path, Remembering] = field(default_factory=dict)

    def open(self, graph: Path, heavy: bool = False) -> OpenedSession:
        if graph not in self.sessions:
            self.sessions[graph] = Remembering(self.opening.open(graph, heavy), self)
        return self.sessions[graph]


def decoder_db(reduced: OpenedSession, exact: OpenedSession, fed: Sequence[Feeds]) -> float:
    """Signal to error in dB of a decoder against the exact one, both streamed over the same input from fresh states."""
    wanted, got = (_speak(session, fed) for session in (exact, reduced))
    error = float(np.square(got - wanted).sum())
    return float(10 * np.log10(max(float(np.square(wanted).sum()), 1e-30) / max(error, 1e-30)))


def pitch_cents(reduced: PitchDetector[Any], exact: PitchDetector[Any], audio: Audio) -> float:
    """Median distance in cents over the frames that both find voiced; 0 where there are none."""
    a, b = (_f0_hz(detector, audio) for detector in (reduced, exact))
    voiced = (a > 0) & (b > 0)
    return float(np.median(np.abs(1200 * np.log2(a[voiced] / b[voiced])))) if voiced.any() else 0.0


def _speak(session: OpenedSession, fed: Sequence[Feeds]) -> NDArray[np.float32]:
    graph = StreamingGraph(session)
    state = graph.prepare()
    return np.concatenate([graph.run(feeds, state)["audio"] for feeds in fed])


def _f0_hz(detector: PitchDetector[Any], audio: Audio) -> Frames:
    return detector.process(audio, detector.prepare(StreamSpec()))
