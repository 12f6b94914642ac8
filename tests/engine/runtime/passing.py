"""A pipeline that only delays, and rings in memory: enough to see what worker and crossfader do with samples."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.config import LiveParams
from engine.contracts import Audio
from engine.dsp.fifo import Fifo
from engine.pipeline import HopCost

UNKNOWN_COST = HopCost()


@dataclass
class Passing:
    """Gives its input back `latency_samples` later, times `factor`."""

    hop_samples: int = 480
    stride_samples: int = 480
    latency_samples: int = 960
    factor: float = 1.0
    cost: HopCost = UNKNOWN_COST

    def can_follow(self, other: object) -> bool:
        return False

    def prepare(self, first_frame: int = 0) -> Fifo:
        return Fifo(primed_zeros=self.latency_samples)

    def process(self, block: Audio, state: Fifo, params: LiveParams) -> Audio:
        assert len(block) % self.stride_samples == 0
        state.push(block * np.float32(self.factor))
        return state.pop(len(block))


@dataclass
class MemorySource:
    """What has been `given` and not pulled yet."""

    queue: Fifo = field(default_factory=Fifo)
    ended: bool = False

    @property
    def available(self) -> int:
        return len(self.queue)

    def pull(self, n: int) -> Audio:
        return self.queue.pop(n)


@dataclass
class MemorySink:
    """Keeps every block."""

    blocks: list[Audio] = field(default_factory=list)
    excess_samples: int = 0
    reserve_samples: int = 0
    margin_samples: int = 432
    spare_samples: int = 0
    waiting_s: float = 0.0

    def push(self, block: Audio) -> None:
        self.blocks.append(block)

    @property
    def audio(self) -> Audio:
        return np.concatenate([np.zeros(0, np.float32), *self.blocks])
