"""What the network of an RVC voice is asked for, block by block, whoever built it.

Thread: the worker's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.contracts import Audio, StreamSpec

Floats = NDArray[np.float32]
S = TypeVar("S")

LEAD_SAMPLES = 90
"""At 48 kHz: how far the filter that reads the voice's samples looks ahead, so that what the network says as frame n belongs to the stream
this much after sample 480 n."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be said: the stream's frames from `first` on, of which the first `n_commit` are spoken now and the others are look-ahead.

    phones   [n, dim] float32, content features at 100 Hz
    coarse   [n] int64, 1..255, pitch as the network's embedding takes it (engine/synth/rvc_pitch.py), lower by the formant shift
    f0_hz    [n] float32, pitch to be heard, 0 where unvoiced
    formant_factor   by which the resonances move
    """

    first: int
    n_commit: int
    phones: Floats
    coarse: NDArray[np.int64]
    f0_hz: Floats
    speaker: int
    formant_factor: float

    @property
    def end(self) -> int:
        """One past the last frame that is known."""
        return self.first + len(self.phones)


class Network(Protocol[S]):
    """The network of one voice. Holds weights, never a stream."""

    def prepare(self, spec: StreamSpec) -> S:
        """A fresh stream: nothing has been said before its first frame."""
        ...

    def can_follow(self, other: Network[Any]) -> bool:
        """Whether it can go on where a stream of `other` stands."""
        ...

    def follow(self, state: Any, first: int) -> S:
        """A stream that goes on at frame `first`, where that of another network stands: fresh, but for what it has been asked to say."""
        ...

    def specialise(self) -> None:
        """After some blocks: those to come will be as long."""
        ...

    def speak(self, script: Script, state: S) -> Audio:
        """[480 n_commit] float32 at 48 kHz. Scripts follow each other without a gap."""
        ...

    def heal(self, state: S) -> None:
        """Forgets whatever may carry on an infinity; the stream goes on where it stands."""
        ...
