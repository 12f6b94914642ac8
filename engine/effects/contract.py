"""What an effect is: one file here with one `EFFECT`, and one line in `catalogue.py`.

The contract (tests/laws checks each sentence for every effect of the catalogue):

- An effect object declares and computes; it never holds a stream. `prepare(first_sample)` makes the state of one, whose next sample has
  that absolute number; `process(x, values, state)` touches only that state, never `x` or `values`.
- `process` is given [n] samples, any n, and gives [n] back: the effect alone, without the dry sound, `latency_samples` late (the first so
  many are silence). Mixing with the dry sound, switching on and off and the delay of the dry sound are the chain's (`chain.py`).
- Cutting the input elsewhere changes nothing, to the bit: what swings goes by the absolute number of the sample.
- `values` may differ from those of the call before: the parameters of a live rack. An effect glides where a step would click.
- Finite for finite input within the declared ranges; silence stays silence; memory does not grow.

Inside the chain samples are float64, 48 kHz mono. Thread: worker; `process` takes no lock and does no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

S = TypeVar("S")

Signal = NDArray[np.float64]
"""[n] float64, 48 kHz mono, full scale +-1."""

Values = Mapping[str, float]
"""The value of every parameter of an effect, by its name, in its unit."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be turned. `name` is what files say, `label` what people read; `default` is within `low`..`high`."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    default: float


class EffectKind(Protocol[S]):
    """One kind of effect. The first of its parameters is what voice files call `amount`."""

    @property
    def name(self) -> str:
        """What files say."""
        ...

    @property
    def label(self) -> str:
        """What people read."""
        ...

    @property
    def parameters(self) -> tuple[Parameter, ...]: ...

    @property
    def latency_samples(self) -> int:
        """How late its output is, whatever the values."""
        ...

    def prepare(self, first_sample: int) -> S: ...

    def process(self, x: Signal, values: Values, state: S) -> Signal: ...


@dataclass(frozen=True, slots=True)
class Declared:
    """What every effect says of itself, for a class to begin with: `class Echo(Declared)`, `EFFECT = Echo("echo", "Echo", (...))`."""

    name: str
    label: str
    parameters: tuple[Parameter, ...]

    @property
    def latency_samples(self) -> int:
        """None, unless an effect says otherwise."""
        return 0
