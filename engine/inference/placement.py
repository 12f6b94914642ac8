"""Where a graph runs: which runtime, which device, in which precision, with how many threads; wished for, and obtained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from engine.kinds.runtimes import RUNTIMES, runtime_kind

RuntimeName = str
"""The name of a row of engine/kinds/runtimes.py."""
Precision = Literal["float32", "bfloat16", "float16", "int8"]

CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Placement:
    """A wish. `device`: "cpu", "cuda:0", "tensorrt:0", "directml:0", "coreml", or "gpu" (Intel's, by OpenVINO). n_threads: of the
    processor, 0 lets the runtime choose.

    Precision "int8" means: those layers of a graph that were prepared for it (engine/inference/int8.py), the rest in the best floating
    point that the processor is fast at.
    """

    runtime: RuntimeName = RUNTIMES[0].name
    device: str = CPU
    precision: Precision = "float32"
    n_threads: int = 0

    @property
    def provider(self) -> str:
        """In a word or two, as people would say it."""
        words = [runtime_kind(self.runtime).title, self.device.upper()]
        return " ".join(words) + ("" if self.precision == "float32" else f", {self.precision}")

    def in_float(self) -> Placement:
        """The same, exact: what reduced precision is measured against."""
        return replace(self, precision="float32")


@dataclass(frozen=True, slots=True)
class Obtained:
    """A fact of an opened session. `reason` says why it is not the wish, "" where it is."""

    placement: Placement
    reason: str = ""

    @property
    def description(self) -> str:
        """For people: where it runs, and why it is not the wish."""
        return f"{self.placement.provider} ({self.reason})" if self.reason else self.placement.provider


EXACT = Placement()
"""ONNX Runtime on the processor in float32: runs everywhere, and is what everything else is compared with."""
