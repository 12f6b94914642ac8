"""A program with a few small jobs of its own, run by the real child machinery: `python -m tests.jobs.small_jobs`."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from jobs.context import JobContext
from jobs.errors import CodedError
from jobs.kind import JobKind, Registry
from jobs.serve import main

COMMAND = (sys.executable, "-m", "tests.jobs.small_jobs")


@dataclass(frozen=True, slots=True)
class Write:
    """Writes `n` lines into `path`, one a step; `held`: not beyond the second line as long as that file is there."""

    path: Path
    n: int
    held: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    path: Path
    n: int
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineWritten:
    number: int


def write(request: Write, context: JobContext) -> Written:
    part = request.path.with_suffix(".part")
    context = context.about(request.path.name)
    try:
        with part.open("w", encoding="utf-8") as file:
            for number in range(request.n):
                context.step(number / request.n, f"line {number}")
                file.write(f"{number}\n")
                context.update(LineWritten(number))
                while number == 1 and request.held is not None and request.held.exists():
                    context.check()
                    time.sleep(0.01)
        part.replace(request.path)
    finally:
        part.unlink(missing_ok=True)
    context.say(1.0, "done")
    return Written(request.path, request.n, tuple(range(request.n)))


@dataclass(frozen=True, slots=True)
class Misbehave:
    """`how`: refuse, fault, die, print, deaf, restart, wrong."""

    how: str


def misbehave(request: Misbehave, context: JobContext) -> Written:
    context.step(0.5, "misbehaving")
    match request.how:
        case "refuse":
            raise CodedError("small.refused", "write lines", "x", {"n": 3, "names": ["a", "b"]})
        case "fault":
            raise KeyError("a fault of its own")
        case "die":
            os.write(2, b"libgomp: out of memory\n")
            os._exit(7)
        case "print":
            sys.stdout.write("a library talks\n")
            os.write(1, b"and another one\n")
            os.write(2, b"into the log\n")
        case "deaf":
            while True:
                time.sleep(0.05)
        case "restart":
            for done in (0.2, 0.7, 0.1, 2.0):
                context.step(done, f"{done}")
        case "wrong":
            return "no record"  # type: ignore[return-value]
    return Written(Path("x"), 0)


WRITE = JobKind("write", Write, Written, write, LineWritten)
MISBEHAVE = JobKind("misbehave", Misbehave, Written, misbehave)
REGISTRY = Registry(WRITE, MISBEHAVE)

if __name__ == "__main__":
    sys.exit(main(REGISTRY))
