"""How much more than their margin waits in the outputs while nothing changes.

A hop does not always take as long to compute as usual. How much longer is guessed from what it usually takes; and where an output all but
ran dry all the same, more waits there from then on, as in a jitter buffer: some delay instead of crackle. What has not been needed for
three minutes is halved.

Thread: worker. In samples at 48 kHz.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.contracts import SAMPLE_RATE_HZ
from engine.pipeline import LONG_SAMPLES

VARIES = 0.5
"""A hop takes up to so much of itself longer than usual, on a machine that has other things to do too."""
LONG_VARY, LONG_VARY_SAMPLES = 0.2, 10 * SAMPLE_RATE_HZ // 1000
"""Long hops vary by less of themselves, beyond what everything varies by."""
MOST = 1.0
"""Of what a hop usually takes: beyond that the engine is too slow, and no reserve helps for long."""
NEAR = 1.0
"""Of the margin: with less than that left, the reserve has been used up, and the next block that is as late runs the output dry."""
STEP = 0.1
"""Of a hop, at least, at a time: how far beyond the margin a late block would have been late nobody knows."""
STARTING_SAMPLES = 3 * SAMPLE_RATE_HZ
"""While devices start, nothing is learned."""
FORGET_SAMPLES = 180 * SAMPLE_RATE_HZ


@dataclass(slots=True)
class Reserve:
    """What is kept beyond the margin; learns from `note`."""

    learned_samples: float = 0.0
    _learned_at: int = 0

    def samples(self, usual_samples: float) -> int:
        """What should lie in the outputs, where a hop usually takes `usual_samples` to compute."""
        guessed = min(VARIES * usual_samples, LONG_VARY * usual_samples + LONG_VARY_SAMPLES)
        return round(max(guessed, min(guessed + self.learned_samples, MOST * usual_samples)))

    def note(self, now_samples: int, spare_samples: int, margin_samples: int, hop_samples: int, usual_samples: float) -> bool:
        """At `now_samples` of the input an output had so much beyond its margin before a block came; whether more is to be kept now."""
        # What is quick to compute is never late by itself, and no reserve covers a machine that stands still.
        if now_samples < STARTING_SAMPLES or usual_samples < LONG_SAMPLES:
            return False
        if spare_samples + margin_samples < NEAR * margin_samples:
            before = self.samples(usual_samples)
            more = max(STEP * hop_samples, -spare_samples)
            self.learned_samples = min(self.learned_samples + more, MOST * usual_samples)
            self._learned_at = now_samples
            return self.samples(usual_samples) > before
        if now_samples - self._learned_at >= FORGET_SAMPLES:
            self.learned_samples /= 2
            self._learned_at = now_samples
        return False
