"""Every kind of step; a new one is a file here and a line below."""

from __future__ import annotations

from studio.errors import StudioError
from studio.step import AnyStep
from studio.steps.analyse import ANALYSE
from studio.steps.convert import CONVERT
from studio.steps.decode import DECODE
from studio.steps.double import DOUBLE
from studio.steps.export import EXPORT
from studio.steps.join import JOIN
from studio.steps.mix import MIX
from studio.steps.separate import SEPARATE
from studio.steps.speak import SPEAK

STEPS: tuple[AnyStep, ...] = (DECODE, SEPARATE, CONVERT, DOUBLE, MIX, ANALYSE, SPEAK, JOIN, EXPORT)


def step_kind(name: str) -> AnyStep:
    """Raises StudioError `studio.step`."""
    for kind in STEPS:
        if kind.name == name:
            return kind
    raise StudioError("studio.step", "find the step", name, known=[kind.name for kind in STEPS])
