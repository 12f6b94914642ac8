"""What should be done about the level of an output: the one decision, from measured levels.

An output's ring should hold its margin (and the reserve of heavy voices) before each block comes. It holds less or more for four reasons,
each with a remedy of its own:

    the device began in the middle of a period, or asks earlier than before   pad in silence, stretch in sound
    a gap (a stalled machine, a device that ran dry) has left more than before  cut in silence, hurry in sound
    the two devices' clocks differ                                             the drift correction, a hair of pitch
    blocks take longer and shorter by turns                                    nothing: it passes

`decide` says which; engine/runtime/device_buffers.py carries it out. Samples are the device's. Thread: worker.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from engine.contracts import SAMPLE_RATE_HZ

STEADY_S = 0.05
"""Over how long the level is averaged that tells what is missing. Longer blocks have no average: what they need is the reserve's."""
LEAST_CHANGE_MS = 1.0
"""Equal clocks and a quiet machine vary by less."""
SHORT = 0.5
"""Of the margin: where more than that has been missing for a moment, the next block that is a little late runs the output dry, and nobody
knows when it will be quiet."""
LOWEST_OF_S, LEAST_BLOCKS = 0.3, 4
"""What was too much before every block of so long is too much: one block that came early is not."""
HURRY_MS = 3.0
"""Less than that the drift correction takes within ten seconds, bending the pitch by a cent; more would bend it by up to nine."""
HURRY_AFTER_S = 1.0
"""So long more waits before periods are left out: a pause may come, in which nothing is left out."""
HURRYING_S, HURRY_PAUSE_S = 1.5, 20.0
"""So long periods are looked for that can be left out, and then not: in noise there are none, and the drift correction does it."""
LONG_REMEMBERED_S = 2.0
"""Long blocks are judged by the lowest level of so long, as the swap and the reserve judge them: where computing takes longer and shorter
by turns, the average lies far above it, and a correction that followed the average would take away what the reserve puts in."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The block as it is."""


@dataclass(frozen=True, slots=True)
class Pad:
    """`samples` of silence before the block."""

    samples: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The block, which is silent, without its first `samples`."""

    samples: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some periods twice, until `samples` more are there."""

    samples: int


@dataclass(frozen=True, slots=True)
class Hurry:
    """Some periods left out, until `samples` fewer are there."""

    samples: int


Decision = Keep | Pad | Cut | Stretch | Hurry
KEEP = Keep()


@dataclass(slots=True)
class LevelHistory:
    """The levels measured before each block, and what is decided from them. `steady` is their average over STEADY_S."""

    rate_hz: int
    margin: int
    steady: float
    hurrying_s: float = 0.0
    _may_hurry_from_s: float = 0.0
    _levels: deque[tuple[float, float]] = field(default_factory=deque)
    _now_s: float = 0.0
    _sounded: bool = False

    def note(self, level: float, n: int, quiet: bool) -> None:
        """`level` was measured before a block of `n` samples of 48 kHz came."""
        block_s = n / SAMPLE_RATE_HZ
        self._now_s += block_s
        self._sounded = self._sounded or not quiet
        # Where playing began in a device's period is chance, and the first blocks take longer than others: before any sound, each counts.
        share = 1 - math.exp(-block_s / STEADY_S) if self._sounded else 1.0
        self.steady += share * (level - self.steady)
        self._levels.append((self._now_s, level))
        oldest_s = self._now_s - max(LONG_REMEMBERED_S, LEAST_BLOCKS * block_s) - block_s / 2
        while self._levels[0][0] < oldest_s:
            self._levels.popleft()

    def changed(self, samples: float) -> None:
        """So much has been put in (negative: taken out) on purpose: the levels noted so far move with it."""
        self.steady += samples
        self._levels = deque((at_s, level + samples) for at_s, level in self._levels)

    def decided(self, decision: Decision, n: int) -> None:
        """For how long periods have been left out, and until when they shall not be."""
        if not isinstance(decision, Hurry):
            self.hurrying_s = 0.0
            return
        self.hurrying_s += n / SAMPLE_RATE_HZ
        if self.hurrying_s >= HURRYING_S:
            self._may_hurry_from_s = self._now_s + HURRY_PAUSE_S

    @property
    def may_hurry(self) -> bool:
        """Whether there is hope that periods can be left out."""
        return self._now_s >= self._may_hurry_from_s

    def lowest(self, over_s: float, block_s: float) -> float | None:
        """The lowest level of the last `over_s` and at least LEAST_BLOCKS blocks; None where so much has not been seen."""
        n_blocks = max(LEAST_BLOCKS, round(over_s / block_s))
        if len(self._levels) < n_blocks:
            return None
        return min(level for _, level in list(self._levels)[-n_blocks:])


def decide(history: LevelHistory, level: float, target: float, reserve: float, n: int, quiet: bool, held: int) -> Decision:
    """What to do with a block of `n` samples of 48 kHz that comes while `level` lies in the ring, of which `target` should, `reserve` of
    that for heavy blocks; `held` samples are being held back already, to be left out. The constants above say why."""
    least = LEAST_CHANGE_MS * history.rate_hz / 1000
    block_s = n / SAMPLE_RATE_HZ
    if quiet:
        missing = round(target - history.steady)
        if missing > least:
            return Pad(missing)
        # Where hops take long they take longer at times: as much again as is kept in reserve is let be, and drains by the drift.
        too_much = _too_much(history, LOWEST_OF_S, block_s, target) + held
        return Cut(too_much) if too_much > least + reserve else KEEP
    short = history.margin - max(history.steady, level)  # level: after a gap the ring has been filled again
    if block_s <= STEADY_S and short > SHORT * history.margin:
        return Stretch(round(short))
    too_much = _too_much(history, HURRY_AFTER_S, block_s, target) + held
    enough = reserve + (least if history.hurrying_s > 0 else HURRY_MS * history.rate_hz / 1000)
    return Hurry(too_much) if too_much > enough and history.may_hurry else KEEP


def fill_error(history: LevelHistory, level: float, target: float, n: int) -> float:
    """How far the fill is from its target, for the drift correction, before a block of `n` samples of 48 kHz."""
    block_s = n / SAMPLE_RATE_HZ
    lowest = history.lowest(LONG_REMEMBERED_S, block_s) if block_s > STEADY_S else None
    return (level if lowest is None else lowest) - target


def _too_much(history: LevelHistory, over_s: float, block_s: float, target: float) -> int:
    lowest = history.lowest(over_s, block_s)
    return round(lowest - target) if lowest is not None else 0
