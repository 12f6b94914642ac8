"""Repeats, each softer than the one before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.contracts import SAMPLE_RATE_HZ
from engine.dsp.compiled import compiled
from engine.effects.contract import Declared, Parameter, Signal, Values
from engine.effects.glide import RAMP_SAMPLES, Fade, Ramp

_FEEDBACK = Parameter("feedback", "Feedback", "", 0.0, 0.9, 0.45)
_DELAY = Parameter("delay_ms", "Delay", "ms", 10.0, 1_000.0, 200.0)


@dataclass(slots=True)
class EchoState:
    """`line` [n] float64: a ring, written at sample number modulo n. `sample`: absolute number of the next one. `delay` is in samples."""

    line: Signal
    sample: int
    delay: Fade = field(default_factory=Fade)
    feedback: Ramp = field(default_factory=Ramp)


class Echo(Declared):
    """A delay line that feeds itself."""

    def prepare(self, first_sample: int) -> EchoState:
        return EchoState(np.zeros(round(_DELAY.high * SAMPLE_RATE_HZ / 1000)), first_sample)

    def process(self, x: Signal, values: Values, state: EchoState) -> Signal:
        wet = np.empty(len(x))
        wanted = round(values["delay_ms"] * SAMPLE_RATE_HZ / 1000)
        feedback = state.feedback.curve(len(x), values["feedback"])
        for start, end, done in state.delay.pieces(len(x), wanted):
            reads = int(state.delay.before), int(state.delay.after or wanted), done
            _echo(x[start:end], feedback[start:end], state.sample, state.line, reads, wet[start:end])
            state.sample += end - start
        return wet


@compiled
def _echo(x: Signal, feedback: Signal, first: int, line: Signal, reads: tuple[int, int, int], out: Signal) -> None:
    """reads: delay before and after, in samples, and how many samples of the fade between them are behind."""
    before, delay, faded = reads
    n = line.shape[0]
    for i in range(x.shape[0]):
        repeat = line[(first + i - delay) % n]
        if faded + i < RAMP_SAMPLES:
            old = line[(first + i - before) % n]
            repeat = old + (repeat - old) * (faded + i) / RAMP_SAMPLES
        out[i] = repeat
        place = (first + i) % n
        line[place] = x[i] + feedback[i] * repeat
        if abs(line[place]) < 1e-30:
            line[place] = 0.0


EFFECT = Echo("echo", "Echo", (_DELAY, _FEEDBACK))
