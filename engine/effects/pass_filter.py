"""A filter with one corner, of which two effects are made: `high_pass.py` and `low_pass.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.dsp.biquad import filter_sections, fourth_order
from engine.effects.contract import Declared, Signal, Values
from engine.effects.glide import RAMP_SAMPLES, Fade


@dataclass(slots=True)
class RunningFilter:
    """A filter at work: `sections` [2, 5] float64, made for `corner_hz`, and their `memory` [2, 2]."""

    corner_hz: float
    sections: NDArray[np.float64]
    memory: NDArray[np.float64] = field(default_factory=lambda: np.zeros((2, 2)))

    def run(self, x: Signal) -> Signal:
        out = np.empty(len(x))
        filter_sections(x, self.sections, self.memory, out)
        return out


@dataclass(slots=True)
class PassState:
    """`now` is heard; `old` fades out beside it where the corner has been turned."""

    corner: Fade = field(default_factory=Fade)
    now: RunningFilter | None = None
    old: RunningFilter | None = None


@dataclass(frozen=True, slots=True)
class PassFilter(Declared):
    """Butterworth, 24 dB per octave beyond the corner. `highs`: which side stays."""

    highs: bool

    def prepare(self, first_sample: int) -> PassState:
        return PassState()

    def process(self, x: Signal, values: Values, state: PassState) -> Signal:
        wet = np.empty(len(x))
        for start, end, done in state.corner.pieces(len(x), values["corner_hz"]):
            piece = x[start:end]
            wet[start:end] = self._filter(state).run(piece)
            if done < RAMP_SAMPLES and state.old is not None:
                old = state.old.run(piece)
                wet[start:end] = old + (wet[start:end] - old) * (done + np.arange(len(piece))) / RAMP_SAMPLES
        return wet

    def _filter(self, state: PassState) -> RunningFilter:
        """The one for the corner that is wanted, made where there is none yet."""
        corner_hz = state.corner.after
        assert corner_hz is not None
        if state.now is None or state.now.corner_hz != corner_hz:
            state.old, state.now = state.now, RunningFilter(corner_hz, fourth_order(corner_hz, self.highs))
        return state.now
