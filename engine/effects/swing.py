"""The phase of what swings: it goes by the absolute number of the sample, and on from where it is when its rate is turned."""

from __future__ import annotations

from dataclasses import dataclass

from engine.contracts import SAMPLE_RATE_HZ


@dataclass(slots=True)
class Swing:
    """`sample`: absolute number of the next one. Since `origin`, where the phase was `phase` turns, the rate has been `turns` a sample."""

    sample: int
    turns: float | None = None
    origin: int = 0
    phase: float = 0.0

    def turn(self, rate_hz: float) -> float:
        """Turns a sample from the next sample on; what `phase` and `origin` say is carried on."""
        turns = rate_hz / SAMPLE_RATE_HZ
        if self.turns is not None and turns != self.turns:
            self.phase = (self.phase + (self.sample - self.origin) * self.turns) % 1.0
            self.origin = self.sample
        self.turns = turns
        return turns
