"""What of this computer can compute voices. In a process of its own, for libraries of graphics cards take seconds, and some crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from jobs.context import JobContext
from jobs.kind import JobKind

if TYPE_CHECKING:
    from engine.inference.runtime import DeviceFound


@dataclass(frozen=True, slots=True)
class FindProcessors:
    """Asks for all of them."""


@dataclass(frozen=True, slots=True)
class Processor:
    """`device` as the setting of that name wants it ("cpu", "cuda:0"); `name` as its maker calls it, "" where nobody said."""

    device: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProcessorsFound:
    """Those that answered, each once, in the order in which the libraries name them."""

    processors: tuple[Processor, ...]


def find_processors(request: FindProcessors, context: JobContext) -> ProcessorsFound:
    """Tries every device that a library lists: they list what they were built for, not only what is there. Raises WorkCancelled."""
    from engine.inference.placement import Placement
    from engine.inference.sessions import devices, why_not

    context.step(0.0, "looking")
    listed = devices()
    tried = count(1)

    def answers(one: DeviceFound) -> bool:
        there = not why_not(Placement(one.runtime, one.device))
        context.about(one.device).step(next(tried) / len(listed), "looking")
        return there

    return ProcessorsFound(answering(listed, answers))


def answering(listed: Iterable[DeviceFound], answers: Callable[[DeviceFound], bool]) -> tuple[Processor, ...]:
    """Those of `listed` that answer. Where several libraries have one device, its name comes from the one that knows it."""
    names: dict[str, str] = {}
    for one in listed:
        if answers(one):
            # ONNX Runtime names its own part that drives the device instead.
            name = "" if one.name.endswith("ExecutionProvider") else one.name
            names[one.device] = names.get(one.device) or name
    return tuple(Processor(device, name) for device, name in names.items())


FIND_PROCESSORS = JobKind("find_processors", FindProcessors, ProcessorsFound, find_processors)
