"""Keeping up: steps down before it crackles when the machine cannot follow, and up again when there is room.

`Pace` only judges; the session rebuilds the pipeline. A step down acts within two seconds of overload. A step up needs half a minute of
room, twice as long after each one that had to be taken back, so that it does not swing.

Thread: the session's monitor.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.config import EngineConfig
from engine.kinds.detectors import detector_kind

Verdict = Literal["slower", "faster", ""]

OVERLOAD, ROOM = 0.92, 0.5
WINDOW_S = 1.5
SETTLE_S = 4.0
"""After a rebuild: loading models is work too."""
ROOM_S = 30.0
LONGER_HOPS_MS = (100, 160, 240, 300, 400, 500)
SHORT_CONTEXT_S = 0.5


@dataclass(slots=True)
class Pace:
    """Watches computing time over block time. `judged_from_s`: nothing before this moment counts."""

    judged_from_s: float = 0.0
    room_s: float = ROOM_S
    _loads: deque[tuple[float, float]] = field(default_factory=deque)
    _room_since_s: float | None = None
    _climbed: bool = False

    def observe(self, load: float, now_s: float) -> Verdict:
        """`load` of the newest blocks, `now_s` on any steady clock."""
        if now_s < self.judged_from_s:
            return ""
        self._loads.append((now_s, load))
        while self._loads[0][0] < now_s - WINDOW_S:
            self._loads.popleft()
        full = now_s - self.judged_from_s >= WINDOW_S
        mean = sum(one for _, one in self._loads) / len(self._loads)
        if full and mean > OVERLOAD:
            return "slower"
        if mean > ROOM:
            self._room_since_s = None
            return ""
        self._room_since_s = now_s if self._room_since_s is None else self._room_since_s
        return "faster" if now_s - self._room_since_s >= self.room_s else ""

    def disturbed(self, now_s: float) -> None:
        """Something else computes for a while, such as another voice being loaded: what blocks cost now says nothing of what they will."""
        self._loads.clear()
        self._room_since_s = None
        self.judged_from_s = now_s + SETTLE_S

    def stepped(self, verdict: Verdict, now_s: float) -> None:
        """A step has been taken: judging begins afresh."""
        if verdict == "slower" and self._climbed:
            self.room_s *= 2
        self._climbed = verdict == "faster"
        self.disturbed(now_s)


def lighter(config: EngineConfig) -> EngineConfig | None:
    """One step less to compute: the context, then longer hops, then a lighter detector; None where nothing is left.

    What is dear about a voice is what its hop shares out: a longer hop costs delay, not sound.
    """
    if config.context_s > SHORT_CONTEXT_S:
        return replace(config, context_s=SHORT_CONTEXT_S)
    lighter_detector = detector_kind(config.detector).lighter
    longer = next((hop_ms for hop_ms in LONGER_HOPS_MS if hop_ms > config.hop_ms), None)
    if longer is not None and not (longer > 240 and lighter_detector):
        return replace(config, hop_ms=longer)
    if lighter_detector:
        return replace(config, detector=lighter_detector)
    return replace(config, hop_ms=longer) if longer is not None else None
